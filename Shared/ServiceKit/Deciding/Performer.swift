import EventSourcing
import Events

/// A decider in a process: rebuilt from the log, then answering as events come.
///
/// The service loop drives a list of these, whatever their types.
protocol Performer {
  var producer: Producer { get }
  /// The event types that it reads.
  var interests: Set<EventType> { get }

  /// Goes on from a kept state that has folded everything through `seq`.
  mutating func restore(_ state: [UInt8], foldedThrough seq: SequenceNumber) throws

  /// Takes note of an event of the log while rebuilding.
  mutating func rebuild(_ stored: StoredEvent, _ event: Event)

  /// Ends the rebuilding; the answers to what nobody has answered yet.
  mutating func begin(settled: SequenceNumber) -> [Proposal]

  /// Answers an event.
  mutating func answer(_ stored: StoredEvent, _ event: Event) -> [Proposal]

  /// The state in its coded form, the same in every process.
  func codedState() throws -> [UInt8]
}

/// The performer of one decider.
struct DeciderPerformer<D: Decider>: Performer {
  private var history = History<D>()
  private var replica = Replica<D>()

  init(_ decider: D.Type) {}

  var producer: Producer { D.producer }
  var interests: Set<EventType> { Set(D.Input.types) }

  mutating func restore(_ state: [UInt8], foldedThrough seq: SequenceNumber) throws {
    let state = try CodedState.decode(D.State.self, from: state)
    history = History(Replica(restoring: state), foldedThrough: seq)
  }

  mutating func rebuild(_ stored: StoredEvent, _ event: Event) { history.read(stored, event) }

  mutating func begin(settled: SequenceNumber) -> [Proposal] {
    let unanswered = history.finish(settled: settled)
    replica = history.replica
    history = History()
    var answers: [Proposal] = []
    for input in unanswered {
      answers += decide(on: input.event, cause: input.seq, id: input.id)
    }
    return answers
  }

  mutating func answer(_ stored: StoredEvent, _ event: Event) -> [Proposal] {
    decide(on: event, cause: stored.seq, id: stored.proposal.id)
  }

  private mutating func decide(
    on event: Event, cause: SequenceNumber, id: Identifier
  ) -> [Proposal] {
    guard let conclusions = replica.answer(event), !conclusions.isEmpty else { return [] }
    return conclusions.enumerated().map { ordinal, conclusion in
      Proposal(answer: ordinal, of: D.producer, to: cause, id: id, conclusion.event)
    }
  }

  func codedState() throws -> [UInt8] { try CodedState.encode(replica.state) }
}
