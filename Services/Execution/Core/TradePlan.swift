public import Quantities

extension Execution {
  /// What a strategy and a venue say about every trade of theirs, kept from the approval on.
  public struct Terms: Sendable, Hashable, Codable {
    var tick: Price
    var lot: Quantity
    /// Taker fee that the break-even stop covers on both legs.
    var fee: Ratio
    /// R.
    var target1: Ratio
    var target2: Ratio
    var share1: Ratio
    var share2: Ratio
    /// ATR of the trigger frame.
    var trailing: Double
    var timeout: Interval
    var runnerTimeout: Interval
    var triggerFrame: TimeFrame
    var regimeFrame: TimeFrame
    /// R that a runner must have gained for a close beyond the EMA20 to end it; 0 for never.
    var averageExit: Ratio
  }

  /// Where a trade gets out, from its actual entry: the stop, two targets and what is left.
  public struct TradePlan: Sendable, Hashable, Codable {
    public let direction: Direction
    public let entry: Price
    public let stop: Price
    public let quantity: Quantity
    /// The distance between entry and stop; not positive when the stop is on the wrong side.
    public let distance: Price
    /// On the tick, towards the entry.
    public let target1: Price
    /// On the tick, towards the entry.
    public let target2: Price
    public internal(set) var quantity1: Quantity
    public internal(set) var quantity2: Quantity
    /// The stop at which both fees are covered, on the tick, away from the entry.
    public let breakEven: Price

    /// Plans a trade; when half of it is less than a lot, all of it leaves at the first target.
    init(
      direction: Direction, entry: Price, stop: Price, quantity: Quantity, terms: Terms
    ) {
      let isLong = direction == .long
      self.direction = direction
      self.entry = entry
      self.stop = stop
      self.quantity = quantity
      distance = isLong ? entry - stop : stop - entry
      let towardsEntry: Rounding = isLong ? .floor : .ceiling
      let reward1 = distance * terms.target1
      let reward2 = distance * terms.target2
      target1 = (isLong ? entry + reward1 : entry - reward1)
        .rounded(toTick: terms.tick, towardsEntry)
      target2 = (isLong ? entry + reward2 : entry - reward2)
        .rounded(toTick: terms.tick, towardsEntry)
      let first = quantity.multiplied(by: terms.share1, rounding: .down)
        .rounded(toLot: terms.lot, .down)
      let second = quantity.multiplied(by: terms.share2, rounding: .down)
        .rounded(toLot: terms.lot, .down)
      quantity1 = first.isZero ? quantity : first
      quantity2 = first.isZero ? .zero : min(second, quantity - first)
      // Rounded the same way twice, so never past a tick that the exact price reaches.
      let away: Rounding = isLong ? .ceiling : .floor
      let paid: Ratio = isLong ? .one + terms.fee : .one - terms.fee
      let kept: Ratio = isLong ? .one - terms.fee : .one + terms.fee
      breakEven = entry.multiplied(by: paid, rounding: away).divided(by: kept, rounding: away)
        .rounded(toTick: terms.tick, away)
    }
  }
}

extension Execution.TradePlan {
  /// What stays after both targets.
  public var runner: Quantity { quantity - quantity1 - quantity2 }

  /// One R: what is lost between entry and stop, before costs.
  public var risk: Money { max(distance, .zero) * quantity }

  /// Whether the stop is on the losing side of the entry.
  var isSound: Bool { distance.isPositive }

  /// Whether a stop at `price` keeps more than one at `other`.
  func isBetter(_ price: Price, than other: Price) -> Bool {
    switch direction {
    case .long: price > other
    case .short: price < other
    }
  }
}
