public import EventSourcing
public import Events

extension Sequencer {
  /// How the journal orders what it gets.
  public enum Mode: Sendable, Hashable {
    /// Recorded and generated markets: the log does not depend on timing.
    case lockstep
    /// The log's order is what happened.
    case live
  }

  /// A producer comes, or comes back.
  public struct Hello: Sendable, Hashable {
    public var producer: Producer
    /// 0 asks for a new epoch; else the epoch to go on with.
    public var epoch: Int64
    /// Names the incarnation.
    public var nonce: UInt64
    /// The first message that it has no answer to, or its next one.
    public var nextNumber: Int64
    /// Every event up to there is answered, and the answers are in the log.
    public var answeredThrough: SequenceNumber
    /// The event types that it reads.
    public var interests: Set<EventType>

    public init(
      producer: Producer, epoch: Int64, nonce: UInt64, nextNumber: Int64,
      answeredThrough: SequenceNumber, interests: Set<EventType>
    ) {
      self.producer = producer
      self.epoch = epoch
      self.nonce = nonce
      self.nextNumber = nextNumber
      self.answeredThrough = answeredThrough
      self.interests = interests
    }
  }

  /// What a hello leads to.
  public enum Greeting: Sendable, Hashable {
    /// Raise the epoch of the producer to this, durably; then `admit`.
    case raise(to: Int64)
    case welcome(Welcome)
    case fenced(currentEpoch: Int64)
  }

  public struct Welcome: Sendable, Hashable {
    public var epoch: Int64
    /// The number of the message that is expected next.
    public var nextNumber: Int64
    /// Every event up to there has all answers of the producer in the log.
    public var answeredThrough: SequenceNumber
  }

  /// Events that a producer wants appended, together or not at all.
  public struct Submission: Sendable, Hashable {
    public enum Span: Sendable, Hashable {
      case facts
      /// All answers to the events after `after`, up to and with `through`.
      case answers(after: SequenceNumber, through: SequenceNumber)
    }

    public var producer: Producer
    public var epoch: Int64
    public var number: Int64
    public var span: Span
    public var proposals: [Proposal]

    public init(
      producer: Producer, epoch: Int64, number: Int64, span: Span, proposals: [Proposal]
    ) {
      self.producer = producer
      self.epoch = epoch
      self.number = number
      self.span = span
      self.proposals = proposals
    }
  }

  /// Why a message is never taken.
  public enum Refusal: Sendable, Hashable {
    case notOwner(of: EventType)
    /// Facts without an event.
    case empty
    /// A participant of the lock-step states something that answers nothing.
    case notAnAnswer(EventType)
    /// It answers, but takes no part.
    case notAParticipant
    /// The events that it says it answers are not the next ones, or not in the log.
    case span(after: SequenceNumber, through: SequenceNumber)
    /// An answer's cause is outside the span, or causes do not ascend.
    case cause(SequenceNumber)
    /// The ordinals of the answers to a cause do not count from 0.
    case ordinal(cause: SequenceNumber, found: Int)
    /// A system event among answers.
    case systemEvent(EventType)
    /// The answers to that event are complete, and this is not one of them.
    case late(cause: SequenceNumber)
    /// The same id is in the log, there, with other bytes.
    case conflict(with: SequenceNumber)
  }

  /// What the journal says to a producer.
  public struct Reply: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
      case accepted([AppendOutcome])
      case refused(Refusal)
      case busy(retryAfterMilliseconds: Int)
      /// A message is missing: send again from this number on.
      case resend
      case greet
      case fenced(currentEpoch: Int64)
    }

    public var producer: Producer
    public var number: Int64
    public var content: Content
  }

  /// Where a producer stands.
  public struct Standing: Sendable, Hashable {
    public var producer: Producer
    public var epoch: Int64
    /// It has said hello since the start of the journal.
    public var isPresent: Bool
    /// Everything up to there is answered, and the answers are durable; 0 for an observer.
    public var answeredThrough: SequenceNumber
    /// Messages that wait.
    public var pending: Int
  }
}
