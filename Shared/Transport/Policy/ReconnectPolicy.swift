public import Quantities

/// How long to wait before a lost connection is tried again: twice as long each time, up to a
/// ceiling, and anywhere in the upper half of that, so that many clients do not come at once.
public struct ReconnectPolicy: Sendable {
  /// The lengths that it works by.
  public struct Options: Sendable, Hashable {
    /// Before the first attempt; a quarter of a second.
    public var first: Interval
    /// The ceiling; thirty seconds.
    public var longest: Interval
    /// A connection that lasted so long was a good one, and waiting begins anew; a minute.
    public var healthy: Interval

    public init(
      first: Interval = .milliseconds(250), longest: Interval = .seconds(30),
      healthy: Interval = .seconds(60)
    ) {
      precondition(first.nanoseconds > 0 && longest.nanoseconds >= first.nanoseconds)
      self.first = first
      self.longest = longest
      self.healthy = healthy
    }
  }

  private let options: Options
  private var chance: SplitMix
  /// How many times in a row a connection failed, or was lost before it was healthy.
  public private(set) var attempts = 0
  private var connectedAt: Instant?

  public init(_ options: Options = Options(), seed: UInt64) {
    self.options = options
    chance = SplitMix(seed: seed)
  }

  /// A connection stands.
  public mutating func connected(at now: Instant) { connectedAt = now }

  /// A connection failed or was lost: when to try again.
  public mutating func lost(at now: Instant) -> Instant {
    if let since = connectedAt, now - since >= options.healthy { attempts = 0 }
    connectedAt = nil
    let ceiling = ceiling(attempts)
    attempts += 1
    let half = ceiling / 2
    return now + .nanoseconds(ceiling - half + Int64.random(in: 0...half, using: &chance))
  }

  private func ceiling(_ attempts: Int) -> Int64 {
    var length = options.first.nanoseconds
    for _ in 0..<attempts {
      guard length < options.longest.nanoseconds / 2 else { return options.longest.nanoseconds }
      length *= 2
    }
    return length
  }
}
