public import Quantities

/// A WebSocket to a server, owned by one thread that polls its descriptor.
///
/// Opening waits; all else does not. When the descriptor is readable, `receive` until it gives nil
/// (TLS keeps bytes back that no poll tells of); when `wantsToSend`, poll for writing too, and
/// `flush`; at `nextDuty` call `attend`. Any failure is the end: drop it and open another.
@safe
public struct WebSocketClient: ~Copyable, @unchecked Sendable {  // one owner, and it moves whole
  /// What a connection is to be like.
  public struct Options: Sendable {
    public var transport: TransportOptions
    public var headers: HTTPHeaders
    public var subprotocols: [String]
    /// Nil to go without compression.
    public var compression: DeflateParameters?
    public var limits: WebSocketLimits
    public var liveness: Liveness.Options
    /// Bytes that may wait to be sent.
    public var outputLimit: Int

    public init(
      transport: TransportOptions = TransportOptions(), headers: HTTPHeaders = [:],
      subprotocols: [String] = [], compression: DeflateParameters? = DeflateParameters(),
      limits: WebSocketLimits = WebSocketLimits(),
      liveness: Liveness.Options = Liveness.Options(), outputLimit: Int = 1 << 20
    ) {
      self.transport = transport
      self.headers = headers
      self.subprotocols = subprotocols
      self.compression = compression
      self.limits = limits
      self.liveness = liveness
      self.outputLimit = outputLimit
    }
  }

  private let connection: WebSocketConnection
  private let outputLimit: Int
  private var reader: WebSocketReader
  private var writer: WebSocketWriter
  private var liveness: Liveness

  /// Begins to watch over silence.
  mutating func watchAnew(at now: Instant) { liveness = Liveness(liveness.options, at: now) }

  /// What the handshake agreed to.
  public let agreement: WebSocketAgreement
  /// Whether we have said that we close.
  private var hasSentClose = false
  private var failure: WebSocketFailure? {
    didSet { isOver = true }
  }
  private var isOver = false

  /// Connects, shakes hands, and waits until the WebSocket stands; the time is the owner's.
  public init(
    _ url: String, _ options: Options = Options(), at now: Instant
  ) throws(WebSocketFailure) {
    guard let address = SocketAddress(url) else { throw .transport(.invalidRequest("url")) }
    let deadline = monotonicNanoseconds() + options.transport.connectTimeout.nanoseconds
    var random = SystemRandomNumberGenerator()
    let handshake: ClientHandshake
    do throws(HandshakeError) {
      handshake = try ClientHandshake(
        host: address.host, target: address.target, headers: options.headers,
        subprotocols: options.subprotocols, offer: options.compression,
        key: (random.next(), random.next()))
    } catch {
      throw .handshake(error)
    }
    let connection = try WebSocketConnection(
      address, options.transport, within: options.transport.connectTimeout)
    let (agreement, rest) = try connection.open(
      handshake, headLimit: options.transport.headLimit, until: deadline)
    self.connection = connection
    self.agreement = agreement
    outputLimit = options.outputLimit
    reader = WebSocketReader(
      role: .client, limits: options.limits, compression: agreement.compression)
    reader.append(rest)
    writer = WebSocketWriter(role: .client, compression: agreement.compression)
    liveness = Liveness(options.liveness, at: now)
  }

  /// To be polled for reading, and for writing when `wantsToSend`.
  public var descriptor: Int32 { connection.descriptor }

  /// Whether bytes wait that the connection did not take.
  public var wantsToSend: Bool { writer.count > 0 }

  /// When anything came last.
  public var lastHeard: Instant { liveness.lastHeard }

  /// When `attend` has something to do next.
  public var nextDuty: Instant { liveness.next }

  /// The bytes of the last item, until the client is used again.
  public var payload: RawSpan {
    @_lifetime(borrow self)
    get { reader.payload }
  }

  /// A copy of the bytes of the last item.
  public var array: [UInt8] { reader.array }

