import CZMQ
import Synchronization

/// Answers ZeroMQ's question whether a key may come in (ZAP, RFC 27), on its own thread.
///
/// It must be made before any other socket of its context: a CURVE server without it lets every
/// key in. What it admits gets the name of the service as its `User-Id`; the identity of a peer
/// is its key, never its routing id.
public final class Gatekeeper: Sendable {
  static let domain = "martlet"
  private static let endpoint = "inproc://zeromq.zap.01"

  private final class Count: Sendable {
    let refusals = Atomic<Int>(0)
  }

  private let count: Count
  private let thread: BackgroundThread

  /// Starts to answer for a context; when it returns, the endpoint is bound.
  public init(for context: Context, admitting list: AccessList) throws(BusError) {
    let count = Count()
    let start = Start()
    let thread = try BackgroundThread { signal in
      do throws(BusError) {
        let socket = try Socket(.reply, in: context)
        try socket.set(ZMQ_LINGER, 0)
        try socket.bind(Gatekeeper.endpoint)
        start.report(.success(true))
        try Gatekeeper.answer(on: socket, list: list, count: count, until: signal)
      } catch {
        start.report(.failure(error))
      }
    }
    self.count = count
    self.thread = thread
    try start.wait()
  }

  /// How many strangers were turned away since the start.
  public var refused: Int { count.refusals.load(ordering: .relaxed) }

  /// Stops answering: from now on nobody comes in.
  public func stop() { thread.stop() }

  private static func answer(
    on socket: borrowing Socket, list: AccessList, count: Count,
    until signal: BackgroundThread.Signal
  ) throws(BusError) {
    let message = Message()
    var poller = Poller()
    poller.add(socket)
    while !signal.isStopping {
      try poller.wait(milliseconds: 50)
      while try socket.receive(into: message) {
        var frames = [message.array]
        while message.hasMore, try socket.receive(into: message) { frames.append(message.array) }
        let service = Gatekeeper.service(asking: frames, list: list)
        if service == nil { count.refusals.add(1, ordering: .relaxed) }
        try reply(on: socket, to: frames, service: service)
      }
    }
  }

  /// Frames: version, request id, domain, address, identity, mechanism, credentials.
  private static func service(asking frames: [[UInt8]], list: AccessList) -> ServiceName? {
    guard frames.count == 7, frames[0] == Array("1.0".utf8), frames[2] == Array(domain.utf8),
      frames[5] == Array("CURVE".utf8), let key = PublicKey(bytes: frames[6])
    else { return nil }
    return list.service(of: key)
  }

  /// Frames: version, request id, status, text, user id, metadata.
  private static func reply(
    on socket: borrowing Socket, to frames: [[UInt8]], service: ServiceName?
  ) throws(BusError) {
    let request = frames.count > 1 ? frames[1] : []
    let status = service == nil ? "400" : "200"
    let text = service == nil ? "unknown key" : "OK"
    try socket.send(Array("1.0".utf8), more: true)
    try socket.send(request, more: true)
    try socket.send(Array(status.utf8), more: true)
    try socket.send(Array(text.utf8), more: true)
    try socket.send(Array((service?.rawValue ?? "").utf8), more: true)
    try socket.send([])
  }
}
