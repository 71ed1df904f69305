import Events
import Quantities

extension Execution.OrderFact {
  /// Reads an event of the venue; any other is nil.
  init?(_ event: __shared Event) {
    switch event {
    case .orderSendStarted(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .sendStarted(signedAt: it.signedAt), at: it.signedAt)
    case .orderAccepted(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .accepted, at: it.at)
    case .orderRejected(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .rejected(code: it.code), at: it.at)
    case .orderOutcomeUnknown(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .outcomeUnknown(at: it.at), at: it.at)
    case .orderFound(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .found(filled: it.filled), at: it.at)
    case .orderConfirmedAbsent(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .confirmedAbsent, at: it.at)
    case .orderFilled(let it):
      let fill = Execution.Fill(
        id: it.fill, quantity: it.quantity, price: it.price, fee: it.fee, total: it.filled)
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
        side: it.side, news: .filled(fill), at: it.at)
    case .orderAmended(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .amended(
          quantity: it.quantity, limitPrice: it.limitPrice, stopPrice: it.stopPrice),
        at: it.at)
    case .orderCancelled(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .cancelled(filled: it.filled), at: it.at)
    case .orderExpired(let it):
      self.init(
        order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument, side: .buy,
        news: .expired(filled: it.filled), at: it.at)
    default: return nil
    }
  }
}
