public import Digest
public import Events
import Quantities

extension Event {
  var orderSentence: String {
    switch self {
    case .orderRequested(let e):
      "\(e.purpose.rawValue): \(e.side) \(e.quantity) \(e.kind.rawValue)"
        + (e.limitPrice.map { " at \($0)" } ?? "") + (e.stopPrice.map { " at \($0)" } ?? "")
    case .orderCancelRequested(let e): "cancel order \(e.order.short): \(e.reason.rawValue)"
    case .orderAmendRequested(let e):
      "change order \(e.order.short) to \(e.quantity)"
        + (e.limitPrice.map { " at \($0)" } ?? "") + (e.stopPrice.map { " at \($0)" } ?? "")
    case .orderSendStarted(let e): "sending order \(e.order.short) as \(e.clientOrderID)"
    case .orderAccepted(let e): "the venue has order \(e.order.short) as \(e.venueOrderID)"
    case .orderRejected(let e): "the venue rejected order \(e.order.short): \(e.code) \(e.reason)"
    case .orderOutcomeUnknown(let e): "order \(e.order.short) may be at the venue: \(e.why)"
    case .orderFound(let e): "order \(e.order.short) is at the venue, \(e.filled) filled"
    case .orderConfirmedAbsent(let e): "the venue never had order \(e.order.short): \(e.evidence)"
    case .orderFilled(let e):
      "\(e.side) \(e.quantity) at \(e.price), fee \(e.fee) \(e.feeAsset)"
        + (e.remaining.isZero ? "" : ", \(e.remaining) left")
    case .orderAmended(let e): "order \(e.order.short) is now \(e.quantity)"
    case .orderCancelled(let e): "order \(e.order.short) is cancelled, \(e.filled) was filled"
    case .orderExpired(let e): "order \(e.order.short) expired, \(e.filled) was filled"
    case .reconciliationRequested(let e): "what does the venue hold? attempt \(e.attempt)"
    case .externalOrderSeen(let e):
      "an order of somebody else (\(e.origin.rawValue)): \(e.side) \(e.quantity)"
    case .positionReported(let e): "the venue holds \(e.long) long and \(e.short) short"
    case .ordersReported(let e): "\(e.orders.count) orders rest at the venue"
    case .fundingCharged(let e): "funding of \(e.amount) \(e.asset) on \(e.quantity) at \(e.price)"
    case .venueConnected: "the venue is connected"
    case .venueDisconnected(let e): "the venue is disconnected: \(e.why)"
    case .balanceReported(let e): "\(e.kind.rawValue) of \(e.amount) \(e.asset)"
    default: ""
    }
  }

  var tradeSentence: String {
    switch self {
    case .tradeOpened(let e):
      "trade \(e.trade.short) open: \(e.direction) \(e.quantity) at \(e.entry), stop \(e.stop), "
        + "\(e.risk) at risk"
    case .targetReached(let e):
      "trade \(e.trade.short) reached target \(e.target) at \(e.price), \(e.remaining) left"
    case .stopMoved(let e):
      "trade \(e.trade.short): stop from \(e.from) to \(e.to) (\(e.reason.rawValue))"
    case .tradeClosed(let e):
      "trade \(e.trade.short) closed by \(e.reason.rawValue): net \(e.net), \(e.multiple.brief) R"
    case .tradeReduced(let e):
      "trade \(e.trade.short) is smaller by \(e.quantity), \(e.remaining) left"
    case .tradeAbandoned(let e):
      "trade \(e.trade.short) was never entered: \(e.reason.rawValue)" + e.numbers
    case .tradeDiverged(let e):
      "trade \(e.trade.short) diverged (\(e.cause.rawValue)): \(e.actual) at the venue, "
        + "\(e.expected) expected"
    case .instrumentDiverged(let e):
      "\(e.what.rawValue) should be \(e.expected), but is \(e.actual) at the venue"
    case .instrumentReconciled: "the venue and the log agree again"
    default: ""
    }
  }

  var ledgerSentence: String {
    switch self {
    case .entryPosted(let e):
      "\(e.occasion.rawValue) booked: "
        + e.postings.map { "\($0.kind.rawValue) \($0.amount) \($0.asset)" }
        .joined(separator: ", ")
    case .positionChanged(let e):
      "position \(e.quantity)" + (e.quantity.isZero ? "" : " at \(e.averagePrice)")
        + ", realised \(e.realised)"
    case .equityMarked(let e):
      "equity \(e.equity) \(e.asset), of it unrealised \(e.unrealised)"
    case .dayClosed(let e): "the day closes at \(e.closing) \(e.asset), it opened at \(e.opening)"
    case .discrepancyFound(let e): "\(e.what) should be \(e.expected), but is \(e.actual)"
    case .discrepancyCleared(let e): "\(e.what) holds again, since \(e.since) it did not"
    default: ""
    }
  }
}

extension TradeAbandoned {
  /// The two numbers that decided, where there are any.
  public var numbers: String {
    guard let value, let limit else { return "" }
    return " (\(value) against \(limit))"
  }
}

extension Ratio {
  var brief: String { value.rounded(toMultipleOf: "0.01", .halfEven).description }
}

extension Double {
  /// Few digits, for people.
  var short: String {
    guard magnitude < 1e12 else { return description }
    let digits = magnitude >= 100 ? 100.0 : 10_000.0
    return ((self * digits).rounded() / digits).description
  }
}

extension Optional<Double> {
  var short: String { map(\.short) ?? "–" }
}

extension Digest256 {
  /// The first eight digits, for people.
  public var short: String { String(description.prefix(8)) }
}
