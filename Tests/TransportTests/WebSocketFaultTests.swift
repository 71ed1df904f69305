import Glibc
import Quantities
import Synchronization
import TestSupport
import Testing

@testable import Transport

/// Against our own side of a server, which can be made to misbehave.
@Suite struct WebSocketFaultTests {
  static let start = WebSocketClientTests.start

  /// A server that shakes hands and then does what it is told, with a writer of its own.
  static func server(
    compresses: Bool = false,
    _ serve:
      @escaping @Sendable (Loopback.Peer, inout WebSocketWriter, inout WebSocketReader) -> Void
  ) -> Loopback {
    Loopback { peer in
      guard let request = peer.request(), let head = try? HTTPHead(Array(request.utf8)),
        let (bytes, agreement) = try? ServerHandshake.accept(head, compresses: compresses)
      else { return }
      peer.write(bytes)
      var writer = WebSocketWriter(role: .server, compression: agreement.compression)
      var reader = WebSocketReader(role: .server, compression: agreement.compression)
      serve(peer, &writer, &reader)
    }
  }

  static func connect(
    _ server: Loopback, _ change: (inout WebSocketClient.Options) -> Void = { _ in }
  ) throws -> WebSocketClient {
    var options = WebSocketClientTests.options()
    change(&options)
    return try WebSocketClient("ws://127.0.0.1:\(server.port)/", options, at: start)
  }

  /// Reads until a reader gives something that is wanted.
  static func read(
    _ peer: Loopback.Peer, _ reader: inout WebSocketReader,
    until isWanted: (WebSocketReader.Item) -> Bool
  ) -> Bool {
    while true {
      do {
        while let item = try reader.next() { if isWanted(item) { return true } }
      } catch {
        return false
      }
      let bytes = peer.read()
      if bytes.isEmpty { return false }
      reader.append(bytes)
    }
  }

  @Test func `messages that come with the answer of the handshake are not lost`() throws {
    let server = Loopback { peer in
      guard let request = peer.request(), let head = try? HTTPHead(Array(request.utf8)),
        let (bytes, _) = try? ServerHandshake.accept(head)
      else { return }
      var writer = WebSocketWriter(role: .server)
      writer.text("first")
      writer.text("second")
      peer.write(bytes + writer.take())
      _ = peer.read()
    }
    defer { server.stop() }
    var client = try Self.connect(server)
    #expect(try WebSocketClientTests.wait(&client) == .text)
    #expect(client.array == Array("first".utf8))
    #expect(try WebSocketClientTests.wait(&client) == .text)
    #expect(client.array == Array("second".utf8))
  }

