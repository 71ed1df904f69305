public import EventSourcing
public import Events

/// Reads the log and the state of the journal over the bus, one question at a time; for the
/// command line.
public final class LogClient: EventReader {
  private let reads: Socket
  private let status: Socket
  private let message = Message()
  private let patience: Int
  private var lastRequest: UInt64 = 0

  /// Connects to the journal of a data directory; a question without an answer within `timeout`
  /// milliseconds is `timedOut`.
  public init(
    dataDirectory: String, service: ServiceName = .observer, timeout: Int = 3_000
  ) throws(BusError) {
    let endpoints = try Endpoints(dataDirectory: dataDirectory)
    let keys = try KeyStore(dataDirectory: dataDirectory)
    let own = try keys.keyPair(of: service)
    let server = try keys.publicKey(of: .journal)
    let context = try Context()
    let reads = try Socket(.dealer, in: context)
    let status = try Socket(.dealer, in: context)
    try LogClient.connect(reads, own, server, endpoints.read)
    try LogClient.connect(status, own, server, endpoints.append)
    self.reads = reads
    self.status = status
    patience = timeout
  }

  /// The last event that is durable, and whose log it is.
  public func headOfLog() throws(BusError) -> Head {
    try chunk(from: .max, credit: 0).head
  }

  public func head() throws(BusError) -> LogHead { try headOfLog().log }

  /// At most `limit` events from `first` on; fewer only at the end of the log.
  public func read(from first: SequenceNumber, limit: Int) throws(BusError) -> [StoredEvent] {
    var events: [StoredEvent] = []
    while events.count < limit {
      let next = first + Int64(events.count)
      let chunk = try chunk(from: next, credit: BusLimits.chunkBytes)
      events += chunk.events.prefix(limit - events.count)
      if chunk.events.isEmpty || chunk.events.last?.seq == chunk.head.log.seq { break }
    }
    return events
  }

  /// How the journal and its participants are.
  public func statusReport() throws(BusError) -> StatusReport {
    let request = ClientMessage.statusRequest.encoded
    while true {
      if case .status(let report) = try ask(status, request, "the status") { return report }
    }
  }

  private func chunk(from first: SequenceNumber, credit: Int) throws(BusError) -> Chunk {
    lastRequest += 1
    let request = ReadRequest(id: lastRequest, first: first, credit: credit)
    while true {
      let reply = try ask(reads, ClientMessage.readRequest(request).encoded, "a read of the log")
      if case .chunk(let chunk) = reply, chunk.id == lastRequest { return chunk }
    }
  }

  private func ask(
    _ socket: borrowing Socket, _ request: [UInt8], _ what: String
  ) throws(BusError) -> ServerMessage {
    let deadline = monotonicNanoseconds() + Int64(patience) * 1_000_000
    var poller = Poller()
    poller.add(socket)
    var isSent = false
    while true {
      if !isSent { isSent = try socket.send(request) }
      let left = (deadline - monotonicNanoseconds()) / 1_000_000
      guard left > 0 else { throw .timedOut(what) }
      try poller.wait(milliseconds: isSent ? Int(left) : 5)
      guard try socket.receive(into: message) else { continue }
      do throws(WireError) { return try message.reply() } catch { throw .wire(error) }
    }
  }

  private static func connect(
    _ socket: borrowing Socket, _ own: KeyPair, _ server: PublicKey, _ endpoint: String
  ) throws(BusError) {
    try socket.configure(for: .client)
    try socket.secure(as: own, server: server)
    try socket.connect(endpoint)
  }
}
