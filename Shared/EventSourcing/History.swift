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

    @inlinable
    init(seq: SequenceNumber, id: Identifier, event: Event) {
      self.seq = seq
      self.id = id
      self.event = event
    }
  }

  @usableFromInline var current: Replica<D>
  @usableFromInline var folded: SequenceNumber
  @usableFromInline var pending: [Unanswered] = []
  @usableFromInline var first = 0
  @usableFromInline var cause: SequenceNumber = 0
  @usableFromInline var answers: [Event] = []
  @usableFromInline let inputs = EventTypeSet(D.Input.types)

  /// The decider as far as it is folded.
  @inlinable public var replica: Replica<D> { current }

  /// The last event whose effect, answers included, is folded for certain.
  @inlinable public var foldedThrough: SequenceNumber { folded }

  /// Starts before the first event, or after what a kept state has folded.
  @inlinable
  public init(_ replica: Replica<D> = Replica(), foldedThrough: SequenceNumber = 0) {
    current = replica
    folded = foldedThrough
  }

  /// Takes the next event of the log.
  @inlinable
  public mutating func read(_ stored: StoredEvent, _ event: Event) {
    read(EventPlace(stored), event)
  }

  /// Takes the next event of the log, of whose envelope only this is needed.
  @inlinable
  public mutating func read(_ place: EventPlace, _ event: Event) {
    if place.producer == D.producer {
      if case .progressMarked = event { return fold(through: place.cause) }
      if D.Conclusion(event) != nil { return take(event, answering: place.cause) }
    }
    if place.seq > folded, inputs.contains(event.type) {
      pending.append(Unanswered(seq: place.seq, id: place.id, event: event))
    }
  }

  @inlinable
  mutating func take(_ answer: Event, answering answered: SequenceNumber) {
    if answered <= folded { return }
    if answered != cause {
      fold(through: answered - 1)
      cause = answered
    }
    answers.append(answer)
  }

  @inlinable
  mutating func fold(through last: SequenceNumber) {
    while first < pending.count, pending[first].seq <= last {
      if pending[first].seq == cause {
        current.replay(pending[first].event, answers: answers)
        answers.removeAll(keepingCapacity: true)
      } else {
        current.replay(pending[first].event, answers: [])
      }
      first += 1
    }
    if first > 1024, first * 2 > pending.count {
      pending.removeFirst(first)
      first = 0
    }
    folded = max(folded, last)
  }

  /// Ends the reading: folds what has been answered and gives back the inputs that have not.
  ///
  /// `settled` is how far the journal knows the answers of this decider to be complete.
  /// Those are to be decided now. Where the decider had answered them with nothing, it does so
  /// again, because deciding depends on the history alone.
  @inlinable
  public mutating func finish(settled: SequenceNumber = 0) -> [Unanswered] {
    fold(through: max(cause, settled))
    let rest = Array(pending[first...])
    pending = []
    first = 0
    return rest
  }
}
