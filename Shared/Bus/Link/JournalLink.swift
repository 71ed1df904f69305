import EventSourcing
public import Events
import Glibc

/// A service's link to the journal: it follows the log and proposes events. One thread owns it.
///
/// Use: make it, call `poll` in a loop. `welcomes` of a turn tell the epoch of each producer and
/// how far its answers are complete; read the log up to `welcome.head` before deciding anything,
/// because until then an older incarnation of the producer may have appended. Then `propose`
/// facts, or answer events with `answered`. What is proposed is sent again, the same bytes, until
/// the journal has answered, over restarts of the journal too.
public struct JournalLink: ~Copyable {
  private static let silence: Int64 = 1_000_000_000
  private static let helloRetry: Int64 = 1_000_000_000
  private static let pulseInterval: Int64 = 250_000_000
  private static let batch = 1_000
  /// A turn takes no more messages when it has this many events.
  private static let eventsPerTurn = 16_384

  private struct Session {
    let participation: Participation
    let nonce: UInt64
    var outbox: Outbox
    var isWelcome = false
    var helloSentAt: Int64?
  }

  private let service: ServiceName
  private let append: Socket
  private let reads: Socket
  private let live: Socket
  private let monitor: HandshakeMonitor
  private let message = Message()
  private var poller = Poller()
  private var subscription: Subscription
  private var sessions: [Session]
  private var turn = LinkTurn()
  private var lastHeard: Int64?
  private var lastPulse: Int64 = 0
  private var isBlocked = false
  private var applied: SequenceNumber
  private let watched: [Int]
  /// How the journal orders events; nil before the first welcome.
  public private(set) var mode: DeliveryMode?

  /// Connects to the journal of a data directory; returns at once, connected or not.
  ///
  /// - Parameters:
  ///   - service: whose key to use; it must cover the producers.
  ///   - participations: the producers of this process; none to follow the log only.
  ///   - position: the last event that the caller has; the next one is the first of `events`.
  ///   - descriptor: a file descriptor (signals, timers) that ends a wait when it is readable.
  ///   - others: more of them.
  public init(
    dataDirectory: String, service: ServiceName, participations: [Participation],
    after position: LogPosition = .start, watching descriptor: Int32? = nil,
    and others: [Int32] = []
  ) throws(BusError) {
    let endpoints = try Endpoints(dataDirectory: dataDirectory)
    let keys = try KeyStore(dataDirectory: dataDirectory)
    let own = try keys.keyPair(of: service)
    let server = try keys.publicKey(of: .journal)
    let context = try Context()
    let append = try Socket(.dealer, in: context)
    let monitor = try HandshakeMonitor(of: append, name: "link")
    let reads = try Socket(.dealer, in: context)
    let live = try Socket(.subscriber, in: context)
    try JournalLink.connect(append, .client, own, server, endpoints.append)
    try JournalLink.connect(reads, .client, own, server, endpoints.read)
    try JournalLink.connect(live, .subscriber, own, server, endpoints.publish)
    var generator = SystemRandomNumberGenerator()
    var sessions: [Session] = []
    for participation in participations {
      sessions.append(
        Session(
          participation: participation, nonce: generator.next(),
          outbox: Outbox(for: participation.producer)))
    }
    var poller = Poller()
    poller.add(live)
    poller.add(append)
    poller.add(reads)
    var watched: [Int] = []
    if let descriptor { watched.append(poller.add(descriptor: descriptor)) }
    for other in others { watched.append(poller.add(descriptor: other)) }
    self.watched = watched
    self.service = service
    self.append = append
    self.reads = reads
    self.live = live
    self.monitor = monitor
    self.poller = poller
    self.sessions = sessions
    subscription = Subscription(after: position, now: monotonicNanoseconds())
    applied = position.seq
  }

  private static func connect(
    _ socket: borrowing Socket, _ role: SocketRole, _ own: KeyPair, _ server: PublicKey,
    _ endpoint: String
  ) throws(BusError) {
    try socket.configure(for: role)
    try socket.secure(as: own, server: server)
    try socket.connect(endpoint)
  }
}

// MARK: - what a service says

