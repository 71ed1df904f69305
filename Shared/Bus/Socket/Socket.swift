import CZMQ
import Glibc

/// The kinds of sockets that the bus uses.
public enum SocketKind: Sendable {
  case pair, publisher, subscriber, reply, dealer, router

  var code: Int32 {
    switch self {
    case .pair: ZMQ_PAIR
    case .publisher: ZMQ_PUB
    case .subscriber: ZMQ_SUB
    case .reply: ZMQ_REP
    case .dealer: ZMQ_DEALER
    case .router: ZMQ_ROUTER
    }
  }
}

/// A ZeroMQ socket; the thread that makes it is the only one that may use it.
@safe
public struct Socket: ~Copyable {
  let handle: UnsafeMutableRawPointer
  let context: Context

  public init(_ kind: SocketKind, in context: Context) throws(BusError) {
    guard let handle = unsafe zmq_socket(context.handle, kind.code) else {
      throw lastError("zmq_socket")
    }
    unsafe self.handle = handle
    self.context = context
  }

  deinit { unsafe zmq_close(handle) }

  /// Listens at an endpoint; a taken one is `addressInUse`.
  public func bind(_ endpoint: String) throws(BusError) {
    guard unsafe zmq_bind(handle, endpoint) != 0 else { return }
    if zmq_errno() == EADDRINUSE { throw .addressInUse(endpoint) }
    throw lastError("listening at \(endpoint)")
  }

  public func connect(_ endpoint: String) throws(BusError) {
    guard unsafe zmq_connect(handle, endpoint) == 0 else {
      throw lastError("connecting to \(endpoint)")
    }
  }

  /// Where the socket listens, wildcards resolved.
  public func lastEndpoint() throws(BusError) -> String {
    var buffer = [UInt8](repeating: 0, count: 512)
    var size = buffer.count
    guard unsafe zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &buffer, &size) == 0 else {
      throw lastError("ZMQ_LAST_ENDPOINT")
    }
    return String(decoding: buffer.prefix(size).prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Sends one frame at once; false when there is no room or nobody there.
  @discardableResult
  public func send(_ bytes: [UInt8], more: Bool = false) throws(BusError) -> Bool {
    let flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)
    while true {
      let sent = unsafe bytes.withUnsafeBytes { buffer in
        unsafe zmq_send(handle, buffer.baseAddress, buffer.count, flags)
      }
      if sent >= 0 { return true }
      switch zmq_errno() {
      case EINTR: continue
      case EAGAIN, EHOSTUNREACH: return false
      default: throw lastError("sending")
      }
    }
  }

  /// Receives one frame if one is there.
  public func receive(into message: borrowing Message) throws(BusError) -> Bool {
    try receive(into: message, flags: ZMQ_DONTWAIT)
  }

  /// Waits for one frame; false when the context was shut down.
  func receiveBlocking(into message: borrowing Message) throws(BusError) -> Bool {
    try receive(into: message, flags: 0)
  }

  private func receive(into message: borrowing Message, flags: Int32) throws(BusError) -> Bool {
    while true {
      if unsafe zmq_msg_recv(message.storage, handle, flags) >= 0 { return true }
      switch zmq_errno() {
      case EINTR: continue
      case EAGAIN, ETERM: return false
      default: throw lastError("receiving")
      }
    }
  }

  /// Reads and forgets what is left of a message with several frames.
  func skipRest(of message: borrowing Message) throws(BusError) {
    while message.hasMore {
      guard try receive(into: message) else { return }
    }
  }
}
