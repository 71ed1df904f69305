public import Quantities

/// How much a venue's clock is ahead of ours, from round trips: of the fastest of them the median,
/// since the time on the way is what makes the others uncertain.
public struct ClockOffset: Sendable {
  private struct Sample {
    let offset: Int64
    let roundTrip: Int64
  }

  private let kept: Int
  private var samples: [Sample] = []

  /// Keeps so many of the latest round trips.
  public init(keeping kept: Int = 32) {
    precondition(kept > 0)
    self.kept = kept
  }

  /// Notes a round trip; one that ends before it begins, or an hour later, says nothing.
  public mutating func add(sent: Instant, received: Instant, server: Instant) {
    let (trip, wrapped) = received.nanoseconds.subtractingReportingOverflow(sent.nanoseconds)
    guard !wrapped, trip >= 0, trip < Interval.hours(1).nanoseconds else { return }
    let middle = sent.nanoseconds + trip / 2
    let (offset, overflow) = server.nanoseconds.subtractingReportingOverflow(middle)
    guard !overflow, offset > .min else { return }
    if samples.count == kept { samples.removeFirst() }
    samples.append(Sample(offset: offset, roundTrip: trip))
  }

  /// Forgets everything: our own clock was set.
  public mutating func removeAll() { samples = [] }

  /// The fastest quarter, three at least.
  private var fastest: [Sample] {
    Array(
      samples.sorted { ($0.roundTrip, $0.offset) < ($1.roundTrip, $1.offset) }
        .prefix(max(3, samples.count / 4)))
  }

  /// How much the venue is ahead; nil before the first round trip.
  public var offset: Interval? {
    let offsets = fastest.map(\.offset).sorted()
    guard !offsets.isEmpty else { return nil }
    return .nanoseconds(offsets[(offsets.count - 1) / 2])
  }

  /// How wrong the offset may be: half of the slowest round trip that it is made of.
  public var uncertainty: Interval? {
    fastest.last.map { .nanoseconds(($0.roundTrip + 1) / 2) }
  }

  /// The venue's time; ours before the first round trip.
  public func serverTime(at now: Instant) -> Instant {
    let (time, overflow) = now.nanoseconds.addingReportingOverflow(offset?.nanoseconds ?? 0)
    return overflow ? now : Instant(nanoseconds: time)
  }

  /// Whether the offset is beyond a limit, the uncertainty taken into account in our favour.
  public func exceeds(_ limit: Interval) -> Bool {
    guard let offset, let uncertainty else { return false }
    return Int64(clamping: offset.nanoseconds.magnitude) - uncertainty.nanoseconds
      > limit.nanoseconds
  }
}
