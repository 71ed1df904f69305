public import Events

/// What a history needs of an event's envelope: its place, its name, whose it is, what it answers.
///
/// A reader of a million events fills this in and leaves the rest of the envelope where it is.
public struct EventPlace: Sendable, Hashable {
  public var seq: SequenceNumber
  public var id: Identifier
  public var producer: Producer
  /// The event that this one answers; 0 for none.
  public var cause: SequenceNumber

  @inlinable
  public init(seq: SequenceNumber, id: Identifier, producer: Producer, cause: SequenceNumber) {
    self.seq = seq
    self.id = id
    self.producer = producer
    self.cause = cause
  }

  /// The place of a stored event.
  @inlinable
  public init(_ stored: StoredEvent) {
    seq = stored.seq
    id = stored.proposal.id
    producer = stored.producer
    cause = stored.proposal.cause
  }
}
