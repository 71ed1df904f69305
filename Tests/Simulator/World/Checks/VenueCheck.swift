import Events
import Quantities
import Venues

/// C1, C2, C9 by the venue's own count: an order arrives once, every fill is in the log once and
/// as it was, and what the log calls absent or refused is not there.
struct VenueCheck {
  private var announced: [Name: Identifier] = [:]
  private var denied: Set<Identifier> = []
  private var fills: [Name: OrderFilled] = [:]

  mutating func durable(_ event: Event) throws(Violation) {
    switch event {
    case .orderSendStarted(let it): announced[it.clientOrderID] = it.order
    case .orderRejected(let it): denied.insert(it.order)
    case .orderConfirmedAbsent(let it): denied.insert(it.order)
    case .orderFilled(let it):
      guard fills.updateValue(it, forKey: it.venueTradeID) == nil else {
        throw Violation("C2", "the venue's trade \(it.venueTradeID) is in the log twice")
      }
    default: break
    }
  }

  /// An order reaches the venue.
  func arrived(_ ticket: OrderTicket, times: Int) throws(Violation) {
    guard times == 1 else {
      throw Violation("C1", "order \(ticket.clientOrderID) reached the venue \(times) times")
    }
    guard announced[ticket.clientOrderID] != nil else {
      throw Violation("C8", "order \(ticket.clientOrderID) was sent before that was durable")
    }
  }

  /// Compares with what the venue knows, at any time.
  func compare(with exchange: Exchange) throws(Violation) {
    for name in exchange.taken {
      guard let order = announced[name] else {
        throw Violation("C8", "nobody asked for \(name), which the venue has")
      }
      if denied.contains(order) {
        throw Violation("C9", "order \(order.short) is at the venue, and the log denies it")
      }
    }
    let truth = Set(exchange.executions.map(\.execution.venueTradeID))
    for name in fills.keys where !truth.contains(name) {
      throw Violation("C2", "the venue knows no trade \(name)")
    }
  }

  /// What of the venue's fills is missing or wrong.
  func difference(from exchange: Exchange) -> String? {
    for (truth, _) in exchange.executions {
      guard let fill = fills[truth.venueTradeID] else {
        return "trade \(truth.venueTradeID) of the venue is not in the log"
      }
      if fill.quantity != truth.quantity || fill.price != truth.price || fill.side != truth.side
        || fill.fee != truth.fee
      {
        return "trade \(truth.venueTradeID) is another in the log"
      }
    }
    return nil
  }
}
