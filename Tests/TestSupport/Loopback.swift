import Foundation
import Glibc
import Synchronization

/// A server on this machine that treats each connection as it is told; its port is a free one.
public final class Loopback: Sendable {
  /// One connection, on a thread of its own.
  public struct Peer {
    public let descriptor: Int32
    public let server: Loopback
    /// Its number, from 1.
    public let number: Int

    /// Reads what comes, up to a number of bytes; empty at the end.
    public func read(_ limit: Int = 1 << 16) -> [UInt8] {
      var buffer = [UInt8](repeating: 0, count: limit)
      let count = unsafe recv(descriptor, &buffer, limit, 0)
      return Array(buffer.prefix(max(0, count)))
    }

    /// Reads one request, head and body, and notes it; nil at the end.
    public func request() -> String? {
      var bytes: [UInt8] = []
      var reads = 0
      while true {
        let text = String(decoding: bytes, as: UTF8.self)
        if let end = text.range(of: "\r\n\r\n") {
          let length = text.firstMatch(of: /(?i)content-length: (\d+)/).flatMap { Int($0.1) } ?? 0
          if text[end.upperBound...].utf8.count >= length {
            server.note(text, reads)
            return text
          }
        }
        let more = read()
        if more.isEmpty { return nil }
        reads += 1
        bytes += more
      }
    }

    public func write(_ text: String) { write(Array(text.utf8)) }

    public func write(_ bytes: [UInt8]) {
      var sent = 0
      while sent < bytes.count {
        let count = unsafe bytes.withUnsafeBytes {
          unsafe send(
            descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
        }
        if count <= 0 { return }
        sent += count
      }
    }

    /// Makes the end of the connection a reset.
    public func reset() {
      var option = linger(l_onoff: 1, l_linger: 0)
      unsafe setsockopt(
        descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
  }

  private struct Story {
    var connections = 0
    var requests: [String] = []
    var reads: [Int] = []
    var isStopped = false
  }

  public let port: Int
  private let listener: Int32
  private let story = Mutex(Story())

  public init(_ serve: @escaping @Sendable (Peer) -> Void) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    self.listener = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard unsafe bind(listener, address, size) == 0, listen(listener, 64) == 0 else {
          return Int32(-1)
        }
        return unsafe getsockname(listener, address, &size)
      }
    }
    precondition(code == 0, "no port")
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in
      while true {
        let descriptor = accept(listener, nil, nil)
        if descriptor < 0 {
          close(listener)  // here, so that no other socket gets its number while we wait on it
          return
        }
        // A program that another test starts would keep it open.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let number = story.withLock { story in
          story.connections += 1
          return story.connections
        }
        Thread.detachNewThread {
          serve(Peer(descriptor: descriptor, server: self, number: number))
          close(descriptor)
        }
      }
    }
  }

  /// Takes no more connections.
  public func stop() {
    // Once: after that the number may be another socket's.
    let isFirst = story.withLock { story in
      defer { story.isStopped = true }
      return !story.isStopped
    }
    if isFirst { shutdown(listener, Int32(SHUT_RDWR)) }
  }

  func note(_ request: String, _ reads: Int) {
    story.withLock {
      $0.requests.append(request)
      $0.reads.append(reads)
    }
  }

  public var connections: Int { story.withLock { $0.connections } }
  public var requests: [String] { story.withLock { $0.requests } }
  /// With how many reads each request came.
  public var reads: [Int] { story.withLock { $0.reads } }
  public var posts: Int { requests.count { $0.hasPrefix("POST ") } }
  public var url: String { "http://127.0.0.1:\(port)" }
}

/// An answer of HTTP with a body.
public func answer(_ status: String, _ body: String = "", _ fields: String...) -> String {
  let fields = fields.map { $0 + "\r\n" }.joined()
  return "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
}

/// Waits until something holds, for ten seconds at most; whether it does.
public func eventually(_ holds: () -> Bool) -> Bool {
  for _ in 0..<2000 {
    if holds() { return true }
    usleep(5000)
  }
  return holds()
}
