import Quantities
import Transport

/// One input of the fuzzer: the first byte says what reads the others.
///
/// No bytes may trap, and in whatever pieces they come they read the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard let start = unsafe start, count > 1 else { return 0 }
  let input = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  let bytes = Array(input[1...])
  switch input[0] & 7 {
  case 0: frames(bytes, .client, nil)
  case 1: frames(bytes, .server, nil)
  case 2, 3: frames(bytes, .client, DeflateParameters())
  case 4: frames(bytes, .client, DeflateParameters(serverNoContextTakeover: true))
  case 5: deflated(bytes)
  case 6: request(bytes)
  default: answer(bytes)
  }
  return 0
}

private let limits = WebSocketLimits(frame: 1 << 16, message: 1 << 18, inflation: 100)

private struct Story: Equatable {
  var items: [WebSocketReader.Item] = []
  var payloads: [[UInt8]] = []
  var error: WebSocketError?
}

/// Reads bytes as frames, all at once and in pieces.
private func frames(_ bytes: [UInt8], _ role: WebSocketRole, _ compression: DeflateParameters?) {
  let whole = story(bytes, role, compression, piece: bytes.count)
  let pieces = story(bytes, role, compression, piece: 1 + Int(bytes[0] & 31))
  precondition(whole == pieces, "\(bytes) read otherwise in pieces: \(whole), \(pieces)")
  for (item, payload) in zip(whole.items, whole.payloads) where item == .text {
    precondition(String(validating: payload, as: UTF8.self) != nil, "\(payload) is no text")
  }
}

private func story(
  _ bytes: [UInt8], _ role: WebSocketRole, _ compression: DeflateParameters?, piece: Int
) -> Story {
  var reader = WebSocketReader(role: role, limits: limits, compression: compression)
  var story = Story()
  do throws(WebSocketError) {
    for start in stride(from: 0, to: bytes.count, by: piece) {
      reader.append(Array(bytes[start..<min(start + piece, bytes.count)]))
      while let item = try reader.next() {
        story.items.append(item)
        story.payloads.append(reader.array)
      }
    }
  } catch {
    story.error = error
  }
  return story
}

/// Takes bytes for the payload of one compressed message, and writes what comes out again.
private func deflated(_ bytes: [UInt8]) {
  let length = bytes.prefix(65_535).count
  let head: [UInt8] = [0xc2, 126, UInt8(length >> 8), UInt8(length & 255)]
  guard length >= 126 else {
    return frames([0xc2, UInt8(length)] + bytes, .client, DeflateParameters())
  }
  frames(head + bytes.prefix(length), .client, DeflateParameters())
  var writer = WebSocketWriter(role: .server, compression: DeflateParameters(), maskSeed: 1)
  unsafe writer.message(.binary, bytes.span.bytes)
  unsafe writer.message(.binary, bytes.span.bytes)
  let limit = WebSocketLimits(inflation: 2000)
  var reader = WebSocketReader(role: .client, limits: limit, compression: DeflateParameters())
  reader.append(writer.take())
  for _ in 0..<2 {
    let item = try? reader.next()
    precondition(item == .binary && reader.array == bytes, "\(bytes) is written as something else")
  }
}

private func request(_ bytes: [UInt8]) {
  guard let head = try? HTTPHead(bytes) else { return }
  precondition(head.length <= bytes.count)
  guard let (answer, agreement) = try? ServerHandshake.accept(head, subprotocols: ["v1"]) else {
    return
  }
  let reply = try? HTTPHead(answer)
  precondition(reply?.length == answer.count, "our own answer is no head")
  if let compression = agreement.compression {
    precondition((9...15).contains(compression.serverMaxWindowBits))
  }
}

private func answer(_ bytes: [UInt8]) {
  let handshake = try? ClientHandshake(
    host: "h", target: "/", subprotocols: ["v1"], offer: DeflateParameters(),
    key: (0x7468_6520_7361_6d70, 0x6c65_206e_6f6e_6365))
  let good = Array(
    ("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n").utf8)
  for text in [bytes, good + bytes + [13, 10, 13, 10]] {
    guard let head = try? HTTPHead(text) else { continue }
    _ = try? handshake?.agreement(in: head)
    _ = HTTPResponse(status: 429, headers: head.headers).retryAfter(at: .init(seconds: 1 << 30))
  }
}