extension JournalLink {
  /// Proposes facts (or a service's own system events), together or not at all.
  ///
  /// Returns the number that the acknowledgement or the refusal will carry.
  @discardableResult
  public mutating func propose(
    _ proposals: [Proposal], as producer: Producer
  ) throws(BusError) -> MessageNumber {
    precondition(!proposals.isEmpty, "a batch has at least one event")
    return try sessions[index(of: producer)].outbox.add(facts: proposals)
  }

  /// Answers all events after the last answered one, up to and with `through`.
  ///
  /// Each proposal's `cause` is one of those events; causes ascend, and the ordinals of each
  /// count from 0. Answers that were not sent yet are put into one message. Returns its number;
  /// nil when the events were answered before this incarnation and nothing is to be said.
  @discardableResult
  public mutating func answered(
    through seq: SequenceNumber, with answers: [Proposal], as producer: Producer
  ) throws(BusError) -> MessageNumber? {
    try sessions[index(of: producer)].outbox.add(answers: answers, through: seq)
  }

  /// Tells the journal, with the next pulse, how far this service has worked.
  public mutating func progressed(to seq: SequenceNumber) { applied = seq }

  private func index(of producer: Producer) -> Int {
    guard let index = sessions.firstIndex(where: { $0.participation.producer == producer }) else {
      preconditionFailure("\(producer) is not one of this link's producers")
    }
    return index
  }
}

// MARK: - what a service can ask

extension JournalLink {
  /// Whether the journal was heard within the last second.
  public var isConnected: Bool {
    guard let lastHeard else { return false }
    return monotonicNanoseconds() - lastHeard < JournalLink.silence
  }

  /// The newest head that was heard of.
  public var head: Head? { subscription.head }
  /// Whether it follows the live events, and is not reading the log.
  public var isLive: Bool { subscription.isLive }
  /// Messages that the journal has not answered yet.
  public var unacknowledged: Int { sessions.reduce(0) { $0 + $1.outbox.count } }
  public var statistics: SubscriptionStatistics {
    subscription.statistics(now: monotonicNanoseconds())
  }

  /// Messages of one producer that the journal has not answered yet.
  public func unacknowledged(of producer: Producer) -> Int {
    sessions[index(of: producer)].outbox.count
  }

  /// The epoch of a producer; 0 before its first welcome.
  public func epoch(of producer: Producer) -> Int64 { sessions[index(of: producer)].outbox.epoch }

  /// The last event that the producer has answered, confirmed or not.
  public func answeredThrough(of producer: Producer) -> SequenceNumber {
    sessions[index(of: producer)].outbox.answeredThrough
  }
}

// MARK: - a turn

extension JournalLink {
  /// Sends what is due, waits at most `milliseconds`, and hands out what came; often nothing.
  public mutating func poll(timeout milliseconds: Int) throws(BusError) -> LinkTurn {
    try flush()
    let wait = isBlocked || !subscription.isLive ? min(milliseconds, 10) : min(milliseconds, 250)
    try poller.wait(milliseconds: max(wait, 0))
    for place in watched where poller.isReadable(place) { turn.isWoken = true }
    switch try monitor.next() {
    case .refused: throw .keyRefused(service)
    case .succeeded, .failed, nil: break
    }
    if poller.isReadable(0) { try drainLive() }
    if poller.isReadable(1) { try drainAppend() }
    if poller.isReadable(2) { try drainReads() }
    subscription.tick(now: monotonicNanoseconds())
    try flush()
    turn.events = subscription.take()
    if let last = turn.events.last { applied = max(applied, last.seq) }
    defer { turn = LinkTurn() }
    return turn
  }

  private mutating func flush() throws(BusError) {
    let now = monotonicNanoseconds()
    isBlocked = false
    if let request = subscription.read(now: now) {
      let bytes = ClientMessage.readRequest(request).encoded
      if try !reads.send(bytes) { subscription.readFailed(now: now) }
    }
    for index in sessions.indices {
      try sayHello(index, now: now)
      guard sessions[index].isWelcome else { continue }
      while let bytes = sessions[index].outbox.due(now: now) {
        guard try append.send(bytes) else {
          isBlocked = true
          break
        }
        sessions[index].outbox.sent(now: now)
      }
    }
    if now - lastPulse >= JournalLink.pulseInterval {
      lastPulse = now
      try pulse()
    }
  }

