package import Events

/// What a link knows and says, without sockets: producers that come and come back, messages that
/// are sent until they are answered, and the log, followed without a gap. Times and messages come
/// in, messages go out.
package struct LinkState: Sendable {
  /// A journal that was not heard for twice this long is greeted again.
  package static let silence: Int64 = 1_000_000_000
  private static let helloRetry: Int64 = 1_000_000_000

  private struct Session {
    let participation: Participation
    let nonce: UInt64
    var outbox: Outbox
    var isWelcome = false
    var helloSentAt: Int64?

    mutating func greet() {
      isWelcome = false
      helloSentAt = nil
    }
  }

  private var subscription: Subscription
  private var sessions: [Session]
  private var turn = LinkTurn()
  package private(set) var lastHeard: Int64?
  /// The last event that the service has worked in.
  private var applied: SequenceNumber
  /// How the journal orders events; nil before the first welcome.
  package private(set) var mode: DeliveryMode?

  /// Begins after a position.
  ///
  /// - Parameter nonces: one for each participation; they name this incarnation.
  package init(
    _ participations: [Participation], nonces: [UInt64], after position: LogPosition, now: Int64
  ) {
    precondition(participations.count == nonces.count, "every producer has a nonce")
    sessions = zip(participations, nonces).map { participation, nonce in
      Session(
        participation: participation, nonce: nonce, outbox: Outbox(for: participation.producer))
    }
    subscription = Subscription(after: position, now: now)
    applied = position.seq
  }
}

// MARK: - what a service says

extension LinkState {
  package mutating func propose(
    _ proposals: [Proposal], as producer: Producer
  ) throws(BusError) -> MessageNumber {
    precondition(!proposals.isEmpty, "a batch has at least one event")
    return try sessions[index(of: producer)].outbox.add(facts: proposals)
  }

  package mutating func answered(
    through seq: SequenceNumber, with answers: [Proposal], as producer: Producer
  ) throws(BusError) -> MessageNumber? {
    try sessions[index(of: producer)].outbox.add(answers: answers, through: seq)
  }

  package mutating func progressed(to seq: SequenceNumber) { applied = seq }

  private func index(of producer: Producer) -> Int {
    guard let index = sessions.firstIndex(where: { $0.participation.producer == producer }) else {
      preconditionFailure("\(producer) is not one of this link's producers")
    }
    return index
  }
}

// MARK: - what a service can ask

extension LinkState {
  package var head: Head? { subscription.head }
  package var isLive: Bool { subscription.isLive }
  /// The next event to be handed out.
  package var nextSeq: SequenceNumber { subscription.nextSeq }
  /// How many events wait to be taken.
  package var readyCount: Int { subscription.readyCount }
  package var unacknowledged: Int { sessions.reduce(0) { $0 + $1.outbox.count } }
  /// Whether the journal has let every producer in.
  package var isWelcome: Bool { sessions.allSatisfy(\.isWelcome) }
  /// The places of the producers, in the order in which they were given.
  package var places: Range<Int> { sessions.indices }

  package func statistics(now: Int64) -> SubscriptionStatistics {
    subscription.statistics(now: now)
  }

  package func unacknowledged(of producer: Producer) -> Int {
    sessions[index(of: producer)].outbox.count
  }

  package func epoch(of producer: Producer) -> Int64 {
    sessions[index(of: producer)].outbox.epoch
  }

  package func answeredThrough(of producer: Producer) -> SequenceNumber {
    sessions[index(of: producer)].outbox.answeredThrough
  }
}

// MARK: - what is to be sent

extension LinkState {
  /// The read to send now, if one is due.
  package mutating func read(now: Int64) -> ReadRequest? { subscription.read(now: now) }

  package mutating func readFailed(now: Int64) { subscription.readFailed(now: now) }

  /// Whether the producer in this place may send nothing but a hello.
  package func isStranger(_ place: Int) -> Bool { !sessions[place].isWelcome }

  /// The hello to send now, if one is due; say `helloSent` after it.
  package func hello(_ place: Int, now: Int64) -> Hello? {
    let session = sessions[place]
    guard !session.isWelcome else { return nil }
    if let sentAt = session.helloSentAt, now - sentAt < LinkState.helloRetry { return nil }
    return Hello(
      producer: session.participation.producer, epoch: session.outbox.epoch,
      nonce: session.nonce, nextNumber: session.outbox.nextNumber,
      answeredThrough: session.outbox.confirmedThrough,
      interests: session.participation.interests.sorted { $0.rawValue < $1.rawValue })
  }

