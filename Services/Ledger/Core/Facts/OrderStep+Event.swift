import Events
import Quantities

extension Ledger.OrderStep {
  /// What an event says about an order; nil for all others, and for fills.
  init?(_ event: __shared Event) {
    switch event {
    case .orderRequested(let e):
      self.init(
        order: e.order, instrument: e.instrument, at: e.at,
        what: .requested(
          side: e.side, quantity: e.quantity, price: e.limitPrice ?? e.stopPrice,
          reduceOnly: e.reduceOnly))
    case .orderAccepted(let e):
      self.init(order: e.order, instrument: e.instrument, at: e.at, what: .rests(filled: nil))
    case .orderOutcomeUnknown(let e):
      self.init(order: e.order, instrument: e.instrument, at: e.at, what: .rests(filled: nil))
    case .orderFound(let e):
      self.init(order: e.order, instrument: e.instrument, at: e.at, what: .rests(filled: e.filled))
    case .orderAmended(let e):
      self.init(
        order: e.order, instrument: e.instrument, at: e.at,
        what: .amended(quantity: e.quantity, price: e.limitPrice ?? e.stopPrice))
    case .orderRejected(let e):
      self.init(order: e.order, instrument: e.instrument, at: e.at, what: .ended(filled: .zero))
    case .orderConfirmedAbsent(let e):
      self.init(order: e.order, instrument: e.instrument, at: e.at, what: .ended(filled: .zero))
    case .orderCancelled(let e):
      self.init(order: e.order, instrument: e.instrument, at: e.at, what: .ended(filled: e.filled))
    case .orderExpired(let e):
      self.init(order: e.order, instrument: e.instrument, at: e.at, what: .ended(filled: e.filled))
    default: return nil
    }
  }

  /// The types that `init(_:)` takes.
  static let types: [EventType] = [
    .orderRequested, .orderAccepted, .orderOutcomeUnknown, .orderFound, .orderAmended,
    .orderRejected, .orderConfirmedAbsent, .orderCancelled, .orderExpired,
  ]
}
