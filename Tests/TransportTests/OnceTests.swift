import Foundation
import Quantities
import Requests
import TestSupport
import Testing
import Transport

/// An order reaches a server once at most, whatever the server does.
@Suite struct OnceTests {
  static let options = TransportOptions(allowsPlainText: true, timeout: .seconds(10))

  struct Treatment: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// How many requests arrive, and what the sender learns.
    let posts: Int
    let outcome: Outcome
    let serve: @Sendable (Loopback.Peer) -> Void

    init(
      _ name: String, posts: Int = 1, _ outcome: Outcome,
      _ serve: @escaping @Sendable (Loopback.Peer) -> Void
    ) {
      testDescription = name
      self.posts = posts
      self.outcome = outcome
      self.serve = serve
    }
  }

  enum Outcome: Sendable, Hashable {
    case status(Int)
    case lost(TransportError.Reason)
  }

  static let treatments: [Treatment] = [
    Treatment("answered", .status(200)) { peer in
      _ = peer.request()
      peer.write(answer("200 OK", "{}"))
    },
    Treatment("closed before it is read", posts: 0, .lost(.connectionLost)) { _ in },
    Treatment("reset before it is read", posts: 0, .lost(.connectionLost)) { $0.reset() },
    Treatment("closed after it was read", .lost(.connectionLost)) { _ = $0.request() },
    Treatment("reset after it was read", .lost(.connectionLost)) { peer in
      _ = peer.request()
      peer.reset()
    },
    Treatment("closed after half a head", .lost(.truncated)) { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 200 OK\r\nContent-Le")
    },
    Treatment("closed after half a body", .lost(.truncated)) { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"retCode\":0")
    },
    Treatment("closed after half a chunk", .lost(.truncated)) { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"ret")
    },
    Treatment("reset after half a body", .lost(.connectionLost)) { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"retCode\":0")
      usleep(50_000)
      peer.reset()
    },
    Treatment("never answered", .lost(.timedOut)) { peer in
      _ = peer.request()
      _ = peer.read()
    },
    Treatment("answered too slowly", .lost(.timedOut)) { peer in
      _ = peer.request()
      for byte in Array(answer("200 OK", String(repeating: "x", count: 200)).utf8) {
        peer.write([byte])
        usleep(20_000)
      }
    },
    Treatment("told to ask elsewhere, 307", .status(307)) { peer in
      _ = peer.request()
      peer.write(answer("307 Temporary Redirect", "", "Location: \(peer.server.url)/b"))
    },
    Treatment("told to ask elsewhere, 308", .status(308)) { peer in
      _ = peer.request()
      peer.write(answer("308 Permanent Redirect", "", "Location: /b"))
    },
    Treatment("told to ask elsewhere, 302", .status(302)) { peer in
      _ = peer.request()
      peer.write(answer("302 Found", "", "Location: /b"))
    },
    Treatment("told that its expectation failed", .status(417)) { peer in
      _ = peer.request()
      peer.write(answer("417 Expectation Failed"))
    },
    Treatment("told to retry, 408", .status(408)) { peer in
      _ = peer.request()
      peer.write(answer("408 Request Timeout", "", "Connection: close"))
    },
    Treatment("told to retry, 425", .status(425)) { peer in
      _ = peer.request()
      peer.write(answer("425 Too Early", "", "Retry-After: 0"))
    },
    Treatment("told to retry, 503", .status(503)) { peer in
      _ = peer.request()
      peer.write(answer("503 Service Unavailable", "", "Retry-After: 0"))
    },
    Treatment("asked for a password", .status(401)) { peer in
      _ = peer.request()
      peer.write(answer("401 Unauthorized", "", "WWW-Authenticate: Basic realm=\"x\""))
    },
    Treatment("continued, then closed", .lost(.connectionLost)) { peer in
      _ = peer.request()
      peer.write("HTTP/1.1 100 Continue\r\n\r\n")
    },
    Treatment("offered another protocol", .status(200)) { peer in
      _ = peer.request()
      peer.write(answer("200 OK", "{}", "Alt-Svc: h2=\":1\"", "Upgrade: h2c"))
    },
    Treatment("answered with noise", .lost(.malformed)) { peer in
      _ = peer.request()
      peer.write("what is this?\r\n\r\n")
    },
  ]

  @Test(arguments: treatments)
  func `one connection, one request, in one piece`(treatment: Treatment) throws {
    let server = Loopback(treatment.serve)
    defer { server.stop() }
    var client = HTTPClient(Self.options)
    let request = HTTPRequest(
      .post, server.url + "/v5/order/create", headers: ["Content-Type": "application/json"],
      body: Array(repeating: 0x7b, count: 2000))
    #expect(request.delivery == .once)
    let within: Interval? = treatment.outcome == .lost(.timedOut) ? .seconds(1) : nil
    switch treatment.outcome {
    case .status(let status):
      #expect(try client.answer(to: request, within: within).status == status)
    case .lost(let reason):
      #expect(throws: TransportError(.mayHaveArrived, reason)) {
        try client.answer(to: request, within: within)
      }
    }
    usleep(100_000)  // for what may come behind our back
    #expect(server.connections == 1)
    #expect(server.posts == treatment.posts)
    #expect(server.reads.allSatisfy { $0 == 1 })
  }

  /// Answers reads, and closes without an answer when an order comes.
  static func dying() -> Loopback {
    Loopback { peer in
      while let request = peer.request() {
        if request.hasPrefix("POST") { return }
        peer.write(answer("200 OK", "{}"))
      }
    }
  }

  @Test func `a kept connection that dies is none of an order's concern`() {
    let server = Self.dying()
    defer { server.stop() }
    var client = HTTPClient(Self.options)
    for _ in 0..<3 {
      #expect(throws: Never.self) { try client.answer(to: HTTPRequest(.get, server.url + "/t")) }
    }
    #expect(server.connections == 1)
    #expect(throws: TransportError(.mayHaveArrived, .connectionLost)) {
      try client.answer(to: HTTPRequest(.post, server.url + "/order", body: [1]))
    }
    #expect(server.connections == 2)
    #expect(server.posts == 1)
  }

  /// What the rule is for: this is how libcurl repeats an order when it is let.
  @Test func `a repeatable request over a kept connection that dies is sent twice`() {
    let server = Self.dying()
    defer { server.stop() }
    var client = HTTPClient(Self.options)
    _ = try? client.answer(to: HTTPRequest(.get, server.url + "/t"))
    let post = HTTPRequest(.post, server.url + "/order", body: [1], delivery: .repeatable)
    #expect(throws: TransportError.self) { try client.answer(to: post) }
    #expect(server.posts == 2)
  }

  @Test func `every order has a connection of its own, which the next read does not use`() throws {
    let server = Loopback { peer in
      while peer.request() != nil { peer.write(answer("200 OK", "{}")) }
    }
    defer { server.stop() }
    var client = HTTPClient(Self.options)
    for _ in 0..<4 {
      _ = try client.answer(to: HTTPRequest(.post, server.url + "/order", body: [1]))
      _ = try client.answer(to: HTTPRequest(.get, server.url + "/time"))
    }
    #expect(server.connections == 5)
    #expect(server.posts == 4)
  }

  @Test func `an order of a megabyte is not asked for permission first`() throws {
    let server = Loopback { peer in
      _ = peer.request()
      peer.write(answer("200 OK"))
    }
    defer { server.stop() }
    var client = HTTPClient(Self.options)
    let request = HTTPRequest(
      .post, server.url, headers: ["Expect": "100-continue"],
      body: .init(repeating: 65, count: 1 << 21))
    #expect(try client.answer(to: request).status == 200)
    #expect(server.requests[0].lowercased().contains("\r\nexpect:") == false)
  }
}
