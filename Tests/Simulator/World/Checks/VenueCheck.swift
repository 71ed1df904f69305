import Events
import Quantities
import Venues

/// C1, C2, C9 by the venue's own count: an order arrives once, every fill and every payment of
/// funding is in the log once and as it was, and what the log calls absent or refused is not there.
struct VenueCheck {
  private var announced: [Name: Identifier] = [:]
  private var denied: Set<Identifier> = []
  private var fills: [Name: OrderFilled] = [:]
  private var charges: [Identifier: FundingCharged] = [:]

  mutating func durable(_ event: Event, as id: Identifier = .zero) throws(Violation) {
    switch event {
    case .orderSendStarted(let it): announced[it.clientOrderID] = it.order
    case .orderRejected(let it): denied.insert(it.order)
    case .orderConfirmedAbsent(let it): denied.insert(it.order)
    case .orderFilled(let it):
      guard fills.updateValue(it, forKey: it.venueTradeID) == nil else {
        throw Violation("C2", "the venue's trade \(it.venueTradeID) is in the log twice")
      }
    case .fundingCharged(let it):
      guard charges.updateValue(it, forKey: id) == nil else {
        throw Violation("C2", "funding \(id.short) of \(it.instrument) is in the log twice")
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
    let paid = Set(exchange.payments.map(Self.id))
    for id in charges.keys where !paid.contains(id) {
      throw Violation("C2", "the venue knows no funding \(id.short)")
    }
  }

  /// What a payment is called in the log.
  static func id(of payment: FundingPayment) -> Identifier {
    Identifier(
      of: "funding", "sim", payment.instrument.description, payment.venueTradeID.description)
  }

  private func difference(of charge: FundingCharged, from truth: FundingPayment) -> Bool {
    charge.amount != truth.fee || charge.asset != truth.feeAsset || charge.price != truth.price
      || charge.rate != truth.rate || charge.quantity.magnitude != truth.quantity
  }

  /// What of the venue's fills, and then of its payments, is missing or wrong.
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
    return differenceOfFunding(from: exchange)
  }

  /// What of the venue's payments is missing or wrong.
  func differenceOfFunding(from exchange: Exchange) -> String? {
    for truth in exchange.payments {
      guard let charge = charges[Self.id(of: truth)] else {
        return "funding \(truth.venueTradeID) of the venue is not in the log"
      }
      if difference(of: charge, from: truth) {
        return "funding \(truth.venueTradeID) is another in the log"
      }
    }
    return nil
  }
}