  @Test func `a connection is opened beside the owner's loop, and fails beside it`() throws {
    let server = Self.server { peer, writer, _ in
      writer.text("hello")
      peer.write(writer.take())
      _ = peer.read()
    }
    defer { server.stop() }
    func wait(_ url: String) throws -> WebSocketConnector {
      let connector = try WebSocketConnector(url, WebSocketClientTests.options(), at: Self.start)
      var item = pollfd(fd: connector.descriptor, events: Int16(POLLIN), revents: 0)
      try #require(unsafe poll(&item, 1, 20_000) == 1)
      return connector
    }
    let later = Self.start + .seconds(8)
    let connector = try wait("ws://127.0.0.1:\(server.port)/")
    guard var client = try connector.take(at: later) else {
      Issue.record("the descriptor is readable, and nothing is there")
      return
    }
    let heard = client.lastHeard
    #expect(heard == later)
    #expect(try WebSocketClientTests.wait(&client, at: later) == .text)
    let isTaken = try connector.take(at: later) == nil
    #expect(isTaken)
    let refused = try wait("ws://127.0.0.1:1/")
    #expect(throws: WebSocketFailure.transport(.notConnected)) {
      _ = try refused.take(at: later) == nil
    }
    _ = try WebSocketConnector(
      "ws://127.0.0.1:\(server.port)/", WebSocketClientTests.options(), at: later)
  }

  @Test(arguments: [
    (frame(0x83), CloseCode.protocolError), (frame(0x81, [0xff]), .invalidPayload),
    (frame(0x81, length: [126, 39, 16]), .tooLarge),
  ])
  func `a server that breaks the protocol is told its close code`(
    bytes: [UInt8], code: CloseCode
  ) throws {
    let told = Told()
    let server = Self.server { peer, _, reader in
      peer.write(bytes)
      _ = Self.read(peer, &reader) { item in
        if case .close(let code) = item { told.set(code) }
        return true
      }
    }
    defer { server.stop() }
    var client = try Self.connect(server) { $0.limits.frame = 1000 }
    #expect(throws: WebSocketFailure.self) { _ = try WebSocketClientTests.wait(&client) }
    guard case .broken(let error)? = Self.failure(&client) else {
      Issue.record("the failure is not kept")
      return
    }
    #expect(error.closeCode == code)
    #expect(eventually { told.code == code })
  }

  static func failure(_ client: inout WebSocketClient) -> WebSocketFailure? {
    do throws(WebSocketFailure) {
      _ = try client.receive(at: start)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a cut connection is told as lost, and a silent one is given up`() throws {
    let cut = Self.server { peer, writer, _ in
      writer.text("one")
      peer.write(Array(writer.take().dropLast()))
      usleep(50_000)
      peer.reset()
    }
    defer { cut.stop() }
    var lost = try Self.connect(cut)
    #expect(throws: WebSocketFailure.transport(.connectionLost)) {
      _ = try WebSocketClientTests.wait(&lost)
    }
    let pings = Told()
    let silent = Self.server { peer, _, reader in
      _ = Self.read(peer, &reader) { item in
        if item == .ping { pings.set(.normal) }
        return false
      }
    }
    defer { silent.stop() }
    var client = try Self.connect(silent)
    let due = client.nextDuty
    #expect(due == Self.start + .seconds(3))
    try client.attend(at: Self.start + .seconds(3))
    #expect(throws: WebSocketFailure.stalled(silent: .seconds(10))) {
      try client.attend(at: Self.start + .seconds(10))
    }
    #expect(eventually { pings.code == .normal }, "a ping went out")
    #expect(throws: WebSocketFailure.stalled(silent: .seconds(10))) { try client.send("more") }
  }

  @Test func `the venue's own ping is sent, and any answer counts as life`() throws {
    let server = Self.server { peer, writer, reader in
      while Self.read(peer, &reader, until: { $0 == .text }) {
        guard reader.array == Array("{\"op\":\"ping\"}".utf8) else { return }
        writer.text("{\"op\":\"pong\"}")
        peer.write(writer.take())
      }
    }
    defer { server.stop() }
    var client = try Self.connect(server) {
      $0.liveness = Liveness.Options(
        ping: .text("{\"op\":\"ping\"}"), pingEvery: .seconds(20), onlyWhenIdle: false,
        stalledAfter: .seconds(30))
    }
    for round in 1...5 as ClosedRange<Int64> {
      let now = Self.start + .seconds(round * 20)
      try client.attend(at: now)
      #expect(try WebSocketClientTests.wait(&client, at: now) == .text)
      let heard = client.lastHeard
      #expect(heard == now)
    }
  }

  @Test func `who does not read is told so, within bounds`() throws {
    let server = Self.server { peer, _, _ in usleep(3_000_000) }
    defer { server.stop() }
    var client = try Self.connect(server) { $0.outputLimit = 200_000 }
    let payload = [UInt8](repeating: 65, count: 100_000)
    var failure: WebSocketFailure?
    for _ in 0..<200 where failure == nil {
      do throws(WebSocketFailure) {
        unsafe try client.send(.binary, payload.span.bytes)
      } catch {
        failure = error
      }
    }
    #expect(failure == .outputFull(limit: 200_000))
    let wantsToSend = client.wantsToSend
    #expect(wantsToSend)
  }

  @Test func `a handshake that is refused, garbled, endless or silent ends in its error`() {
    let cases: [(WebSocketFailure, @Sendable (Loopback.Peer) -> Void)] = [
      (.handshake(.refused(status: 403)), { $0.write(answer("403 Forbidden", "no")) }),
      (.handshake(.head(.field(line: 1))), { $0.write("HTTP/1.1 101 X\r\nwhat\r\n\r\n") }),
      (
        .handshake(.head(.tooLong(limit: 64 << 10))),
        { peer in
          peer.write(String(repeating: "x", count: 100_000))
          usleep(200_000)
        }
      ),
      (.transport(.connectionLost), { _ in }),
      (.transport(.timedOut), { _ in usleep(4_000_000) }),
    ]
    for (expected, serve) in cases {
      let server = Loopback { peer in
        _ = peer.request()
        serve(peer)
      }
      defer { server.stop() }
      #expect(throws: expected) {
        let client = try Self.connect(server) {
          $0.transport.connectTimeout = .seconds(2)
        }
        _ = client.descriptor
      }
    }
    for url in ["", "http://h/", "ws://", "ws://a@b/", "ws://h/ x", "ws://h/#f", "wss://h\r\n/"] {
      #expect(throws: WebSocketFailure.transport(.invalidRequest("url")), "\(url)") {
        _ = try WebSocketClient(url, WebSocketClientTests.options(), at: Self.start).descriptor
      }
    }
    #expect(throws: WebSocketFailure.transport(.plainText)) {
      _ = try WebSocketClient("ws://127.0.0.1:1/", at: Self.start).descriptor
    }
  }
}

/// What a server was told, over threads.
final class Told: Sendable {
  private let box = Mutex<CloseCode?>(nil)

  func set(_ code: CloseCode?) { box.withLock { $0 = code } }
  var code: CloseCode? { box.withLock { $0 } }
}
