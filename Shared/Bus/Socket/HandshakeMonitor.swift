import CZMQ

/// What became of the security handshake of a connecting socket.
public enum Handshake: Sendable, Hashable {
  case succeeded, refused, failed
}

/// Watches the handshakes of one socket; used on the thread of that socket.
struct HandshakeMonitor: ~Copyable {
  private let events: Socket
  private let message = Message()

  init(of socket: borrowing Socket, name: String) throws(BusError) {
    let endpoint = "inproc://monitor.\(name)"
    let wanted =
      ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH
      | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL
    guard unsafe zmq_socket_monitor(socket.handle, endpoint, wanted) == 0 else {
      throw lastError("zmq_socket_monitor")
    }
    let events = try Socket(.pair, in: socket.context)
    try events.set(ZMQ_LINGER, 0)
    try events.connect(endpoint)
    self.events = events
  }

  /// The next handshake that has ended, if one has.
  func next() throws(BusError) -> Handshake? {
    guard try events.receive(into: message) else { return nil }
    guard message.count >= 2 else { return nil }
    let bytes = message.array
    try events.skipRest(of: message)
    switch Int32(bytes[0]) | Int32(bytes[1]) << 8 {
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: return .succeeded
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: return .refused
    default: return .failed
    }
  }

  /// Waits for the end of a handshake; nil when the time is over.
  func wait(milliseconds: Int) throws(BusError) -> Handshake? {
    var poller = Poller()
    poller.add(events)
    try poller.wait(milliseconds: milliseconds)
    return try next()
  }
}
