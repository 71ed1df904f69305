public import EventSourcing
public import Events

/// Somebody beside the deciders of a service who looks outside: he hears the log, and states facts.
///
/// The service's loop drives him: `open`, every event of the log from the first one on, `begin`
/// when it is read to its end, then a turn whenever something may be due.
public protocol Companion {
  /// Whose facts they are; the service's key speaks for it.
  var producer: Producer { get }
  /// The event types that are to be heard.
  var interests: Set<EventType> { get }
  /// Readable when there is something to do.
  var descriptor: Int32 { get }
  /// How many milliseconds may pass between two turns.
  var patience: Int { get }

  /// Says which log it is, before its first event.
  mutating func open(log: Identifier)

  /// Takes the next event of the log, which is durable.
  mutating func hear(_ event: Event, at place: EventPlace)

  /// The log is read to its end.
  mutating func begin()

  /// Does what is due without waiting, and gives the facts that are to be appended.
  mutating func turn() throws -> [Proposal]
}
