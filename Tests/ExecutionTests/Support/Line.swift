import Events
import Quantities

/// An event in a few words, so that a test reads like a log.
func line(_ event: Event) -> String {
  switch event {
  case .orderRequested(let it):
    "request \(it.purpose.rawValue) \(it.side.rawValue) \(it.quantity)"
      + (it.limitPrice.map { " @ \($0)" } ?? "") + (it.stopPrice.map { " stop \($0)" } ?? "")
  case .orderCancelRequested(let it): "cancel \(it.reason.rawValue)"
  case .orderAmendRequested(let it): "amend \(it.quantity) stop \(it.stopPrice ?? 0)"
  case .orderSendStarted: "send"
  case .orderAccepted: "accepted"
  case .orderRejected(let it): "rejected \(it.code)"
  case .orderFilled(let it):
    "fill \(it.side.rawValue) \(it.quantity) @ \(it.price) \(it.liquidity.rawValue) fee \(it.fee)"
  case .orderAmended(let it):
    "amended \(it.quantity)"
      + (it.limitPrice.map { " limit \($0)" } ?? " stop \(it.stopPrice ?? 0)")
  case .orderCancelled(let it): "cancelled \(it.filled)"
  case .orderExpired(let it): "expired \(it.filled)"
  case .tradeOpened(let it):
    "opened \(it.quantity) @ \(it.entry) stop \(it.stop) targets \(it.target1) \(it.target2)"
  case .targetReached(let it): "target \(it.target) \(it.quantity) left \(it.remaining)"
  case .stopMoved(let it): "stop \(it.from) to \(it.to) \(it.reason.rawValue)"
  case .tradeReduced(let it): "reduced \(it.quantity) left \(it.remaining)"
  case .tradeClosed(let it):
    "closed \(it.reason.rawValue) @ \(it.exit) net \(it.net) R \(it.multiple)"
  case .tradeAbandoned(let it): "abandoned \(it.reason.rawValue)"
  case .tradeDiverged(let it): "diverged \(it.expected) \(it.actual)"
  case .reconciliationRequested(let it): "reconcile \(it.attempt)"
  case .instrumentDiverged(let it):
    "instrument diverged \(it.what.rawValue) \(it.expected) \(it.actual)"
  case .instrumentReconciled: "instrument reconciled"
  case .externalOrderSeen(let it):
    "external \(it.origin.rawValue) \(it.side.rawValue) \(it.quantity)"
  case .positionReported(let it): "holds \(it.long) \(it.short)"
  case .ordersReported(let it): "rest \(it.orders.count)"
  case .fundingCharged(let it): "funding \(it.amount) on \(it.quantity) @ \(it.price)"
  case .orderOutcomeUnknown: "unknown"
  case .orderFound: "found"
  case .orderConfirmedAbsent: "absent"
  case .balanceReported(let it): "balance \(it.amount) \(it.asset)"
  default: event.type.rawValue
  }
}

/// What was said, without what was only fed in.
func lines(_ events: [Event]) -> [String] {
  events.filter { event in
    switch event.type.owners {
    case [.execution], [.paperVenue, .desk]: true
    default: false
    }
  }.map(line)
}
