import CMicrohttpd
import Glibc
import ServiceKit
import VenueSimulatorBybit

private let yes = MHD_Result(rawValue: 1)!
private let no = MHD_Result(rawValue: 0)!

/// What becomes of a request, for the server.
enum HTTPAction {
  case reply(VenueReply, delay: Int)
  case close
  case cut(VenueReply)
  /// The connection becomes something else, after these fields of an answer 101.
  case upgrade([(name: String, value: String)], (UpgradedConnection) -> Void)
}

/// A server of HTTP/1.1 on loopback, by libmicrohttpd, without a thread of its own.
///
/// It wants `run` when its descriptor is readable or its time has come; the handler is called
/// from there.
@safe
final class HTTPDaemon {
  typealias Handler = (VenueRequest) -> HTTPAction

  private var daemon: OpaquePointer?
  private let handle: Handler
  /// Readable when there is something to do.
  let descriptor: Int32
  let port: Int
  private var waiting: [Waiting] = []

  private struct Waiting {
    let due: Int64
    let connection: Connection
  }

  /// How much a request's body may hold.
  static let bodyLimit = 1 << 20

  /// Listens on a port of loopback, 0 for a free one; certificate and key are PEM, for TLS.
  init(
    port: Int, connections: Int, certificate: String?, key: String?, handle: @escaping Handler
  ) throws {
    self.handle = handle
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var flags = MHD_USE_EPOLL.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
    flags |= MHD_ALLOW_UPGRADE.rawValue
    if certificate != nil { flags |= MHD_USE_TLS.rawValue }
    let box = HandlerBox()
    let closure = unsafe Unmanaged.passRetained(box).toOpaque()
    unsafe daemon = withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe cmhd_start(
          UInt32(flags), address, nil, nil, answerRequest, closure, openRequest, closeRequest,
          UInt32(connections), 120, 64 << 10, certificate, key)
      }
    }
    guard let daemon = unsafe daemon else {
      throw SystemError("listen on", "port \(port)", number: errno)
    }
    descriptor = unsafe cmhd_epoll(daemon)
    self.port = Int(unsafe cmhd_port(daemon))
    box.daemon = self
  }

  deinit {
    // The library does not stop while something is suspended.
    for entry in waiting { entry.connection.resume() }
    unsafe MHD_stop_daemon(daemon)
  }

  /// Does what is to do, without waiting.
  func run() {
    let now = SystemClock.monotonic()
    for entry in waiting where entry.due <= now { entry.connection.resume() }
    waiting.removeAll { $0.due <= now }
    _ = unsafe MHD_run(daemon)
  }

  /// In how many milliseconds it wants to run, whatever happens.
  var timeout: Int {
    var milliseconds: UInt64 = 0
    let isSet = unsafe MHD_get_timeout(daemon, &milliseconds) == yes
    let next = waiting.map(\.due).min().map { due in
      Int(max(due - SystemClock.monotonic(), 0) / 1_000_000) + 1
    }
    return min(isSet ? Int(min(milliseconds, 1_000)) : 1_000, next ?? 1_000)
  }

  /// Answers a whole request.
  fileprivate func answer(_ request: PendingRequest, _ connection: Connection) -> MHD_Result {
    guard !request.isTooLong else { return no }
    if request.action == nil {
      request.headers = headers(of: connection)
      let action = handle(request.whole)
      request.action = action
      if case .reply(_, let delay) = action, delay > 0 {
        let due = SystemClock.monotonic() + Int64(delay) * 1_000_000
        waiting.append(Waiting(due: due, connection: connection))
        connection.suspend()
        return yes
      }
    }
    switch request.action {
    case .reply(let reply, _): return send(reply, on: connection)
    case .cut(let reply): return send(half: reply, on: connection)
    case .upgrade(let fields, let take): return upgrade(connection, fields, take)
    case .close, nil: return no
    }
  }

  private func headers(of connection: Connection) -> [(name: String, value: String)] {
    let box = HeaderBox()
    unsafe cmhd_headers(
      connection.pointer,
      { closure, _, name, value in
        guard let closure = unsafe closure, let name = unsafe name else { return yes }
        let box = unsafe Unmanaged<HeaderBox>.fromOpaque(closure).takeUnretainedValue()
        let text = unsafe value.map { unsafe String(cString: $0) } ?? ""
        unsafe box.list.append((String(cString: name), text))
        return yes
      }, Unmanaged.passUnretained(box).toOpaque())
    return box.list
  }

  private func send(_ reply: VenueReply, on connection: Connection) -> MHD_Result {
    var body = reply.body
    let response = unsafe body.withUnsafeMutableBytes { bytes in
      unsafe cmhd_response(bytes.count, bytes.baseAddress)
    }
    return unsafe queue(response, reply, on: connection)
  }

  /// Says how long the answer is, and breaks off in the middle of it.
  private func send(half reply: VenueReply, on connection: Connection) -> MHD_Result {
    let box = BodyBox(reply.body)
    let response = unsafe MHD_create_response_from_callback(
      UInt64(reply.body.count), 1 << 14,
      { closure, place, buffer, room in
        guard let closure = unsafe closure, let buffer = unsafe buffer else { return -2 }
        let body = unsafe Unmanaged<BodyBox>.fromOpaque(closure).takeUnretainedValue().body
        let part = body[..<(body.count / 2)].dropFirst(Int(place)).prefix(room)
        guard !part.isEmpty else { return -2 }
        for (index, byte) in part.enumerated() { unsafe buffer[index] = CChar(bitPattern: byte) }
        return part.count
      }, Unmanaged.passRetained(box).toOpaque(),
      { closure in
        guard let closure = unsafe closure else { return }
        unsafe Unmanaged<BodyBox>.fromOpaque(closure).release()
      })
    return unsafe queue(response, reply, on: connection)
  }

  private func queue(
    _ response: OpaquePointer?, _ reply: VenueReply, on connection: Connection
  ) -> MHD_Result {
    guard let response = unsafe response else { return no }
    for header in reply.headers {
      _ = unsafe MHD_add_response_header(response, header.name, header.value)
    }
    let result = unsafe MHD_queue_response(connection.pointer, UInt32(reply.status), response)
    unsafe MHD_destroy_response(response)
    return result
  }

  private func upgrade(
    _ connection: Connection, _ fields: [(name: String, value: String)],
    _ take: @escaping (UpgradedConnection) -> Void
  ) -> MHD_Result {
    let box = UpgradeBox(take)
    let response = unsafe MHD_create_response_for_upgrade(
      takeUpgraded, Unmanaged.passRetained(box).toOpaque())
    guard let response = unsafe response else { return no }
    for field in fields {
      _ = unsafe MHD_add_response_header(response, field.name, field.value)
    }
    let result = unsafe MHD_queue_response(connection.pointer, 101, response)
    unsafe MHD_destroy_response(response)
    return result
  }
}

