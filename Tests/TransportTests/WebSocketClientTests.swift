import Digest
import Foundation
import Glibc
import Quantities
import Synchronization
import TestSupport
import Testing

@testable import Transport

@Suite struct WebSocketClientTests {
  static let start = Instant(seconds: 1_800_000_000)

  static func options(_ compression: DeflateParameters? = nil) -> WebSocketClient.Options {
    WebSocketClient.Options(
      transport: TransportOptions(allowsPlainText: true, connectTimeout: .seconds(10)),
      compression: compression)
  }

  /// The next item that is a message or a close, waiting for it as a service would.
  static func wait(
    _ client: inout WebSocketClient, at now: Instant = start
  ) throws -> WebSocketReader.Item {
    while true {
      while let item = try client.receive(at: now) {
        if item != .ping, item != .pong { return item }
      }
      var item = pollfd(fd: client.descriptor, events: Int16(POLLIN), revents: 0)
      if client.wantsToSend { item.events |= Int16(POLLOUT) }
      try #require(unsafe poll(&item, 1, 30_000) == 1, "nothing comes")
      try client.flush()
    }
  }

  /// The library of PyPI as a server: sends fragmented messages with pings between them that a seed
  /// decides, waits for the pongs, tells their digest, and sends back what it gets.
  static let foreign = """
    import asyncio, hashlib, random, ssl, sys
    from websockets.asyncio.server import serve
    from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
    mode, folder = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    async def talk(ws):
        r, h = random.Random(7), hashlib.sha256()
        pongs = []
        for i in range(400):
            n = r.choice([0, 1, 125, 126, 127, 65535, 65536, r.randrange(300000)] + [r.randrange(300)] * 16)
            if r.random() < 0.5:
                m = ''.join(r.choices('ab{}:0.1é价🚀', k=n // 3))
                b = m.encode()
            else:
                m = b = bytes(r.choices(b'abc', k=n)) if i % 2 else r.randbytes(n)
            h.update(str(len(b)).encode() + b)
            if r.random() < 0.3:
                await ws.send(m)
            else:
                cuts = sorted(r.randrange(len(m) + 1) for _ in range(r.randrange(6)))
                parts = [m[a:z] for a, z in zip([0] + cuts, cuts + [len(m)])]
                async def pieces():
                    for p in parts:
                        yield p
                        if r.random() < 0.3: pongs.append(await ws.ping(b'%d' % len(pongs) + r.randbytes(r.randrange(120))))
                await ws.send(pieces())
        for p in pongs: await p
        await ws.send('digest ' + h.hexdigest())
        async for m in ws:
            if m == 'close': return await ws.close(4001, 'as you wish')
            await ws.send(m)
    async def main():
        context = None
        if folder:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(folder + '.pem', folder + '.key')
        deflate = {'plain': None, 'deflate': [ServerPerMessageDeflateFactory()],
            'fresh': [ServerPerMessageDeflateFactory(True, True)],
            'small': [ServerPerMessageDeflateFactory(False, False, 9, 10)]}[mode]
        async with serve(talk, '127.0.0.1', 0, compression=None, extensions=deflate, ssl=context,
                         max_size=None) as s:
            print(s.sockets[0].getsockname()[1], flush=True)
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    asyncio.run(main())
    """

  struct Mode: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var compression: DeflateParameters?
    var isSecure = false
    var argument: String
  }

  static let modes = [
    Mode(testDescription: "plain", compression: nil, argument: "plain"),
    Mode(testDescription: "deflate", compression: DeflateParameters(), argument: "deflate"),
    Mode(
      testDescription: "deflate without takeover", compression: DeflateParameters(),
      argument: "fresh"),
    Mode(
      testDescription: "small windows",
      compression: DeflateParameters(serverMaxWindowBits: 9), argument: "small"),
    Mode(
      testDescription: "TLS and deflate", compression: DeflateParameters(), isSecure: true,
      argument: "deflate"),
  ]

  @Test(.enabled(if: PythonServer.hasWebSockets), arguments: modes)
  func `a foreign server and we understand each other`(mode: Mode) throws {
    let certificates = try Certificates.shared.get()
    let server = try PythonServer(
      Self.foreign, [mode.argument] + (mode.isSecure ? ["\(certificates.folder)/good"] : []))
    var options = Self.options(mode.compression)
    if mode.isSecure {
      options.transport = TransportOptions(authorities: certificates.authority)
    }
    var client = try WebSocketClient(
      "\(mode.isSecure ? "wss" : "ws")://127.0.0.1:\(server.port)/v5?x=1", options, at: Self.start)
    #expect((client.agreement.compression != nil) == (mode.compression != nil))
    var hash = SHA256()
    for _ in 0..<400 {
      let item = try Self.wait(&client)
      #expect(item == .text || item == .binary)
      let bytes = client.array
      hash.update(Array("\(bytes.count)".utf8))
      hash.update(bytes)
    }
    #expect(try Self.wait(&client) == .text)
    #expect(String(decoding: client.array, as: UTF8.self) == "digest \(hash.finalize())")
    // And back: what we mask, compress and send comes back the same.
    for seed in 0..<60 {
      var chance = Seeded(seed)
      let payload = Conversation.payload(seed % 2 == 0 ? .text : .binary, &chance)
      unsafe try client.send(seed % 2 == 0 ? .text : .binary, payload.span.bytes)
      #expect(try Self.wait(&client) == (seed % 2 == 0 ? .text : .binary))
      #expect(client.array == payload)
    }
    try client.send("close")
    #expect(try Self.wait(&client) == .close(CloseCode(rawValue: 4001)))
    #expect(String(decoding: client.array, as: UTF8.self) == "as you wish")
    #expect(throws: WebSocketFailure.closed(CloseCode(rawValue: 4001))) {
      try client.receive(at: Self.start)
    }
  }

  @Test(.enabled(if: PythonServer.hasWebSockets))
  func `a close of ours is answered`() throws {
    let server = try PythonServer(Self.foreign, ["plain"])
    var client = try WebSocketClient(
      "ws://127.0.0.1:\(server.port)", Self.options(), at: Self.start)
    try client.close(.goingAway, "bye")
    #expect(throws: WebSocketFailure.closed(nil)) { try client.send("more") }
    while try Self.wait(&client) != .close(.goingAway) {}
  }
}

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