  private mutating func sayHello(_ index: Int, now: Int64) throws(BusError) {
    let session = sessions[index]
    guard !session.isWelcome else { return }
    isBlocked = true
    if let sentAt = session.helloSentAt, now - sentAt < JournalLink.helloRetry { return }
    let hello = Hello(
      producer: session.participation.producer, epoch: session.outbox.epoch,
      nonce: session.nonce, nextNumber: session.outbox.nextNumber,
      answeredThrough: session.outbox.confirmedThrough,
      interests: session.participation.interests.sorted { $0.rawValue < $1.rawValue })
    if try append.send(ClientMessage.hello(hello).encoded) { sessions[index].helloSentAt = now }
  }

  private func pulse() throws(BusError) {
    for session in sessions where session.isWelcome {
      let pulse = Pulse(
        producer: session.participation.producer, epoch: session.outbox.epoch, applied: applied)
      try append.send(ClientMessage.pulse(pulse).encoded)
    }
  }
}

// MARK: - what comes in

extension JournalLink {
  private mutating func drainLive() throws(BusError) {
    for _ in 0..<JournalLink.batch where subscription.readyCount < JournalLink.eventsPerTurn {
      guard try live.receive(into: message) else { return }
      let now = monotonicNanoseconds()
      switch try decode() {
      case .publication(let publication):
        heard(publication.head, now: now)
        try subscription.received(publication, now: now)
      case .head(let head):
        heard(head, now: now)
        try subscription.received(head, now: now)
      case .welcome, .accepted, .refused, .busy, .resend, .greet, .fenced, .status, .chunk: break
      }
    }
  }

  /// After a silence, or when a new journal speaks, every producer says hello again.
  private mutating func heard(_ head: Head, now: Int64) {
    let isNew = head.journalEpoch > subscription.head?.journalEpoch ?? head.journalEpoch
    let wasSilent = lastHeard.map { now - $0 > 2 * JournalLink.silence } ?? false
    lastHeard = now
    if isNew || wasSilent { for index in sessions.indices { greet(index) } }
  }

  private mutating func greet(_ index: Int) {
    sessions[index].isWelcome = false
    sessions[index].helloSentAt = nil
  }

  private mutating func drainReads() throws(BusError) {
    while try reads.receive(into: message) {
      if case .chunk(let chunk) = try decode() {
        try subscription.received(chunk, now: monotonicNanoseconds())
      }
    }
  }

  private mutating func drainAppend() throws(BusError) {
    for _ in 0..<JournalLink.batch {
      guard try append.receive(into: message) else { return }
      handle(try decode())
    }
  }

  private mutating func handle(_ reply: ServerMessage) {
    switch reply {
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
      let jitter = Double.random(in: 1..<2)
      let pause = Int64(Double(milliseconds) * jitter * 1e6)
      let until = monotonicNanoseconds() + pause
      session(producer) { $0.outbox.pause(from: number, until: until) }
    case .resend(let producer, let number): session(producer) { $0.outbox.resend(from: number) }
    case .greet(let producer):
      session(producer) { session in
        session.isWelcome = false
        session.helloSentAt = nil
      }
    case .fenced(let producer, let epoch):
      if epoch > self.epoch(of: producer) { turn.fenced = producer }
    case .status, .chunk, .publication, .head: break
    }
  }

  private mutating func welcomed(_ welcome: Welcome) {
    guard let index = sessions.firstIndex(where: { $0.nonce == welcome.nonce }) else { return }
    mode = welcome.mode
    sessions[index].isWelcome = true
    if sessions[index].outbox.epoch != welcome.epoch {
      sessions[index].outbox.begin(epoch: welcome.epoch, settled: welcome.answeredThrough)
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

  private func decode() throws(BusError) -> ServerMessage {
    do throws(WireError) { return try message.reply() } catch { throw .wire(error) }
  }
}
