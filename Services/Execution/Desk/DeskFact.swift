import EventSourcing
public import Events

/// A fact that is to be appended to the log, in the order in which the desk hands it out.
public struct DeskFact: Sendable, Hashable {
  /// Derived from what the fact is about, so that it is in the log once.
  public let id: Identifier
  /// The event of the log that led to it; 0 for none.
  public let cause: SequenceNumber
  public let event: Event

  /// What the journal is asked to append, as a fact of `Producer.desk`.
  public var proposal: Proposal {
    var proposal = Proposal(fact: event, id: id)
    proposal.cause = cause
    return proposal
  }
}
