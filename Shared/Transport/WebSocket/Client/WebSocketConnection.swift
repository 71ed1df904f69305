import CCurl
import CNet
import Glibc
import Quantities

/// A connection that libcurl made, with TLS or without, on which bytes are sent and received
/// without waiting.
@safe
struct WebSocketConnection: ~Copyable {
  private let curl: Curl
  let descriptor: Int32

  /// Connects and waits until the connection stands.
  init(
    _ address: SocketAddress, _ options: TransportOptions, within limit: Interval
  ) throws(WebSocketFailure) {
    guard address.isSecure || options.allowsPlainText else { throw .transport(.plainText) }
    guard limit.nanoseconds > 0 else { throw .transport(.timedOut) }
    let curl = Curl()
    curl.prepare(options, url: address.connection, within: limit)
    curl.set(CURLOPT_CONNECT_ONLY, 1)
    curl.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    curl.set(CURLOPT_SSL_ENABLE_ALPN, 0)
    curl.set(CURLOPT_TCP_KEEPALIVE, 1)
    if options.proxy != nil { curl.set(CURLOPT_HTTPPROXYTUNNEL, 1) }
    let code = unsafe curl_easy_perform(curl.handle)
    guard code == CURLE_OK else { throw .transport(curl.reason(code)) }
    var socket: curl_socket_t = -1
    guard unsafe cnet_get_socket(curl.handle, &socket) == CURLE_OK, socket >= 0 else {
      throw .transport(.notConnected)
    }
    self.curl = curl
    descriptor = socket
  }

  /// Receives what is there, into a place with room; nil when nothing is there yet.
  func receive(
    _ place: UnsafeMutablePointer<UInt8>, _ room: Int
  ) throws(WebSocketFailure) -> Int? {
    var count = 0
    let code = unsafe curl_easy_recv(curl.handle, place, room, &count)
    switch code {
    case CURLE_OK where count > 0: return count
    case CURLE_AGAIN: return nil
    default: throw .transport(.connectionLost)
    }
  }

  /// Sends what the connection takes; 0 when it takes nothing now.
  func send(_ bytes: RawSpan) throws(WebSocketFailure) -> Int {
    var count = 0
    let code = unsafe bytes.withUnsafeBytes { bytes in
      unsafe curl_easy_send(curl.handle, bytes.baseAddress, bytes.count, &count)
    }
    switch code {
    case CURLE_OK: return count
    case CURLE_AGAIN: return 0
    default: throw .transport(.connectionLost)
    }
  }

  /// Waits until there is something to read, or room to write.
  func wait(for events: Int32, until deadline: Int64) throws(WebSocketFailure) {
    let left = deadline - monotonicNanoseconds()
    guard left > 0 else { throw .transport(.timedOut) }
    var item = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    _ = unsafe poll(&item, 1, Int32(clamping: left / 1_000_000 + 1))
  }
}

extension WebSocketConnection {
  /// Opens the WebSocket: what was agreed, and the bytes that came behind the answer.
  func open(
    _ handshake: ClientHandshake, headLimit: Int, until deadline: Int64
  ) throws(WebSocketFailure) -> (agreement: WebSocketAgreement, rest: [UInt8]) {
    var sent = 0
    while sent < handshake.request.count {
      let count = try unsafe send(handshake.request.span.bytes.extracting(sent...))
      sent += count
      if count == 0 { try wait(for: POLLOUT, until: deadline) }
    }
    var answer: [UInt8] = []
    while true {
      do {
        if let head = try HTTPHead(answer, limit: headLimit) {
          let agreement = try handshake.agreement(in: head)
          return (agreement, Array(answer[head.length...]))
        }
      } catch let error as HTTPHead.Fault {
        throw .handshake(.head(error))
      } catch let error as HandshakeError {
        throw .handshake(error)
      } catch {
        throw .handshake(.version)
      }
      try receive(into: &answer, until: deadline)
    }
  }

  private func receive(into bytes: inout [UInt8], until deadline: Int64) throws(WebSocketFailure) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = try unsafe buffer.withUnsafeMutableBufferPointer { place throws(WebSocketFailure) in
      guard let start = place.baseAddress else { return Int?.none }
      return try unsafe receive(start, place.count)
    }
    guard let count else { return try wait(for: POLLIN, until: deadline) }
    bytes += buffer.prefix(count)
  }
}
