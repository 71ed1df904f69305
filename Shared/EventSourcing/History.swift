public import Events

/// Rebuilds a decider from the log: its inputs by sequence, its own answers by cause, merged.
///
/// In the log an answer stands somewhere behind its cause, with other events between. The history
/// of a decider puts it back: an input is folded once it is known what was answered to it, which
/// is when a later input's answer, or a progress mark, is read. Nothing is decided again here.
public struct History<D: Decider>: Sendable {
  /// An input that nothing in the log answers yet.
  public struct Unanswered: Sendable {
    public let seq: SequenceNumber
    public let id: Identifier
    public let event: Event
  }

  public private(set) var replica: Replica<D>
  /// The last event whose effect, answers included, is folded for certain.
  public private(set) var foldedThrough: SequenceNumber

  private var pending: [Unanswered] = []
  private var first = 0
  private var cause: SequenceNumber = 0
  private var answers: [Event] = []

  /// Starts before the first event, or after what a kept state has folded.
  public init(_ replica: Replica<D> = Replica(), foldedThrough: SequenceNumber = 0) {
    self.replica = replica
    self.foldedThrough = foldedThrough
  }

  /// Takes the next event of the log.
  public mutating func read(_ stored: StoredEvent, _ event: Event) {
    if stored.producer == D.producer {
      if case .progressMarked = event { return fold(through: stored.proposal.cause) }
      if D.Conclusion(event) != nil { return take(event, answering: stored.proposal.cause) }
    }
    if stored.seq > foldedThrough, D.Input(event) != nil {
      pending.append(Unanswered(seq: stored.seq, id: stored.proposal.id, event: event))
    }
  }

  private mutating func take(_ answer: Event, answering answered: SequenceNumber) {
    if answered <= foldedThrough { return }
    if answered != cause {
      fold(through: answered - 1)
      cause = answered
    }
    answers.append(answer)
  }

  private mutating func fold(through last: SequenceNumber) {
    while first < pending.count, pending[first].seq <= last {
      let input = pending[first]
      if input.seq == cause {
        replica.replay(input.event, answers: answers)
        answers.removeAll(keepingCapacity: true)
      } else {
        replica.replay(input.event, answers: [])
      }
      first += 1
    }
    if first > 1024, first * 2 > pending.count {
      pending.removeFirst(first)
      first = 0
    }
    foldedThrough = max(foldedThrough, last)
  }

  /// Ends the reading: folds what has been answered and gives back the inputs that have not.
  ///
  /// `settled` is how far the journal knows the answers of this decider to be complete.
  /// Those are to be decided now. Where the decider had answered them with nothing, it does so
  /// again, because deciding depends on the history alone.
  public mutating func finish(settled: SequenceNumber = 0) -> [Unanswered] {
    fold(through: max(cause, settled))
    let rest = Array(pending[first...])
    pending = []
    first = 0
    return rest
  }
}
