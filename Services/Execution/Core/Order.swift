public import Events
public import Quantities

extension Execution {
  /// One order of a trade, as far as anybody here knows.
  public struct Order: Sendable, Hashable, Codable {
    public let id: Identifier
    public let purpose: OrderPurpose
    public let side: Side
    public let kind: OrderKind
    public internal(set) var quantity: Quantity
    public internal(set) var limitPrice: Price?
    public internal(set) var stopPrice: Price?
    public let reduceOnly: Bool
    public let timeInForce: TimeInForce
    public let attempt: Int
    public let requestedAt: Instant
    public let expiresAt: Instant?
    public internal(set) var phase: OrderPhase
    /// Asked of the venue and not answered yet.
    public internal(set) var change: Change?
    /// Since when the venue does not list it, though it should.
    public internal(set) var missingSince: Instant?
    /// When its last changes were asked for.
    var amendedAt: [Instant]
    /// The fills that are booked, so that none is booked twice.
    var fills: [Identifier]

    /// A change of a resting order.
    public enum Change: Sendable, Hashable, Codable {
      case cancel(CancelReason)
      case amend(quantity: Quantity, limitPrice: Price?, stopPrice: Price?)
    }

    init(_ request: OrderRequested) {
      id = request.order
      purpose = request.purpose
      side = request.side
      kind = request.kind
      quantity = request.quantity
      limitPrice = request.limitPrice
      stopPrice = request.stopPrice
      reduceOnly = request.reduceOnly
      timeInForce = request.timeInForce
      attempt = request.attempt
      requestedAt = request.at
      expiresAt = request.expiresAt
      phase = .requested
      change = nil
      missingSince = nil
      amendedAt = []
      fills = []
    }
  }
}

extension Execution.Order {
  /// An order of the venue, which takes the position away.
  init(liquidation seen: ExternalOrderSeen) {
    self.init(
      OrderRequested(
        order: seen.order, trade: seen.trade ?? .zero, setup: .zero, instrument: seen.instrument,
        side: seen.side, kind: seen.kind, purpose: .liquidation, quantity: seen.quantity,
        reduceOnly: true, timeInForce: .immediateOrCancel, attempt: 1, at: seen.at))
    phase = .resting
  }

  /// What of it was traded and is booked.
  public var filled: Quantity { phase.filled }

  /// What the venue may still trade of it, as far as anybody here knows.
  public var remaining: Quantity { phase.isLive ? max(quantity - filled, .zero) : .zero }

  /// Whether one change more may be asked for within this second.
  func isAmendable(at clock: Instant) -> Bool {
    guard amendedAt.count >= Execution.Limits.amendments, let first = amendedAt.first else {
      return true
    }
    return clock - first >= .seconds(1)
  }

  mutating func noteAmendment(at clock: Instant) {
    amendedAt = amendedAt.suffix(Execution.Limits.amendments - 1) + [clock]
  }

  /// Whether only the venue can say where it is.
  public var isInDoubt: Bool { phase.isUnknown || (missingSince != nil && phase.isLive) }

  /// Whether the venue is known to hold it.
  public var isAtVenue: Bool { phase.isAtVenue && missingSince == nil }

  /// Takes note of news; the answer says whether the news fits what was known.
  mutating func apply(_ news: Execution.OrderNews) -> Bool {
    missingSince = nil
    if case .filled(let fill) = news {
      guard !fills.contains(fill.id) else { return true }
      fills.append(fill.id)
    }
    if case .amended(let quantity, let limitPrice, let stopPrice) = news, phase.isLive {
      self.quantity = quantity
      self.limitPrice = limitPrice
      self.stopPrice = stopPrice
      if case .amend = change { change = nil }
    }
    let step = phase.after(news, of: quantity)
    switch step {
    case .stays: break
    case .becomes(let next), .contradicts(let next): phase = next
    }
    if !phase.isLive { change = nil }
    switch step {
    case .stays, .becomes: return true
    case .contradicts: return false
    }
  }
}
