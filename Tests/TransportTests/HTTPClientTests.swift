import Foundation
import Quantities
import Requests
import TestSupport
import Testing
import Transport

@Suite struct HTTPClientTests {
  static let options = TransportOptions(
    allowsPlainText: true, timeout: .seconds(10), bodyLimit: 10_000, headLimit: 4_000)

  /// What a client makes of one answer.
  static func outcome(
    _ request: HTTPRequest? = nil, within limit: Interval? = nil,
    of serve: @escaping @Sendable (Loopback.Peer) -> Void
  ) -> Result<HTTPResponse, TransportError> {
    let server = Loopback(serve)
    defer { server.stop() }
    var client = HTTPClient(options)
    return Result { () throws(TransportError) in
      try client.answer(to: request ?? HTTPRequest(.get, server.url + "/x"), within: limit)
    }
  }

  static func outcome(_ text: String) -> Result<HTTPResponse, TransportError> {
    outcome { peer in
      _ = peer.request()
      peer.write(text)
    }
  }

  @Test func `an answer is read with its status, fields and body`() throws {
    let got = try Self.outcome(answer("200 OK", "{}", "X-Bapi-Limit: 10", "a: 1", "A: 2")).get()
    #expect(got.status == 200 && got.body == Array("{}".utf8))
    #expect(got.headers["x-bapi-limit"] == "10")
    #expect(got.headers.values("A") == ["1", "2"])
    let chunked =
      "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    #expect(try Self.outcome(chunked).get().body == Array("abcde".utf8))
    #expect(try Self.outcome("HTTP/1.1 204 No Content\r\n\r\n").get().status == 204)
  }

