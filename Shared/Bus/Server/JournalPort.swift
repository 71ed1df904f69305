public import Events

/// Somebody at the other end, as its key says.
public struct Peer: Sendable, Hashable {
  let route: [UInt8]
  public let service: ServiceName
}

/// What came to the journal.
public enum Received: Sendable {
  case message(ClientMessage, Peer)
  /// Bytes that are no message; who sent which number, when that much can be read.
  case malformed(WireError, producer: Producer?, number: MessageNumber, Peer)
}

/// The journal's end of the bus: proposals in, answers and publications out. One thread owns it.
public struct JournalPort: ~Copyable {
  private let requests: Socket
  private let publisher: Socket
  private let message = Message()
  private var poller = Poller()
  private let watched: Int?
  /// Where it listens, wildcards resolved; `read` is still what was asked for.
  public let endpoints: Endpoints

  /// Listens; the gatekeeper of the context must stand already.
  public init(
    at wanted: Endpoints, in context: Context, key: KeyPair, watching descriptor: Int32? = nil
  ) throws(BusError) {
    let requests = try Socket(.router, in: context)
    try requests.configure(for: .server)
    try requests.secure(as: key)
    try requests.bind(wanted.append)
    let publisher = try Socket(.publisher, in: context)
    try publisher.configure(for: .publisher)
    try publisher.secure(as: key)
    try publisher.bind(wanted.publish)
    let endpoints = Endpoints(
      append: try requests.lastEndpoint(), read: wanted.read,
      publish: try publisher.lastEndpoint())
    var poller = Poller()
    poller.add(requests)
    watched = descriptor.map { poller.add(descriptor: $0) }
    self.poller = poller
    self.requests = requests
    self.publisher = publisher
    self.endpoints = endpoints
  }

  /// Waits for messages, or until the watched descriptor is readable: then true.
  public mutating func wait(milliseconds: Int) throws(BusError) -> Bool {
    try poller.wait(milliseconds: milliseconds)
    guard let watched else { return false }
    return poller.isReadable(watched)
  }

  /// The next message, if one is there. What has no known sender is dropped.
  public mutating func receive() throws(BusError) -> Received? {
    while try requests.receive(into: message) {
      let route = message.array
      guard message.hasMore, try requests.receive(into: message) else { continue }
      guard !message.hasMore, let service = message.sender else {
        try requests.skipRest(of: message)
        continue
      }
      return decode(from: Peer(route: route, service: service))
    }
    return nil
  }

  private func decode(from peer: Peer) -> Received {
    do throws(WireError) {
      return .message(try ClientMessage(message.bytes), peer)
    } catch {
      let sender = Submission.sender(of: message.bytes)
      return .malformed(
        error, producer: sender?.producer, number: sender?.number ?? 0, peer)
    }
  }

  /// Answers a peer; an answer that finds nobody is dropped, the peer will ask again.
  public mutating func send(_ message: ServerMessage, to peer: Peer) throws(BusError) {
    guard try requests.send(peer.route, more: true) else { return }
    try requests.send(message.encoded)
  }

  /// Tells all subscribers; ZeroMQ drops it for those who are too slow.
  public mutating func publish(_ message: ServerMessage) throws(BusError) {
    try publisher.send(message.encoded)
  }
}
