import EventSourcing
public import Events

/// Decides in which order events are appended. Pure: messages come in, batches to append go out.
///
/// In lock-step the log depends on the facts alone. The events wait in the order of the log; the
/// oldest one is settled when all participants have answered it, and then its answers are
/// appended, in the order of the participants, in one transaction. The next facts are appended
/// when all events are settled. Live, everything is appended as it comes.
///
/// Use: `hello` and `receive` for messages; then `next`, append what it says in one transaction,
/// and tell the outcomes with `appended`; again until `next` has nothing.
public struct Sequencer: Sendable {
  /// Batches of facts that may wait before market data is told to come later.
  public static let marketDataLimit = 800
  /// Batches of facts that may wait before anyone is told to come later.
  public static let factLimit = 1_000
  /// The most events of one transaction.
  static let transactionLimit = 4_096

  /// Where the outcome of one proposal belongs.
  struct Slot: Sendable {
    var producer: Producer
    var number: Int64
    var index: Int
  }

  struct Ticket: Sendable {
    var producer: Producer
    var number: Int64
  }

  /// A transaction that was handed out.
  struct Plan: Sendable {
    var batches: [ProposalBatch] = []
    var slots: [[Slot]] = []
    var count = 0
    var settled: SequenceNumber
  }

  public let mode: Mode
  /// The participants, in the order of their answers.
  public let roster: [Producer]
  /// The last event of the log.
  public internal(set) var head: SequenceNumber
  /// Every event up to there is answered by all participants; in lock-step only.
  public internal(set) var settled: SequenceNumber
  /// The types of the events after `settled`.
  var types: [EventType]
  var desks: [Desk]
  /// Facts of people, and of a service about itself, go before those of the market.
  var urgent: [Ticket] = []
  var facts: [Ticket] = []
  var system: [Ticket] = []
  var plan: Plan?

  /// Resumes from a log.
  ///
  /// - Parameters:
  ///   - epochs: the current epochs; 0 for a producer that never came.
  ///   - settled: the greatest cause of an answer in the log; its answers are all there, because
  ///     they were appended together.
  ///   - types: the types of the events after it, up to the head.
  public init(
    mode: Mode, roster: [Producer] = Producer.deciders, epochs: [Producer: Int64] = [:],
    settled: SequenceNumber = 0, types: [EventType] = []
  ) {
    self.mode = mode
    self.roster = roster
    self.settled = settled
    self.types = types
    head = settled + Int64(types.count)
    desks = []
    for producer in Producer.allCases.sorted() {
      var desk = Desk(producer, epoch: epochs[producer] ?? 0)
      desk.through = mode == .lockstep ? settled : 0
      desk.confirmedThrough = desk.through
      desks.append(desk)
    }
  }

  /// Batches of facts that wait.
  public var waitingFacts: Int { urgent.count + facts.count }

  /// Where every producer stands.
  public var standings: [Standing] { desks.map(standing) }

  /// Where a producer stands.
  public func standing(of producer: Producer) -> Standing { standing(desks[producer.index]) }

  private func standing(_ desk: Desk) -> Standing {
    Standing(
      producer: desk.producer, epoch: desk.epoch, isPresent: desk.isPresent,
      answeredThrough: roster.contains(desk.producer) ? desk.confirmedThrough : 0,
      pending: desk.inbox.count)
  }
}

// MARK: - hello

extension Sequencer {
  /// A producer comes, or comes back.
  public mutating func hello(_ hello: Hello) -> Greeting {
    precondition(plan == nil, "the outcomes of the last transaction are missing")
    let desk = desks[hello.producer.index]
    if hello.epoch == 0 {
      guard desk.isPresent, desk.nonce == hello.nonce else { return .raise(to: desk.epoch + 1) }
    } else if hello.epoch != desk.epoch {
      return .fenced(currentEpoch: desk.epoch)
    }
    return .welcome(resume(hello))
  }

  /// Lets a new incarnation in, after its epoch is durable; what the older one sent and is not in
  /// the log is forgotten.
  public mutating func admit(_ hello: Hello, epoch: Int64) -> Welcome {
    precondition(plan == nil, "the outcomes of the last transaction are missing")
    let producer = hello.producer
    precondition(epoch > desks[producer.index].epoch, "an epoch is raised")
    urgent.removeAll { $0.producer == producer }
    facts.removeAll { $0.producer == producer }
    system.removeAll { $0.producer == producer }
    let answered = mode == .lockstep ? settled : desks[producer.index].confirmedThrough
    desks[producer.index].restart(epoch: epoch, nonce: hello.nonce, answeredThrough: answered)
    desks[producer.index].interests = hello.interests
    return Welcome(epoch: epoch, nextNumber: 1, answeredThrough: answered)
  }

  /// What to say to a sign of life; nil when it is of the current incarnation.
  ///
  /// Who was replaced and has nothing to send would not learn of it otherwise.
  public func pulse(of producer: Producer, epoch: Int64) -> Reply? {
    let desk = desks[producer.index]
    if epoch == desk.epoch, desk.isPresent { return nil }
    return Reply(
      producer: producer, number: 0,
      content: epoch < desk.epoch ? .fenced(currentEpoch: desk.epoch) : .greet)
  }

  private mutating func resume(_ hello: Hello) -> Welcome {
    var desk = desks[hello.producer.index]
    if !desk.isPresent { desk.nextNumber = hello.nextNumber }
    desk.isPresent = true
    desk.nonce = hello.nonce
    desk.nextNumber = max(desk.nextNumber, hello.nextNumber)
    desk.interests = hello.interests
    let confirmed = min(hello.answeredThrough, head)
    desk.through = max(desk.through, confirmed)
    desk.confirmedThrough = max(desk.confirmedThrough, confirmed)
    desks[hello.producer.index] = desk
    return Welcome(
      epoch: desk.epoch, nextNumber: desk.nextNumber,
      answeredThrough: mode == .lockstep ? settled : desk.confirmedThrough)
  }
}
