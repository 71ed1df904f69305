public import Events
public import Quantities

/// A signal that fired and has not lapsed.
public struct HeldSignal: Sendable, Hashable, Codable {
  public var id: Identifier
  public var kind: SignalKind
  /// Of a cipher marker.
  public var marker: Marker?
  public var direction: Direction?
  /// The setup that it spoke to.
  public var setup: Identifier?
  /// When a sign of its time lapses; nil for a state.
  public var validUntil: Instant?

  init(_ fired: SignalFired) {
    id = fired.signal
    kind = fired.kind
    marker = fired.marker
    direction = fired.direction
    setup = fired.setup
    validUntil = fired.validUntil
  }

  func lapsed(
    _ instrument: Name, _ timeFrame: TimeFrame, openTime: Instant, _ reason: LapseReason
  ) -> SignalLapsed {
    SignalLapsed(
      signal: id, instrument: instrument, timeFrame: timeFrame, openTime: openTime, kind: kind,
      marker: marker, setup: setup, reason: reason)
  }
}
