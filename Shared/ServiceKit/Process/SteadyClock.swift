public import Quantities

/// The machine's steady clock on the scale of the calendar: right when it was made, and never
/// moved after that.
public struct SteadyClock: Sendable {
  private let wall = SystemClock.wall()
  private let start = SystemClock.sinceBoot()

  public init() {}

  public var now: Instant { Instant(nanoseconds: wall + SystemClock.sinceBoot() - start) }
}