  @Test func `a request says what it is told to say, and no more`() throws {
    let server = Loopback { peer in
      while peer.request() != nil { peer.write(answer("200 OK")) }
    }
    defer { server.stop() }
    var client = HTTPClient(Self.options)
    for (method, body) in [
      (HTTPMethod.get, ""), (.post, "{\"a\":1}"), (.post, ""), (.put, "p"), (.delete, ""),
      (.delete, "d"), (.patch, "q"),
    ] {
      let headers: HTTPHeaders = ["X-Sign": "s=1&t", "X-Empty": ""]
      _ = try client.answer(
        to: HTTPRequest(method, server.url + "/v5?a=1", headers: headers, body: Array(body.utf8)))
      let text = try #require(server.requests.last)
      #expect(text.hasPrefix("\(method.rawValue) /v5?a=1 HTTP/1.1\r\nHost: 127.0.0.1:"))
      #expect(text.contains("\r\nX-Sign: s=1&t\r\n") && text.contains("\r\nX-Empty:\r\n"))
      #expect(text.hasSuffix("\r\n\r\n\(body)"))
      #expect(!text.lowercased().contains("content-type"))
      #expect(
        text.contains("\r\nContent-Length: \(body.utf8.count)\r\n")
          == (body != "" || method == .post))
      #expect(text.contains("\r\nAccept-Encoding: gzip, deflate\r\n") == (method == .get))
    }
  }

  @Test func `what is broken, too long or too slow ends in its error`() {
    func reason(_ text: String) -> TransportError? {
      if case .failure(let error) = Self.outcome(text) { return error }
      return nil
    }
    let long = String(repeating: "x", count: 10_001)
    let read = TransportError.Delivery.mayHaveArrived
    #expect(reason(answer("200 OK", long)) == TransportError(read, .tooLarge(limit: 10_000)))
    #expect(
      reason("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n\(long)")
        == TransportError(read, .tooLarge(limit: 10_000)))
    #expect(
      reason(answer("200 OK", "", "X: \(long)")) == TransportError(read, .tooLarge(limit: 10_000)))
    #expect(
      reason("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")
        == TransportError(read, .malformed))
    #expect(
      reason("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc") == TransportError(read, .truncated))
    #expect(reason("SSH-2.0-OpenSSH\r\n") == TransportError(read, .malformed))
    #expect(reason("") == TransportError(read, .connectionLost))
  }

  @Test func `time limits are kept`() {
    for pause in [5_000_000, 100_000] as [UInt32] {
      let begun = ContinuousClock.now
      let got = Self.outcome(within: .seconds(1)) { peer in
        _ = peer.request()
        for byte in Array("HTTP/1.1 200 OK\r\nX-Slow: as can be\r\n".utf8) {
          usleep(pause)
          peer.write([byte])
        }
      }
      #expect(got == .failure(TransportError(.mayHaveArrived, .timedOut)))
      #expect(ContinuousClock.now - begun < .seconds(4))
    }
    let server = Loopback { _ in }
    defer { server.stop() }
    var client = HTTPClient(Self.options)
    #expect(throws: TransportError(.nothingSent, .timedOut)) {
      try client.answer(to: HTTPRequest(.get, server.url), within: .seconds(0))
    }
    #expect(server.connections == 0)
  }

  @Test func `what cannot be connected was not sent`() {
    let server = Loopback { _ in }
    server.stop()
    usleep(10_000)
    var client = HTTPClient(Self.options)
    #expect(throws: TransportError(.nothingSent, .notConnected)) {
      try client.answer(to: HTTPRequest(.post, server.url, body: [1]))
    }
    #expect(throws: TransportError(.nothingSent, .nameNotResolved)) {
      try client.answer(to: HTTPRequest(.post, "http://name.invalid/", body: [1]))
    }
    // A listener whose queue is full: nobody answers the connection.
    let deaf = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(deaf) }
    var quick = HTTPClient(
      TransportOptions(allowsPlainText: true, connectTimeout: .milliseconds(300)))
    let begun = ContinuousClock.now
    #expect(throws: TransportError(.nothingSent, .timedOut)) {
      try quick.answer(to: HTTPRequest(.post, "http://\(silentPort(deaf))/", body: [1]))
    }
    #expect(ContinuousClock.now - begun < .seconds(4))
  }

  @Test func `a request that makes no sense is not sent`() {
    let server = Loopback { peer in
      _ = peer.request()
      peer.write(answer("200 OK"))
    }
    defer { server.stop() }
    var client = HTTPClient(Self.options)
    let bad: [(HTTPRequest, TransportError.Reason)] = [
      (HTTPRequest(.get, server.url + "/\r\nX: y"), .invalidRequest("url")),
      (HTTPRequest(.get, server.url + "/ a"), .invalidRequest("url")),
      (HTTPRequest(.get, "file:///etc/passwd"), .invalidRequest("url")),
      (HTTPRequest(.get, ""), .invalidRequest("url")),
      (HTTPRequest(.get, server.url, headers: ["A": "b\r\nC: d"]), .invalidRequest("A")),
      (HTTPRequest(.get, server.url, headers: ["A b": "c"]), .invalidRequest("A b")),
      (HTTPRequest(.get, server.url, body: [1]), .invalidRequest("body")),
    ]
    for (request, reason) in bad {
      #expect(throws: TransportError(.nothingSent, reason)) { try client.answer(to: request) }
    }
    var strict = HTTPClient()
    #expect(throws: TransportError(.nothingSent, .plainText)) {
      try strict.answer(to: HTTPRequest(.get, server.url))
    }
    #expect(server.connections == 0)
  }

  @Test func `connections of reads are kept, and answers compressed`() throws {
    let zipped: [UInt8] = [  // `abcabcabc` by gzip
      31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 76, 74, 78, 4, 35, 0, 24, 72, 45, 70, 9, 0, 0, 0,
    ]
    let server = Loopback { peer in
      while peer.request() != nil {
        peer.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 25\r\n\r\n")
        peer.write(zipped)
      }
    }
    defer { server.stop() }
    var client = HTTPClient(Self.options)
    for _ in 0..<20 {
      let got = try client.answer(to: HTTPRequest(.get, server.url))
      #expect(String(decoding: got.body, as: UTF8.self) == "abcabcabc")
    }
    #expect(server.connections == 1)
  }

  @Test func `descriptions and errors hold no secret`() {
    let request = HTTPRequest(
      .post, "https://user:CANARY@venue.com/v5/order?sign=CANARY", headers: ["X-Key": "CANARY"],
      body: Array("CANARY".utf8))
    for text in ["\(request)", String(reflecting: request), String(describing: [request])] {
      #expect(!text.contains("CANARY") && text.contains("venue.com/v5/order"), "\(text)")
    }
    var dumped = ""
    dump(request, to: &dumped)
    #expect(!dumped.contains("CANARY") && !dumped.contains("67"))
    var client = HTTPClient()
    let bad = HTTPRequest(.post, "https://127.0.0.1:1/?sign=CANARY", headers: ["X": "CANARY\r\n"])
    do throws(TransportError) {
      _ = try client.answer(to: bad)
    } catch {
      #expect(!"\(error)".contains("CANARY"))
    }
  }
}

/// Binds a socket that listens and never accepts, and fills its queue; `host:port`.
func silentPort(_ descriptor: Int32) -> String {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  unsafe withUnsafeMutablePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
      unsafe bind(descriptor, address, size)
      listen(descriptor, 0)
      unsafe getsockname(descriptor, address, &size)
      for _ in 0..<3 {
        let filler = socket(
          AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        _ = unsafe connect(filler, address, size)
      }
    }
  }
  return "127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
}
