import Digest
import Foundation
import Glibc
import Quantities
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
