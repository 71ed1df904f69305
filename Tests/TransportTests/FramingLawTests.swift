import TestSupport
import Testing

@testable import Transport

/// A conversation that a seed decides: bytes, and what a reader must give.
struct Conversation {
  var bytes: [UInt8] = []
  var expected: [Got] = []

  init(seed: Int, role: WebSocketRole, compression: DeflateParameters?, messages: Int = 30) {
    var chance = Seeded(seed)
    var writer = WebSocketWriter(role: role, compression: compression, maskSeed: UInt64(seed))
    for _ in 0..<messages {
      let kind: WebSocketWriter.Kind = chance.chance(60) ? .text : .binary
      let payload = Self.payload(kind, &chance)
      if chance.chance(50) {
        unsafe writer.message(kind, payload.span.bytes)
      } else {
        fragment(kind, payload, &writer, &chance)
      }
      expected.append(Got(kind == .text ? .text : .binary, payload))
      if chance.chance(20) { control(&writer, &chance) }
    }
    writer.close(.goingAway, "tschüß")
    expected.append(Got(.close(.goingAway), "tschüß"))
    bytes += writer.take()
  }

  private mutating func fragment(
    _ kind: WebSocketWriter.Kind, _ payload: [UInt8], _ writer: inout WebSocketWriter,
    _ chance: inout Seeded
  ) {
    let squeezes = chance.chance(70)
    var start = 0
    var isFirst = true
    var isLast = false
    while !isLast {
      let count = min(payload.count - start, Int.random(in: 0...900, using: &chance))
      isLast = start + count == payload.count && chance.chance(80)
      unsafe writer.fragment(
        kind, Array(payload[start..<start + count]).span.bytes, isFirst: isFirst, isLast: isLast,
        squeezes: squeezes)
      start += count
      isFirst = false
      if !isLast, chance.chance(25) { control(&writer, &chance) }
    }
  }

  private mutating func control(_ writer: inout WebSocketWriter, _ chance: inout Seeded) {
    let payload = (0..<Int.random(in: 0...125, using: &chance)).map { _ in
      UInt8.random(in: 0...255, using: &chance)
    }
    let isPing = chance.chance(50)
    if isPing {
      unsafe writer.ping(payload.span.bytes)
    } else {
      unsafe writer.pong(payload.span.bytes)
    }
    expected.append(Got(isPing ? .ping : .pong, payload))
  }

  static func payload(_ kind: WebSocketWriter.Kind, _ chance: inout Seeded) -> [UInt8] {
    let sizes = [0, 1, 124, 125, 126, 127, 300, 2000, 65_535, 65_536, 70_000]
    var size = sizes[Int.random(in: 0..<sizes.count, using: &chance)]
    if chance.chance(50) { size = Int.random(in: 0...400, using: &chance) }
    guard kind == .text else {
      let most: UInt8 = chance.chance(50) ? 255 : 3
      return (0..<size).map { _ in UInt8.random(in: 0...most, using: &chance) }
    }
    let words = ["{\"topic\":\"trade\"", "é", "价格", "🚀", "0.0001", "\u{10ffff}", " ", "\u{800}"]
    var text = ""
    while text.utf8.count < size { text += words[Int.random(in: 0..<8, using: &chance)] }
    return Array(text.utf8)
  }
}

@Suite struct FramingLawTests {
  static let compressions: [DeflateParameters?] = [
    nil, DeflateParameters(),
    DeflateParameters(serverNoContextTakeover: true, clientNoContextTakeover: true),
    DeflateParameters(serverMaxWindowBits: 9, clientMaxWindowBits: 10),
    DeflateParameters(serverNoContextTakeover: true, clientMaxWindowBits: 8),
  ]

  @Test(arguments: 0..<40)
  func `any cut of the bytes gives the same messages, to both sides`(seed: Int) throws {
    let compression = Self.compressions[seed % 5]
    for role in [WebSocketRole.client, .server] {
      let talk = Conversation(seed: seed, role: role, compression: compression)
      let other: WebSocketRole = role == .client ? .server : .client
      let limits = WebSocketLimits(inflation: 1100)
      var whole = WebSocketReader(role: other, limits: limits, compression: compression)
      #expect(try read(talk.bytes, by: &whole) == talk.expected)
      for cut in 0..<3 {
        var reader = WebSocketReader(role: other, limits: limits, compression: compression)
        #expect(try read(talk.bytes, by: &reader, cutBy: seed * 3 + cut) == talk.expected)
        #expect(reader.waiting == 0)
      }
    }
  }

  @Test(arguments: 0..<40)
  func `bytes with an error in them end in an error or in messages, never in a trap`(seed: Int) {
    var chance = Seeded(seed + 1000)
    let compression = Self.compressions[seed % 5]
    let talk = Conversation(seed: seed, role: .server, compression: compression, messages: 6)
    for _ in 0..<60 {
      var bytes = talk.bytes
      for _ in 0...Int.random(in: 0..<3, using: &chance) {
        let place = Int.random(in: 0..<bytes.count, using: &chance)
        switch Int.random(in: 0..<3, using: &chance) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
        case 1: bytes.remove(at: place)
        default: bytes.removeLast(min(bytes.count - 1, place))
        }
      }
      var reader = WebSocketReader(role: .client, compression: compression)
      var again = WebSocketReader(role: .client, compression: compression)
      let first = Result { () throws(WebSocketError) in try read(bytes, by: &reader) }
      let second = Result { () throws(WebSocketError) in
        try read(bytes, by: &again, cutBy: seed)
      }
      switch (first, second) {
      case (.success(let a), .success(let b)): #expect(a == b)
      case (.failure(let a), .failure(let b)): #expect(a == b)
      default: Issue.record("seed \(seed): \(first) and \(second)")
      }
    }
  }

  @Test(arguments: 0..<50)
  func `text is valid exactly when Swift says so, in whatever pieces`(seed: Int) {
    var chance = Seeded(seed)
    for _ in 0..<200 {
      var bytes = Conversation.payload(.text, &chance).prefix(60).map { $0 }
      for _ in 0..<Int.random(in: 0...2, using: &chance) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &chance)] = UInt8.random(
          in: 0...255, using: &chance)
      }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      let cut = Int.random(in: 0...bytes.count, using: &chance)
      var check = UTF8Check()
      let result = unsafe bytes.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return true }
        return unsafe check.accepts(start, cut) && check.accepts(start + cut, bytes.count - cut)
      }
      #expect((result && check.isComplete) == isValid, "\(bytes)")
    }
  }
}