  package mutating func helloSent(_ place: Int, now: Int64) { sessions[place].helloSentAt = now }

  /// The bytes of the message to send now; nil when none is due. Say `sent` after it.
  package mutating func due(_ place: Int, now: Int64) -> [UInt8]? {
    guard sessions[place].isWelcome else { return nil }
    return sessions[place].outbox.due(now: now)
  }

  package mutating func sent(_ place: Int, now: Int64) { sessions[place].outbox.sent(now: now) }

  /// A sign of life of every producer that was let in.
  package var pulses: [Pulse] {
    sessions.filter(\.isWelcome).map { session in
      Pulse(
        producer: session.participation.producer, epoch: session.outbox.epoch, applied: applied)
    }
  }
}

// MARK: - what comes in

extension LinkState {
  /// Takes a message of the journal.
  ///
  /// - Parameter jitter: from 1 up to 2, so that those who are told to wait do not all come at
  ///   once.
  package mutating func received(
    _ message: ServerMessage, now: Int64, jitter: @autoclosure () -> Double = 1
  ) throws(BusError) {
    switch message {
    case .publication(let publication):
      heard(publication.head, now: now)
      try subscription.received(publication, now: now)
    case .head(let head):
      heard(head, now: now)
      try subscription.received(head, now: now)
    case .chunk(let chunk): try subscription.received(chunk, now: now)
    case .welcome(let welcome): welcomed(welcome)
    case .accepted(let acknowledgement):
      if answered(acknowledgement.producer, acknowledgement.number) {
        turn.acknowledgements.append(acknowledgement)
      }
    case .refused(let refusal):
      // Number 0 refuses the hello itself.
      if refusal.number == 0 || answered(refusal.producer, refusal.number) {
        turn.refusals.append(refusal)
      }
    case .busy(let producer, let number, let milliseconds):
      let until = now + Int64(Double(milliseconds) * jitter() * 1e6)
      session(producer) { $0.outbox.pause(from: number, until: until) }
    case .resend(let producer, let number):
      session(producer) { session in
        // It waits for what an older journal has answered already: it is to be told so.
        if number < session.outbox.nextNumber { session.greet() }
        session.outbox.resend(from: number)
      }
    case .greet(let producer): session(producer) { $0.greet() }
    case .fenced(let producer, let epoch):
      if epoch > self.epoch(of: producer) { turn.fenced = producer }
    case .status: break
    }
  }

  package mutating func tick(now: Int64) { subscription.tick(now: now) }

  /// What came since the last call.
  package mutating func take() -> LinkTurn {
    turn.events = subscription.take()
    if let last = turn.events.last { applied = max(applied, last.seq) }
    defer { turn = LinkTurn() }
    return turn
  }

  /// After a silence, or when a new journal speaks, every producer says hello again.
  private mutating func heard(_ head: Head, now: Int64) {
    let isNew = head.journalEpoch > subscription.head?.journalEpoch ?? head.journalEpoch
    let wasSilent = lastHeard.map { now - $0 > 2 * LinkState.silence } ?? false
    lastHeard = now
    if isNew || wasSilent { for index in sessions.indices { sessions[index].greet() } }
  }

  private mutating func welcomed(_ welcome: Welcome) {
    guard let index = sessions.firstIndex(where: { $0.nonce == welcome.nonce }) else { return }
    mode = welcome.mode
    sessions[index].isWelcome = true
    let former = sessions[index].outbox.epoch
    if former != welcome.epoch {
      sessions[index].outbox.begin(epoch: welcome.epoch, settled: welcome.answeredThrough)
      // A new journal gave a new epoch to an old request: it does not know what an older one has
      // confirmed, and is told with another hello.
      if former > 0 { sessions[index].greet() }
    }
    // An older journal had welcomed it already; this one does not know what that has confirmed.
    if welcome.mode == .live, welcome.answeredThrough < sessions[index].outbox.confirmedThrough {
      sessions[index].greet()
    }
    sessions[index].outbox.resendAll()
    turn.welcomes.append(welcome)
  }

  private mutating func answered(_ producer: Producer, _ number: MessageNumber) -> Bool {
    var isNews = false
    session(producer) { isNews = $0.outbox.answered(number) }
    return isNews
  }

  private mutating func session(_ producer: Producer, _ body: (inout Session) -> Void) {
    guard let index = sessions.firstIndex(where: { $0.participation.producer == producer }) else {
      return
    }
    body(&sessions[index])
  }
}
