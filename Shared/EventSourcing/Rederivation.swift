public import Events

/// Where a recorded conclusion is not what the facts lead to.
public enum Difference: Error, Hashable {
  /// The decider answers `seq` with this, but the log goes on without it.
  case missing(producer: Producer, cause: SequenceNumber, expected: Proposal)
  /// The log holds an answer that the decider does not give.
  case unexpected(producer: Producer, seq: SequenceNumber, recorded: Proposal)
  /// Both have an answer in that place, but not the same bytes.
  case differs(producer: Producer, seq: SequenceNumber, recorded: Proposal, expected: Proposal)
}

/// Decides again over the facts and compares with what the log holds, byte for byte.
public protocol Rederiving {
  /// The producer whose conclusions are derived again.
  var producer: Producer { get }
  /// How many conclusions agreed so far.
  var agreed: Int { get }

  /// Takes the next event of the log.
  mutating func read(_ stored: StoredEvent, _ event: Event) throws(Difference)

  /// Ends the reading; answers to the last inputs may still be under way and are not missed.
  mutating func finish() throws(Difference)
}

/// The derivation of one decider's conclusions.
public struct Rederivation<D: Decider>: Rederiving, Sendable {
  @usableFromInline var replica = Replica<D>()
  @usableFromInline var expected: [Proposal] = []
  @usableFromInline var first = 0
  /// Inputs up to here are answered for certain.
  @usableFromInline var settled: SequenceNumber = 0
  @usableFromInline var agreement = 0

  @inlinable public init() {}

  @inlinable public var agreed: Int { agreement }

  @inlinable public var producer: Producer { D.producer }

  /// What the decider remembers.
  @inlinable public var state: D.State { replica.state }

  @inlinable
  public mutating func read(_ stored: StoredEvent, _ event: Event) throws(Difference) {
    if stored.producer == D.producer {
      if case .progressMarked = event {
        settled = max(settled, stored.proposal.cause)
      } else if D.Conclusion(event) != nil {
        try compare(stored)
      }
    }
    guard let conclusions = replica.answer(event) else { return }
    for (ordinal, conclusion) in conclusions.enumerated() {
      expected.append(
        Proposal(
          answer: ordinal, of: D.producer, to: stored.seq, id: stored.proposal.id,
          conclusion.event))
    }
  }

  @inlinable
  mutating func compare(_ stored: StoredEvent) throws(Difference) {
    settled = max(settled, stored.proposal.cause)
    guard first < expected.count, expected[first].cause <= stored.proposal.cause else {
      throw .unexpected(producer: producer, seq: stored.seq, recorded: stored.proposal)
    }
    let answer = expected[first]
    guard answer.cause == stored.proposal.cause else {
      throw .missing(producer: producer, cause: answer.cause, expected: answer)
    }
    guard answer == stored.proposal else {
      throw .differs(
        producer: producer, seq: stored.seq, recorded: stored.proposal, expected: answer)
    }
    agreement += 1
    first += 1
    if first > 1024, first * 2 > expected.count {
      expected.removeFirst(first)
      first = 0
    }
  }

  @inlinable
  public mutating func finish() throws(Difference) {
    // A batch is atomic: once one answer to a cause is in the log, all are.
    if first < expected.count, expected[first].cause <= settled {
      throw .missing(producer: producer, cause: expected[first].cause, expected: expected[first])
    }
  }
}

extension Proposal {
  /// The proposal of a decider's answer to an event of the log.
  public init(
    answer ordinal: Int, of producer: Producer, to cause: SequenceNumber, id causeID: Identifier,
    _ event: Event
  ) {
    self.init(
      id: Identifier(answerOf: producer, to: causeID, ordinal: ordinal), cause: cause,
      ordinal: ordinal, correlation: event.correlation, type: event.type,
      version: event.type.version, subject: event.subject, payload: event.json)
  }

  /// The proposal of a fact, named by its natural key.
  public init(fact event: Event, id: Identifier) {
    self.init(
      id: id, correlation: event.correlation, type: event.type, version: event.type.version,
      subject: event.subject, payload: event.json)
  }
}
