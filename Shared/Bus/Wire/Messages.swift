public import Digest
public import EventSourcing
public import Events

/// The first byte after the version: what a message is.
enum MessageKind: UInt8 {
  // to the journal
  case hello = 1
  case submission
  case pulse
  case statusRequest
  case readRequest
  // from the journal
  case welcome = 64
  case accepted
  case refused
  case busy
  case resend
  case greet
  case fenced
  case statusReport
  case chunk
  case publication
  case head
}

/// The number of a message among those of one incarnation of a producer: 1, 2, 3, …
public typealias MessageNumber = Int64

/// How the journal orders what it gets.
public enum DeliveryMode: UInt8, Sendable, Hashable, CaseIterable {
  /// Recorded and generated markets: the log does not depend on timing.
  case lockstep = 0
  /// The log's order is what happened.
  case live = 1
}

/// A producer comes to the journal, or comes back to it.
public struct Hello: Sendable, Hashable {
  public var producer: Producer
  /// 0 asks for a new epoch; else the epoch to go on with.
  public var epoch: Int64
  /// Names this incarnation, so that a repeated request for an epoch raises it once.
  public var nonce: UInt64
  /// The first message that the journal has not answered yet, or the next one.
  public var nextNumber: MessageNumber
  /// Every event up to there is answered, and the journal has confirmed it to this incarnation.
  public var answeredThrough: SequenceNumber
  /// The event types that it reads; an event of another type is answered with nothing at once.
  public var interests: [EventType]
}

/// Events that a producer wants appended, together or not at all.
public struct Submission: Sendable, Hashable {
  public enum Span: Sendable, Hashable {
    /// Facts, which answer nothing that others wait for.
    case facts
    /// All answers to the events after `after`, up to and with `through`; often none.
    case answers(after: SequenceNumber, through: SequenceNumber)
  }

  public var producer: Producer
  public var epoch: Int64
  public var number: MessageNumber
  public var span: Span
  public var proposals: [Proposal]
}

/// A sign of life, four times a second.
public struct Pulse: Sendable, Hashable {
  public var producer: Producer
  public var epoch: Int64
  /// The last event that the service has worked in.
  public var applied: SequenceNumber
}

/// Asks for events from `first` on, as many as fit into the credit.
public struct ReadRequest: Sendable, Hashable {
  public var id: UInt64
  public var first: SequenceNumber
  /// At most 1 MiB is sent, and always at least one event if there is one.
  public var credit: Int
}

public enum ClientMessage: Sendable, Hashable {
  case hello(Hello)
  case submission(Submission)
  case pulse(Pulse)
  case statusRequest
  case readRequest(ReadRequest)
}

/// Which log it is, who serves it, and how far it goes.
public struct Head: Sendable, Hashable {
  public var logID: Identifier
  /// The incarnation of the journal; an older one is a zombie.
  public var journalEpoch: Int64
  public var log: LogHead
  /// Nanoseconds since 1970 when it was sent.
  public var wall: Int64

  public init(logID: Identifier, journalEpoch: Int64, log: LogHead, wall: Int64) {
    self.logID = logID
    self.journalEpoch = journalEpoch
    self.log = log
    self.wall = wall
  }
}

/// The journal's answer to a hello.
public struct Welcome: Sendable, Hashable {
  public var head: Head
  public var mode: DeliveryMode
  public var producer: Producer
  /// The epoch that the producer has now; nobody can append with an older one any more.
  public var epoch: Int64
  public var nonce: UInt64
  /// The number of the message that the journal expects next.
  public var nextNumber: MessageNumber
  /// Every event up to there has all the answers of this producer in the log: decide none of
  /// them again.
  public var answeredThrough: SequenceNumber

  public init(
    head: Head, mode: DeliveryMode, producer: Producer, epoch: Int64, nonce: UInt64,
    nextNumber: MessageNumber, answeredThrough: SequenceNumber
  ) {
    self.head = head
    self.mode = mode
    self.producer = producer
    self.epoch = epoch
    self.nonce = nonce
    self.nextNumber = nextNumber
    self.answeredThrough = answeredThrough
  }
}

/// The place of one proposal of an accepted message.
public struct Place: Sendable, Hashable {
  public var seq: SequenceNumber
  /// It was in the log before.
  public var isDuplicate: Bool

  public init(seq: SequenceNumber, isDuplicate: Bool) {
    self.seq = seq
    self.isDuplicate = isDuplicate
  }
}

