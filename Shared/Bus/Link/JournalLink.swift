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
  private static let pulseInterval: Int64 = 250_000_000
  private static let batch = 1_000
  /// A turn takes no more messages when it has this many events.
  private static let eventsPerTurn = 16_384

  private let service: ServiceName
  private let append: Socket
  private let reads: Socket
  private let live: Socket
  private let monitor: HandshakeMonitor
  private let message = Message()
  private var poller = Poller()
  private var state: LinkState
  private var lastPulse: Int64 = 0
  private var isBlocked = false
  private let watched: [Int]

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
    var nonces: [UInt64] = []
    for _ in participations { nonces.append(generator.next()) }
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
    state = LinkState(
      participations, nonces: nonces, after: position, now: monotonicNanoseconds())
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
    try state.propose(proposals, as: producer)
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
    try state.answered(through: seq, with: answers, as: producer)
  }

  /// Tells the journal, with the next pulse, how far this service has worked.
  public mutating func progressed(to seq: SequenceNumber) { state.progressed(to: seq) }
}

// MARK: - what a service can ask

extension JournalLink {
  /// Whether the journal was heard within the last second.
  public var isConnected: Bool {
    guard let lastHeard = state.lastHeard else { return false }
    return monotonicNanoseconds() - lastHeard < LinkState.silence
  }

  /// The newest head that was heard of.
  public var head: Head? { state.head }
  /// How the journal orders events; nil before the first welcome.
  public var mode: DeliveryMode? { state.mode }
  /// Whether it follows the live events, and is not reading the log.
  public var isLive: Bool { state.isLive }
  /// Messages that the journal has not answered yet.
  public var unacknowledged: Int { state.unacknowledged }
  public var statistics: SubscriptionStatistics {
    state.statistics(now: monotonicNanoseconds())
  }

  /// Messages of one producer that the journal has not answered yet.
  public func unacknowledged(of producer: Producer) -> Int {
    state.unacknowledged(of: producer)
  }

  /// The epoch of a producer; 0 before its first welcome.
  public func epoch(of producer: Producer) -> Int64 { state.epoch(of: producer) }

  /// The last event that the producer has answered, confirmed or not.
  public func answeredThrough(of producer: Producer) -> SequenceNumber {
    state.answeredThrough(of: producer)
  }
}

// MARK: - a turn

extension JournalLink {
  /// Sends what is due, waits at most `milliseconds`, and hands out what came; often nothing.
  public mutating func poll(timeout milliseconds: Int) throws(BusError) -> LinkTurn {
    try flush()
    let wait = isBlocked || !state.isLive ? min(milliseconds, 10) : min(milliseconds, 250)
    try poller.wait(milliseconds: max(wait, 0))
    let isWoken = watched.contains { poller.isReadable($0) }
    switch try monitor.next() {
    case .refused: throw .keyRefused(service)
    case .succeeded, .failed, nil: break
    }
    if poller.isReadable(0) { try JournalLink.drain(live, through: message, into: &state) }
    if poller.isReadable(1) { try JournalLink.drain(append, through: message, into: &state) }
    if poller.isReadable(2) { try JournalLink.drain(reads, through: message, into: &state) }
    state.tick(now: monotonicNanoseconds())
    try flush()
    var turn = state.take()
    turn.isWoken = isWoken
    return turn
  }

  private mutating func flush() throws(BusError) {
    let now = monotonicNanoseconds()
    isBlocked = false
    if let request = state.read(now: now) {
      let bytes = ClientMessage.readRequest(request).encoded
      if try !reads.send(bytes) { state.readFailed(now: now) }
    }
    for place in state.places {
      try sayHello(place, now: now)
      while let bytes = state.due(place, now: now) {
        guard try append.send(bytes) else {
          isBlocked = true
          break
        }
        state.sent(place, now: now)
      }
    }
    if now - lastPulse >= JournalLink.pulseInterval {
      lastPulse = now
      for pulse in state.pulses { try append.send(ClientMessage.pulse(pulse).encoded) }
    }
  }

  private mutating func sayHello(_ place: Int, now: Int64) throws(BusError) {
    guard state.isStranger(place) else { return }
    isBlocked = true
    guard let hello = state.hello(place, now: now) else { return }
    if try append.send(ClientMessage.hello(hello).encoded) { state.helloSent(place, now: now) }
  }

  private static func drain(
    _ socket: borrowing Socket, through message: borrowing Message, into state: inout LinkState
  ) throws(BusError) {
    for _ in 0..<batch where state.readyCount < eventsPerTurn {
      guard try socket.receive(into: message) else { return }
      let reply: ServerMessage
      do throws(WireError) { reply = try message.reply() } catch { throw .wire(error) }
      try state.received(
        reply, now: monotonicNanoseconds(), jitter: Double.random(in: 1..<2))
    }
  }
}
