package import EventSourcing
package import Events

/// A decider in a process: rebuilt from the log, then answering as events come.
///
/// The service loop drives a list of these, whatever their types.
package protocol Performer: Sendable {
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

  /// A performer that goes on from this one's state, which has folded everything through `seq`.
  func continued(after seq: SequenceNumber) -> any Performer
}

/// The performer of one decider.
package struct DeciderPerformer<D: Decider>: Performer {
  private var history = History<D>()
  private var replica = Replica<D>()

  package init(_ decider: D.Type = D.self) {}

  package var producer: Producer { D.producer }
  package var interests: Set<EventType> { Set(D.Input.types) }

  package mutating func restore(_ state: [UInt8], foldedThrough seq: SequenceNumber) throws {
    let state = try CodedState.decode(D.State.self, from: state)
    history = History(Replica(restoring: state), foldedThrough: seq)
  }

  package mutating func rebuild(_ stored: StoredEvent, _ event: Event) {
    history.read(stored, event)
  }

  package mutating func begin(settled: SequenceNumber) -> [Proposal] {
    let unanswered = history.finish(settled: settled)
    replica = history.replica
    history = History()
    var answers: [Proposal] = []
    for input in unanswered {
      answers += decide(on: input.event, cause: input.seq, id: input.id)
    }
    return answers
  }

  package mutating func answer(_ stored: StoredEvent, _ event: Event) -> [Proposal] {
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

  package func codedState() throws -> [UInt8] { try CodedState.encode(replica.state) }

  package func continued(after seq: SequenceNumber) -> any Performer {
    var next = DeciderPerformer()
    next.history = History(replica, foldedThrough: seq)
    return next
  }

  /// What the decider remembers.
  package var state: D.State { replica.state }
}
