import EventSourcing
import Events

/// What the sequencer keeps of one producer.
struct Desk: Sendable {
  /// A message that was taken, until everything in it has an outcome.
  struct Message: Sendable {
    var number: Int64
    var through: SequenceNumber?
    var proposals: [Proposal]
    var outcomes: [AppendOutcome?]
    var missing: Int
    var refusal: Sequencer.Refusal?

    /// What to say when nothing is missing any more.
    var content: Sequencer.Reply.Content {
      if let refusal { return .refused(refusal) }
      for case .conflict(let seq)? in outcomes { return .refused(.conflict(with: seq)) }
      return .accepted(outcomes.compactMap { $0 })
    }
  }

  /// One answer on its way into the log.
  struct Answer: Sendable {
    var number: Int64
    var index: Int
    var cause: SequenceNumber
  }

  /// How many answers to messages are kept, in case they got lost; above the link's window.
  private static let memory = 64

  let producer: Producer
  var epoch: Int64
  var nonce: UInt64 = 0
  var isPresent = false
  var interests: Set<EventType> = []
  var nextNumber: Int64 = 1
  /// Everything up to there is answered by messages that were taken.
  var through: SequenceNumber = 0
  /// Everything up to there is answered by messages that are in the log.
  var confirmedThrough: SequenceNumber = 0
  var isToldOfGap = false
  /// Answers in lock-step that wait for their turn, by cause.
  var answers: [Answer] = []
  private(set) var inbox: [Message] = []
  private var past: [Sequencer.Reply] = []

  init(_ producer: Producer, epoch: Int64) {
    self.producer = producer
    self.epoch = epoch
  }

  /// Forgets what an older incarnation has sent.
  mutating func restart(epoch: Int64, nonce: UInt64, answeredThrough: SequenceNumber) {
    self.epoch = epoch
    self.nonce = nonce
    isPresent = true
    nextNumber = 1
    through = answeredThrough
    confirmedThrough = answeredThrough
    isToldOfGap = false
    answers = []
    inbox = []
    past = []
  }

  mutating func take(_ message: Message) {
    inbox.append(message)
    nextNumber = message.number + 1
    isToldOfGap = false
  }

  /// What to say to a message that was taken before; nil while it waits.
  func answer(to number: Int64) -> Sequencer.Reply? {
    past.last { $0.number == number }
  }

  func message(_ number: Int64) -> Message {
    guard let first = inbox.first, number >= first.number, number < nextNumber else {
      preconditionFailure("message \(number) of \(producer) does not wait")
    }
    return inbox[Int(number - first.number)]
  }

  /// Writes down what became of a proposal.
  mutating func note(_ outcome: AppendOutcome, number: Int64, index: Int) {
    guard let first = inbox.first else { preconditionFailure("nothing waits") }
    let place = Int(number - first.number)
    precondition(inbox[place].outcomes[index] == nil, "each proposal has one outcome")
    inbox[place].outcomes[index] = outcome
    inbox[place].missing -= 1
  }

  /// The answers to messages that are complete, in the order of their numbers.
  mutating func finished() -> [Sequencer.Reply] {
    var count = 0
    var replies: [Sequencer.Reply] = []
    while count < inbox.count, inbox[count].missing == 0 {
      let message = inbox[count]
      if let through = message.through { confirmedThrough = max(confirmedThrough, through) }
      replies.append(
        Sequencer.Reply(producer: producer, number: message.number, content: message.content))
      count += 1
    }
    guard count > 0 else { return [] }
    inbox.removeFirst(count)
    past.append(contentsOf: replies)
    if past.count > Desk.memory { past.removeFirst(past.count - Desk.memory) }
    return replies
  }
}