/// A connection, while it speaks HTTP.
@safe
private struct Connection {
  let pointer: OpaquePointer

  func suspend() { unsafe MHD_suspend_connection(pointer) }
  func resume() { unsafe MHD_resume_connection(pointer) }
}

/// A connection that speaks no HTTP any more.
@safe
struct UpgradedConnection {
  /// The socket, or what stands for it when there is TLS.
  let descriptor: Int32
  /// What came behind the request.
  let early: [UInt8]
  fileprivate let handle: OpaquePointer

  /// Closes the connection; a reset says so at once.
  func close(resets: Bool = false) {
    if resets {
      var linger = linger(l_onoff: 1, l_linger: 0)
      _ = unsafe setsockopt(
        descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }
    unsafe cmhd_close(handle)
  }
}

/// A request that is still coming.
final class PendingRequest {
  let target: String
  var method = ""
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []
  var isBegun = false
  var isTooLong = false
  var action: HTTPAction?

  init(_ target: String) { self.target = target }

  var whole: VenueRequest {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return VenueRequest(
      method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "",
      headers: headers, body: body, address: "127.0.0.1")
  }
}

private final class HandlerBox {
  weak var daemon: HTTPDaemon?
}

private final class HeaderBox {
  var list: [(name: String, value: String)] = []
}

private final class BodyBox {
  let body: [UInt8]
  init(_ body: [UInt8]) { self.body = body }
}

private final class UpgradeBox {
  let take: (UpgradedConnection) -> Void
  init(_ take: @escaping (UpgradedConnection) -> Void) { self.take = take }
}

/// A request begins: its target as it was sent, before anything is decoded.
private func openRequest(
  _ closure: UnsafeMutableRawPointer?, _ target: UnsafePointer<CChar>?, _: OpaquePointer?
) -> UnsafeMutableRawPointer? {
  let request = unsafe PendingRequest(target.map { unsafe String(cString: $0) } ?? "")
  return unsafe Unmanaged.passRetained(request).toOpaque()
}

/// A part of a request, or its end.
private func answerRequest(
  _ closure: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _: UnsafePointer<CChar>?,
  _ method: UnsafePointer<CChar>?, _: UnsafePointer<CChar>?, _ data: UnsafePointer<CChar>?,
  _ size: UnsafeMutablePointer<Int>?, _ own: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let closure = unsafe closure, let connection = unsafe connection,
    let size = unsafe size, let pointer = unsafe own?.pointee
  else { return no }
  let request = unsafe Unmanaged<PendingRequest>.fromOpaque(pointer).takeUnretainedValue()
  if !request.isBegun {
    request.isBegun = true
    unsafe request.method = method.map { unsafe String(cString: $0) } ?? ""
    return yes
  }
  if unsafe size.pointee > 0 {
    let room = HTTPDaemon.bodyLimit - request.body.count
    request.isTooLong = unsafe size.pointee > room
    if let data = unsafe data, !request.isTooLong {
      unsafe request.body += UnsafeRawBufferPointer(start: data, count: size.pointee)
    }
    unsafe size.pointee = 0
    return request.isTooLong ? no : yes
  }
  guard let daemon = unsafe Unmanaged<HandlerBox>.fromOpaque(closure).takeUnretainedValue().daemon
  else { return no }
  return daemon.answer(request, unsafe Connection(pointer: connection))
}

/// A request is over.
private func closeRequest(
  _ closure: UnsafeMutableRawPointer?, _: OpaquePointer?,
  _ own: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _: MHD_RequestTerminationCode
) {
  guard let own = unsafe own, let pointer = unsafe own.pointee else { return }
  unsafe Unmanaged<PendingRequest>.fromOpaque(pointer).release()
  unsafe own.pointee = nil
}

/// A connection is handed over.
private func takeUpgraded(
  _ closure: UnsafeMutableRawPointer?, _: OpaquePointer?, _: UnsafeMutableRawPointer?,
  _ early: UnsafePointer<CChar>?, _ count: Int, _ descriptor: Int32, _ handle: OpaquePointer?
) {
  guard let closure = unsafe closure, let handle = unsafe handle else { return }
  let box = unsafe Unmanaged<UpgradeBox>.fromOpaque(closure).takeRetainedValue()
  let bytes =
    unsafe early.map { unsafe [UInt8](UnsafeRawBufferPointer(start: $0, count: count)) } ?? []
  box.take(unsafe UpgradedConnection(descriptor: descriptor, early: bytes, handle: handle))
}
