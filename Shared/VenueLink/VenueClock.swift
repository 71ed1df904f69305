public import Quantities
public import Transport

/// A venue's time by a clock of ours that never goes back and does not jump.
///
/// The venue's time runs `pace` times as fast as ours; how far it is ahead is measured by round
/// trips. A venue's waits are in its own time.
public struct VenueClock: Sendable {
  /// How far the venue is ahead of our time at its pace.
  public private(set) var offset = ClockOffset()
  private let beginning: Instant
  private let pace: Int

  /// - Parameters:
  ///   - beginning: our time from which it is scaled.
  ///   - pace: 1 for every venue but a simulated one in a hurry.
  public init(from beginning: Instant, pace: Int = 1) {
    precondition(pace > 0)
    self.beginning = beginning
    self.pace = pace
  }

  /// The venue's time; ours at its pace as long as it was not measured.
  public func time(at now: Instant) -> Instant { offset.serverTime(at: scaled(now)) }

  /// How long it is until a time of the venue, in our time.
  public func wait(until instant: Instant, at now: Instant) -> Interval {
    ours(instant - time(at: now))
  }

  /// A length of the venue's time in ours.
  public func ours(_ interval: Interval) -> Interval { interval / pace }

  /// A length of our time in the venue's.
  public func venues(_ interval: Interval) -> Interval { interval * pace }

  /// Notes a round trip, sent and received by our clock.
  public mutating func note(_ server: Instant, sent: Instant, received: Instant) {
    let (sent, received) = (scaled(sent), scaled(received))
    let half = (received - sent) / 2
    if let known = offset.offset, let uncertainty = offset.uncertainty {
      let difference = server - (sent + half) - known
      // What cannot come from the way is a clock that was set, or a sleep: what was known is of
      // no use.
      if difference.magnitude > half + uncertainty + venues(.milliseconds(100)) {
        offset.removeAll()
      }
    }
    offset.add(sent: sent, received: received, server: server)
  }

  /// Forgets what was measured: either clock was set.
  public mutating func forget() { offset.removeAll() }

  private func scaled(_ ours: Instant) -> Instant { beginning + venues(ours - beginning) }
}
