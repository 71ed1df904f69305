public import Events
public import Quantities

extension Risk {
  /// A trade that takes a place and a part of the risk: approved, being entered, or open.
  public struct Exposure: Sendable, Codable, Equatable {
    /// How far the trade has come.
    public enum Phase: String, Sendable, Codable {
      /// Nobody has acted on the approval yet.
      case approved
      case entering
      case open
    }

    public let trade: Identifier
    public let instrument: Name
    public let asset: Name
    public let direction: Direction
    public internal(set) var phase: Phase
    /// Reserved, then held.
    public internal(set) var quantity: Quantity
    public internal(set) var entry: Price
    public internal(set) var stop: Price
    public let leverage: Ratio
    /// Whether a part of it was asked to leave, and what became of that is not known.
    public internal(set) var isShrinking = false
    /// When an approval that nobody acted on loses its place.
    public let lapsesAt: Instant

    /// What is lost at the stop, both legs' costs included; none when the stop is in profit.
    public func lossAtStop(cost: Ratio) -> Money {
      let distance = direction == .long ? entry - stop : stop - entry
      let perUnit = distance + (entry + stop).multiplied(by: cost, rounding: .up)
      return max(.zero, perUnit.multiplied(by: quantity, rounding: .up))
    }

    /// Equity that the venue holds for it.
    public var margin: Money {
      entry.multiplied(by: quantity, rounding: .up).divided(by: leverage, rounding: .up)
    }
  }

  /// How long after its expiry an unused approval keeps its place: the entry that it allowed may
  /// still be on its way into the log.
  static let grace = Interval.minutes(1)
}

extension Risk.State {
  mutating func note(_ trade: TradeApproved) {
    let listing = listing(of: trade.instrument)
    exposures.append(
      Risk.Exposure(
        trade: trade.trade, instrument: trade.instrument, asset: listing?.asset ?? Name(),
        direction: trade.direction, phase: .approved, quantity: trade.quantity,
        entry: trade.limitPrice ?? trade.reference, stop: trade.stop, leverage: trade.leverage,
        lapsesAt: trade.expiresAt + Risk.grace))
  }

  mutating func note(_ order: OrderRequested) {
    guard let index = index(of: order.trade), exposures[index].phase == .approved else { return }
    exposures[index].phase = .entering
  }

  /// A trade whose approval has lapsed is taken in all the same: it is there.
  mutating func note(_ trade: TradeOpened) {
    guard let index = index(of: trade.trade) else { return adopt(trade) }
    exposures[index].phase = .open
    exposures[index].quantity = trade.quantity
    exposures[index].entry = trade.entry
    exposures[index].stop = trade.stop
  }

  private mutating func adopt(_ trade: TradeOpened) {
    let listing = listing(of: trade.instrument)
    exposures.append(
      Risk.Exposure(
        trade: trade.trade, instrument: trade.instrument, asset: listing?.asset ?? Name(),
        direction: trade.direction, phase: .open, quantity: trade.quantity, entry: trade.entry,
        stop: trade.stop, leverage: leverage(for: listing), lapsesAt: trade.at))
  }

  mutating func note(_ target: TargetReached) {
    guard let index = index(of: target.trade) else { return }
    exposures[index].quantity = target.remaining
  }

  mutating func note(_ reduced: TradeReduced) {
    guard let index = index(of: reduced.trade) else { return }
    exposures[index].quantity = reduced.remaining
    exposures[index].isShrinking = false
  }

  mutating func note(_ moved: StopMoved) {
    guard let index = index(of: moved.trade) else { return }
    exposures[index].stop = moved.to
  }

  /// The venue is the truth: what it holds is what is at risk.
  mutating func note(_ trade: TradeDiverged) {
    guard let index = index(of: trade.trade) else { return }
    exposures[index].quantity = trade.actual.magnitude
    if trade.actual.isZero { exposures.remove(at: index) }
  }

  mutating func release(_ trade: Identifier) {
    exposures.removeAll { $0.trade == trade }
  }

  mutating func releaseLapsed(at instant: Instant) {
    exposures.removeAll { $0.phase == .approved && $0.lapsesAt < instant }
  }

  private func index(of trade: Identifier) -> Int? {
    exposures.firstIndex { $0.trade == trade }
  }

  /// The least of what is asked for, its cap, and what the venue allows; at least one.
  func leverage(for listing: Risk.Listing?) -> Ratio {
    let asked = configuration.map { min($0.leverage, $0.maximumLeverage) } ?? .one
    return max(.one, min(asked, listing?.maximumLeverage ?? .one))
  }
}