/// Everything of a message is in the log, durable.
public struct Acknowledgement: Sendable, Hashable {
  public var producer: Producer
  public var number: MessageNumber
  /// One for each proposal, in order.
  public var places: [Place]

  public init(producer: Producer, number: MessageNumber, places: [Place]) {
    self.producer = producer
    self.number = number
    self.places = places
  }
}

/// Why the journal will never take a message.
public enum RefusalReason: UInt8, Sendable, Hashable, CaseIterable {
  /// The key may not speak for that producer.
  case notYourProducer = 1
  /// Another producer owns the event type.
  case notYourType
  case unknownType
  case malformed
  /// Answers to an event whose answers are complete.
  case lateAnswer
  /// The same id is in the log with other bytes.
  case conflict
  /// In lock-step a participant only answers.
  case notAnAnswer
}

public struct Refusal: Sendable, Hashable {
  public var producer: Producer
  public var number: MessageNumber
  public var code: RefusalReason
  public var detail: String

  public init(producer: Producer, number: MessageNumber, code: RefusalReason, detail: String) {
    self.producer = producer
    self.number = number
    self.code = code
    self.detail = detail
  }
}

/// What `martlet status` shows of one producer.
public struct ParticipantStatus: Sendable, Hashable {
  public var producer: Producer
  public var isConnected: Bool
  public var epoch: Int64
  /// Everything up to there is answered, and the answers are durable; 0 for an observer.
  public var answeredThrough: SequenceNumber
  /// The last event that it has worked in, as it says itself.
  public var applied: SequenceNumber
  /// Messages that wait for others.
  public var pending: Int

  public init(
    producer: Producer, isConnected: Bool, epoch: Int64, answeredThrough: SequenceNumber,
    applied: SequenceNumber, pending: Int
  ) {
    self.producer = producer
    self.isConnected = isConnected
    self.epoch = epoch
    self.answeredThrough = answeredThrough
    self.applied = applied
    self.pending = pending
  }
}

extension ParticipantStatus {
  /// The last event that it is known to have worked in, by its own word or by its answers.
  public var reached: SequenceNumber { max(applied, answeredThrough) }
}

/// How the journal is.
public struct StatusReport: Sendable, Hashable {
  public var head: Head
  public var mode: DeliveryMode
  /// Events appended a second, over the last seconds.
  public var eventsPerSecond: Int
  /// Everything up to there is answered by all participants.
  public var settled: SequenceNumber
  /// Batches of facts that wait.
  public var waitingFacts: Int
  /// Messages refused, and strangers turned away, since the journal's start.
  public var refusals: Int
  public var strangers: Int
  public var participants: [ParticipantStatus]

  public init(
    head: Head, mode: DeliveryMode, eventsPerSecond: Int, settled: SequenceNumber,
    waitingFacts: Int, refusals: Int, strangers: Int, participants: [ParticipantStatus]
  ) {
    self.head = head
    self.mode = mode
    self.eventsPerSecond = eventsPerSecond
    self.settled = settled
    self.waitingFacts = waitingFacts
    self.refusals = refusals
    self.strangers = strangers
    self.participants = participants
  }
}

/// A piece of the log, in answer to a read.
public struct Chunk: Sendable, Hashable {
  public var id: UInt64
  public var head: Head
  public var events: [StoredEvent]

  public init(id: UInt64, head: Head, events: [StoredEvent]) {
    self.id = id
    self.head = head
    self.events = events
  }
}

/// New events, after they are durable.
public struct Publication: Sendable, Hashable {
  /// The head after these events.
  public var head: Head
  /// The chain hash before the first of them.
  public var previous: Digest256
  public var events: [StoredEvent]

  public init(head: Head, previous: Digest256, events: [StoredEvent]) {
    self.head = head
    self.previous = previous
    self.events = events
  }
}

public enum ServerMessage: Sendable, Hashable {
  case welcome(Welcome)
  case accepted(Acknowledgement)
  case refused(Refusal)
  /// Come again with this message and all after it, later.
  case busy(producer: Producer, number: MessageNumber, retryAfterMilliseconds: Int)
  /// A message is missing: send again from this one on.
  case resend(producer: Producer, from: MessageNumber)
  /// The journal does not know this incarnation yet: say hello.
  case greet(producer: Producer)
  /// A newer incarnation has taken over: exit.
  case fenced(producer: Producer, currentEpoch: Int64)
  case status(StatusReport)
  case chunk(Chunk)
  case publication(Publication)
  case head(Head)
}
