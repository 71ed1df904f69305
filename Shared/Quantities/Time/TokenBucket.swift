/// Things that may still be done at once; what is taken comes back evenly with time.
public struct TokenBucket: Sendable, Hashable, Codable {
  /// As of `at`; below zero when more was taken than was there.
  public private(set) var tokens: FixedPoint
  public private(set) var at: Instant

  /// A bucket that nothing was taken from.
  public init(full capacity: Int, at instant: Instant) {
    tokens = FixedPoint(capacity)
    at = instant
  }

  /// What is there at a later instant, when it fills from empty within `interval`.
  public func tokens(at instant: Instant, capacity: Int, within interval: Interval) -> FixedPoint {
    let elapsed = max(.zero, instant - at)
    // Longer than it takes to fill from any depth; so the product stays in range.
    let fillings = min(elapsed / interval, 1_000_000)
    let rest = elapsed - interval * Int(elapsed / interval)
    let share = FixedPoint(Int(rest.nanoseconds))
      .divided(by: FixedPoint(Int(interval.nanoseconds)), rounding: .floor)
    let filled = (share + FixedPoint(Int(fillings)))
      .multiplied(by: FixedPoint(capacity), rounding: .floor)
    return min(FixedPoint(capacity), tokens + filled)
  }

  /// Takes one, whether it is there or not.
  public mutating func take(at instant: Instant, capacity: Int, within interval: Interval) {
    tokens = tokens(at: instant, capacity: capacity, within: interval) - 1
    at = max(at, instant)
  }
}
