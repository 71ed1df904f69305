public import Events

/// How one producer takes part.
public struct Participation: Sendable, Hashable {
  public var producer: Producer
  /// The event types that a participant of the lock-step reads; an observer reads none.
  ///
  /// An event of another type counts as answered with nothing at once.
  public var interests: Set<EventType>

  public init(_ producer: Producer, interests: Set<EventType> = []) {
    self.producer = producer
    self.interests = interests
  }
}

/// What one turn of a link brought.
public struct LinkTurn: Sendable {
  /// The next events of the log, in order, without a gap.
  public var events: [StoredEvent] = []
  /// Messages whose events are all in the log now.
  public var acknowledgements: [Acknowledgement] = []
  /// Messages that the journal will never take.
  public var refusals: [Refusal] = []
  /// The journal has let producers in: at the start, and after a restart of the journal.
  public var welcomes: [Welcome] = []
  /// A newer incarnation has taken over: exit.
  public var fenced: Producer?
  /// A descriptor that was given to watch is readable.
  public var isWoken = false

  public init() {}

  public var isEmpty: Bool {
    events.isEmpty && acknowledgements.isEmpty && refusals.isEmpty && welcomes.isEmpty
      && fenced == nil && !isWoken
  }
}
