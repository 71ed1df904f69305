import Events
import Quantities

extension Execution.OrderFact {
  /// Reads an event of the venue; any other is nil.
  init?(_ event: __shared Event) {
    switch event {
    case .orderSendStarted(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .sendStarted(signedAt: it.signedAt))
    case .orderAccepted(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .accepted)
    case .orderRejected(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .rejected(code: it.code))
    case .orderOutcomeUnknown(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .outcomeUnknown(at: it.at))
    case .orderFound(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .found(filled: it.filled))
    case .orderConfirmedAbsent(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .confirmedAbsent)
    case .orderFilled(let it):
      let fill = Execution.Fill(id: it.fill, quantity: it.quantity, price: it.price, fee: it.fee)
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
        side: it.side, news: .filled(fill))
    case .orderAmended(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .amended(
          quantity: it.quantity, limitPrice: it.limitPrice, stopPrice: it.stopPrice))
    case .orderCancelled(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .cancelled(filled: it.filled))
    case .orderExpired(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .expired(filled: it.filled))
    default: return nil
    }
  }
}
