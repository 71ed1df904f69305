public import Quantities

/// Watches whether a connection lives: when to ping, and when it has been silent for too long.
public struct Liveness: Sendable {
  /// What a ping is.
  public enum Ping: Sendable, Hashable {
    /// A control frame of RFC 6455.
    case frame
    /// A message that the venue has for that, such as `{"op":"ping"}`.
    case text(String)
  }

  /// The lengths that it works by.
  public struct Options: Sendable, Hashable {
    public var ping: Ping
    /// From one ping to the next.
    public var pingEvery: Interval
    /// Pings only when nothing came for that long either.
    public var onlyWhenIdle: Bool
    /// Nothing came for that long, a pong neither: the connection is dead.
    public var stalledAfter: Interval

    public init(
      ping: Ping = .frame, pingEvery: Interval = .seconds(3), onlyWhenIdle: Bool = true,
      stalledAfter: Interval = .seconds(10)
    ) {
      precondition(pingEvery.nanoseconds > 0 && stalledAfter.nanoseconds > 0)
      self.ping = ping
      self.pingEvery = pingEvery
      self.onlyWhenIdle = onlyWhenIdle
      self.stalledAfter = stalledAfter
    }
  }

  /// What is to be done.
  public enum Duty: Sendable, Hashable {
    case ping(Ping)
    case giveUp(silent: Interval)
  }

  public let options: Options
  /// When anything came last.
  public private(set) var lastHeard: Instant
  private var lastPing: Instant

  public init(_ options: Options, at now: Instant) {
    self.options = options
    lastHeard = now
    lastPing = now
  }

  /// Something came.
  public mutating func heard(at now: Instant) { lastHeard = max(lastHeard, now) }

  /// What is due; a ping counts as sent.
  public mutating func duty(at now: Instant) -> Duty? {
    if now >= lastHeard + options.stalledAfter { return .giveUp(silent: now - lastHeard) }
    guard now >= nextPing else { return nil }
    lastPing = now
    return .ping(options.ping)
  }

  /// When something is due next.
  public var next: Instant { min(nextPing, lastHeard + options.stalledAfter) }

  private var nextPing: Instant {
    (options.onlyWhenIdle ? max(lastPing, lastHeard) : lastPing) + options.pingEvery
  }
}