  /// The next message that has come, or nil when there is none yet. Pings are answered on the way;
  /// they and pongs are given too, so that the owner can tell what came.
  ///
  /// A close is given once, and answered; after it comes `.closed`.
  public mutating func receive(at now: Instant) throws(WebSocketFailure) -> WebSocketReader.Item? {
    // Asked of a flag: a failure may hold text, which costs more to look at.
    if isOver, let failure { throw failure }
    while true {
      if let item = try nextItem() { return item }
      guard try fill() else { return nil }
      liveness.heard(at: now)
    }
  }

  private mutating func nextItem() throws(WebSocketFailure) -> WebSocketReader.Item? {
    let item: WebSocketReader.Item?
    do throws(WebSocketError) {
      item = try reader.next()
    } catch {
      if !hasSentClose { writer.close(error.closeCode) }
      hasSentClose = true
      throw end(.broken(error))
    }
    switch item {
    case .ping:
      // A peer that does not take our answers gets no more of them.
      guard !hasSentClose, writer.count < outputLimit else { break }
      let bytes = reader.array
      unsafe writer.pong(bytes.span.bytes)
      try flush()
    case .close(let code):
      if !hasSentClose { writer.close(code) }
      hasSentClose = true
      _ = end(.closed(code))
    case .text, .binary, .pong, nil: break
    }
    return item
  }

  /// Sends what can be sent, and remembers why it is over.
  private mutating func end(_ failure: WebSocketFailure) -> WebSocketFailure {
    try? flush()
    self.failure = failure
    return failure
  }

  /// Receives into the reader; false when nothing is there.
  private mutating func fill() throws(WebSocketFailure) -> Bool {
    do throws(WebSocketFailure) {
      return try reader.receive(from: connection)
    } catch {
      failure = error
      throw error
    }
  }

  /// Sends a text, or as much of it as the connection takes now.
  public mutating func send(_ text: String) throws(WebSocketFailure) {
    try send(.text, unsafe Array(text.utf8).span.bytes)
  }

  /// Sends a message, or as much of it as the connection takes now; text must be UTF-8.
  public mutating func send(
    _ kind: WebSocketWriter.Kind, _ bytes: RawSpan
  ) throws(WebSocketFailure) {
    if let failure { throw failure }
    guard !hasSentClose else { throw .closed(nil) }
    guard writer.count + bytes.byteCount <= outputLimit else {
      throw .outputFull(limit: outputLimit)
    }
    writer.message(kind, bytes)
    try flush()
  }

  /// Sends what waits, as much as the connection takes.
  public mutating func flush() throws(WebSocketFailure) {
    do throws(WebSocketFailure) {
      while writer.count > 0 {
        let sent = try connection.send(writer.pending)
        guard sent > 0 else { return }
        writer.consume(sent)
      }
    } catch {
      failure = failure ?? error
      throw error
    }
  }

  /// Pings when it is time, and gives up a connection that is silent.
  public mutating func attend(at now: Instant) throws(WebSocketFailure) {
    if let failure { throw failure }
    switch liveness.duty(at: now) {
    case .giveUp(let silent): throw end(.stalled(silent: silent))
    case .ping where hasSentClose: break
    case .ping(.frame):
      unsafe writer.ping([UInt8]().span.bytes)
      try flush()
    case .ping(.text(let text)): try send(text)
    case nil: break
    }
  }

  /// Says that we close; then receive until the peer's answer, or until patience ends.
  public mutating func close(
    _ code: CloseCode = .normal, _ reason: String = ""
  ) throws(WebSocketFailure) {
    if let failure { throw failure }
    guard !hasSentClose else { return }
    hasSentClose = true
    writer.close(code, reason)
    try flush()
  }
}

extension WebSocketReader {
  /// Receives once from a connection; false when nothing is there.
  mutating func receive(from connection: borrowing WebSocketConnection) throws(WebSocketFailure)
    -> Bool
  {
    release()
    input.compact()
    input.reserve(1 << 14)
    guard let count = try unsafe connection.receive(input.free, input.freeCount) else {
      return false
    }
    input.commit(count)
    return true
  }
}
