import Events
import Quantities

/// C1, C2, C8, C9: an order is requested once, sent once, only after an approval and never while
/// trading is held; a fill counts once; a doubt ends by evidence alone.
struct OrderCheck {
  private struct Order {
    var trade: Identifier
    var isEntry: Bool
    var quantity: Quantity
    var filled = Quantity.zero
    var sends = 0
    var acceptances = 0
    var isUnknown = false
    var isDenied = false
  }

  private var approvals: [Identifier: Quantity] = [:]
  private var orders: [Identifier: Order] = [:]
  private var fills: Set<Identifier> = []
  /// Since when trading is held, and from when on not.
  private var holds: [(seq: SequenceNumber, isHeld: Bool)] = []
  private(set) var requested = 0
  private(set) var filled = 0
  private(set) var doubts = 0

  mutating func durable(_ stored: StoredEvent, _ event: Event) throws(Violation) {
    switch event {
    case .tradeApproved(let it):
      guard approvals.updateValue(it.quantity, forKey: it.trade) == nil else {
        throw Violation("C8", "trade \(it.trade.short) was approved twice")
      }
    case .haltRequested, .tradingHalted: holds.append((stored.seq, true))
    case .tradingResumed: holds.append((stored.seq, false))
    case .orderRequested(let it): try request(it, cause: stored.proposal.cause)
    case .orderSendStarted(let it): try change(it.order, "sent") { $0.sends += 1 }
    case .orderAccepted(let it): try accept(it.order)
    case .orderFound(let it): try accept(it.order)
    case .orderRejected(let it): try reject(it)
    case .orderOutcomeUnknown(let it):
      doubts += 1
      try change(it.order, "in doubt") { $0.isUnknown = true }
    case .orderConfirmedAbsent(let it):
      try change(it.order, "absent") { order in
        order.isUnknown = false
        order.isDenied = true
      }
    case .orderFilled(let it): try fill(it)
    case .orderCancelled(let it): settle(it.order)
    case .orderExpired(let it): settle(it.order)
    default: break
    }
  }

  private mutating func settle(_ id: Identifier) { orders[id]?.isUnknown = false }

  private mutating func change(
    _ id: Identifier, _ word: String, _ body: (inout Order) -> Void
  ) throws(Violation) {
    guard var order = orders[id] else {
      throw Violation("C8", "order \(id.short) was \(word) and never requested")
    }
    body(&order)
    orders[id] = order
    if order.sends > 1 { throw Violation("C1", "order \(id.short) was sent \(order.sends) times") }
    if order.acceptances > 1 {
      throw Violation("C1", "the venue has order \(id.short) \(order.acceptances) times")
    }
  }

  private func isHeld(at seq: SequenceNumber) -> Bool {
    holds.last { $0.seq <= seq }?.isHeld ?? false
  }

  private mutating func request(
    _ it: OrderRequested, cause: SequenceNumber
  ) throws(Violation) {
    requested += 1
    let isEntry = it.purpose == .entry
    let order = Order(trade: it.trade, isEntry: isEntry, quantity: it.quantity)
    guard orders.updateValue(order, forKey: it.order) == nil else {
      throw Violation("C1", "order \(it.order.short) was requested twice")
    }
    guard let approved = approvals[it.trade] else {
      throw Violation("C8", "order \(it.order.short) belongs to a trade that nobody approved")
    }
    guard isEntry else {
      if it.reduceOnly { return }
      throw Violation("C8", "an exit of trade \(it.trade.short) may open a position")
    }
    if isHeld(at: cause) {
      throw Violation("C8", "trade \(it.trade.short) is entered while trading is held")
    }
    // What may still be filled counts as filled.
    let entered = orders.values.reduce(Quantity.zero) { sum, other in
      guard other.trade == it.trade, other.isEntry, !other.isDenied else { return sum }
      return sum + other.quantity
    }
    if entered > approved {
      throw Violation("C8", "trade \(it.trade.short) may grow to \(entered) of \(approved)")
    }
  }

  private mutating func accept(_ id: Identifier) throws(Violation) {
    if orders[id]?.isDenied == true {
      throw Violation("C9", "order \(id.short) is at the venue, which had denied it")
    }
    try change(id, "accepted") { order in
      order.acceptances += 1
      order.isUnknown = false
    }
  }

  private mutating func reject(_ it: OrderRejected) throws(Violation) {
    if orders[it.order]?.isUnknown == true {
      throw Violation("C9", "order \(it.order.short) was in doubt and counts as rejected")
    }
    try change(it.order, "rejected") { $0.isDenied = true }
  }

  private mutating func fill(_ it: OrderFilled) throws(Violation) {
    filled += 1
    guard fills.insert(it.fill).inserted else {
      throw Violation("C2", "fill \(it.fill.short) is in the log twice")
    }
    if orders[it.order]?.isDenied == true {
      throw Violation("C9", "order \(it.order.short) was filled, which the venue had denied")
    }
    guard orders[it.order] != nil else { return }
    try change(it.order, "filled") { order in
      order.filled += it.quantity
      order.isUnknown = false
    }
  }
}
