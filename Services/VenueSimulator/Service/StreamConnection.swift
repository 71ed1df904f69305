import Glibc
import Transport

/// A WebSocket of a listener: frames on one side, texts on the other.
final class StreamConnection {
  private let socket: UpgradedConnection
  private var reader: WebSocketReader
  private var writer: WebSocketWriter
  /// What is on its way, and how much of it the system took.
  private var outgoing: [UInt8] = []
  private var sent = 0
  private var isOpen = true
  /// Whether it is to be closed when all is sent.
  private var isEnding = false

  /// Bytes that may wait for a slow listener before it is cut off.
  static let patience = 8 << 20

  init(_ socket: UpgradedConnection, _ compression: DeflateParameters?) {
    self.socket = socket
    reader = WebSocketReader(
      role: .server, limits: WebSocketLimits(frame: 1 << 20, message: 1 << 20),
      compression: compression)
    writer = WebSocketWriter(role: .server, compression: compression)
    reader.append(socket.early)
    let flags = fcntl(socket.descriptor, F_GETFL)
    _ = fcntl(socket.descriptor, F_SETFL, flags | O_NONBLOCK)
  }

  var descriptor: Int32 { socket.descriptor }
  var wantsToSend: Bool { writer.count > 0 || sent < outgoing.count }

  /// Takes what came; the texts in it, or nil when the connection is over.
  func receive() -> [[UInt8]]? {
    guard isOpen else { return nil }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    // A bounded turn, so that one listener who talks without end does not keep the others waiting.
    for _ in 0..<16 {
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      if count < 0 {
        if errno == EINTR { continue }
        guard errno == EAGAIN else { return nil }
        break
      }
      guard count > 0 else { return nil }
      reader.append(Array(buffer[..<count]))
      if count < buffer.count { break }
    }
    return texts()
  }

  /// The texts in what came so far.
  func texts() -> [[UInt8]] {
    var result: [[UInt8]] = []
    do throws(WebSocketError) {
      while let item = try reader.next() {
        switch item {
        case .text: result.append(reader.array)
        case .binary: end(.unsupported)
        case .ping: writer.pong(reader.payload)
        case .pong: break
        case .close(let code): end(code ?? .normal)
        }
      }
    } catch {
      end(.protocolError)
    }
    return result
  }

  private func end(_ code: CloseCode) {
    guard !isEnding else { return }
    isEnding = true
    writer.close(code.mayBeSent ? code : .protocolError)
  }

  /// Queues a text; false when the listener is too slow for it.
  func send(_ text: [UInt8]) -> Bool {
    guard !isEnding else { return true }
    unsafe writer.message(.text, text.span.bytes)
    return writer.count < Self.patience
  }

  /// Sends what the system takes; false when the connection is over.
  func flush() -> Bool {
    while true {
      if sent == outgoing.count {
        outgoing = writer.take()
        sent = 0
        if outgoing.isEmpty { return !isEnding }
      }
      let count = unsafe outgoing.withUnsafeBytes { bytes in
        unsafe Glibc.send(
          descriptor, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { return errno == EAGAIN }
      sent += count
    }
  }

  /// Lets go of the connection.
  func close(resets: Bool = false) {
    guard isOpen else { return }
    isOpen = false
    socket.close(resets: resets)
  }
}

/// The handshake of a stream, between the server's request and its answer.
enum StreamHandshake {
  /// What accepts a request, for an answer 101; nil when it is no handshake.
  static func accept(
    _ fields: [(name: String, value: String)], target: String
  ) -> (fields: [(name: String, value: String)], compression: DeflateParameters?)? {
    var text = "GET \(target) HTTP/1.1\r\n"
    for field in fields { text += "\(field.name): \(field.value)\r\n" }
    do {
      guard let head = try HTTPHead(Array((text + "\r\n").utf8)) else { return nil }
      let accepted = try ServerHandshake.accept(head)
      guard let answer = try HTTPHead(accepted.answer) else { return nil }
      // The server says itself that the connection changes.
      let rest = answer.headers.fields.filter { $0.name != "Connection" }
      return (rest.map { ($0.name, $0.value) }, accepted.agreement.compression)
    } catch {
      return nil
    }
  }
}
