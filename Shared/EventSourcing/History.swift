public import Events

/// Rebuilds a decider from the log: its inputs by sequence, its own answers by cause, merged.
///
/// In the log an answer stands somewhere behind its cause, with other events between. The history
/// of a decider puts it back: an input is folded once it is known what was answered to it, which
/// is when a later input's answer, or a progress mark, is read. Nothing is decided again here.
public struct History<D: Decider>: Sendable {
  public private(set) var replica: Replica<D>
  /// The last event whose effect, answers included, is folded for certain.
  public private(set) var foldedThrough: SequenceNumber

  private var pending: [(seq: SequenceNumber, event: Event)] = []
  private var first = 0
  private var cause: SequenceNumber = 0
  private var answers: [Event] = []

  /// Starts before the first event, or after what a kept state has folded.
  public init(_ replica: Replica<D> = Replica(), foldedThrough: SequenceNumber = 0) {
    self.replica = replica
    self.foldedThrough = foldedThrough
  }

  /// Takes the next event of the log.
  public mutating func read(
    _ event: Event, seq: SequenceNumber, producer: Producer, cause answered: SequenceNumber
  ) {
    if producer == D.producer {
      if case .progressMarked = event { return fold(through: answered) }
      if D.Conclusion(event) != nil { return take(event, answering: answered) }
    }
    if D.Input(event) != nil { pending.append((seq, event)) }
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
      let (seq, event) = pending[first]
      if seq == cause {
        replica.replay(event, answers: answers)
        answers.removeAll(keepingCapacity: true)
      } else {
        replica.replay(event, answers: [])
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
  /// Those are to be decided now. Where the decider had answered them with nothing, it does so
  /// again, because deciding depends on the history alone.
  public mutating func finish() -> [(seq: SequenceNumber, event: Event)] {
    if cause > foldedThrough { fold(through: cause) }
    let rest = Array(pending[first...])
    pending = []
    first = 0
    return rest
  }
}
