import Events
import Quantities
import TestSupport
import Testing

@Suite struct CodecTests {
  @Test(arguments: EventType.allCases)
  func `what is written reads back, byte for byte`(type: EventType) throws {
    for seed in 0..<60 {
      let event = Event.random(type, seed: seed)
      let bytes = event.json
      let read = try Event(type: type, bytes)
      #expect(read == event)
      #expect(read.json == bytes)
    }
  }

  @Test(arguments: 0..<40)
  func `bytes with a fault are refused, or are another event's canonical bytes`(seed: Int) {
    var random = Seeded(seed)
    for type in EventType.allCases {
      var bytes = Event.random(type, seed: seed).json
      for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&bytes, &random) }
      if let event = try? Event(type: type, bytes) { #expect(event.json == bytes) }
    }
  }

  @Test(arguments: [
    (#"{"at":1,"candles":2}"#, true),
    (#"{"candles":2,"at":1}"#, false),
    (#"{"at":1}"#, false),
    (#"{"at":1,"candles":2,"more":3}"#, false),
    (#"{"at":01,"candles":2}"#, false),
    (#"{"at":-0,"candles":2}"#, false),
    (#"{"at":1.0,"candles":2}"#, false),
    (#"{"at":9223372036854775808,"candles":2}"#, false),
    (#"{ "at":1,"candles":2}"#, false),
    (#"{"at":1,"candles":2} "#, false),
    (#"{"at":1,"candles":2"#, false),
    ("", false),
  ])
  func `only the canonical form is read`(text: String, valid: Bool) {
    #expect(((try? Event(type: .marketEnded, Array(text.utf8))) != nil) == valid)
  }

  @Test func `a refusal names the byte and what should stand there`() {
    let text = #"{"at":1,"candle":2}"#
    #expect(
      throws: EventDecodingError.malformed(.marketEnded, offset: 8, expected: "candles")
    ) { try Event(type: .marketEnded, Array(text.utf8)) }
  }

  @Test func `a version from the future is refused`() {
    #expect(throws: EventDecodingError.unknownVersion(.clockTicked, version: 99)) {
      try Event(type: .clockTicked, version: 99, payload: [])
    }
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout Seeded) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(bytes[place], at: place)
    case 3: bytes.removeLast(bytes.count - place)
    default:
      bytes[place] = [34, 44, 45, 46, 48, 58, 92, 93, 101, 125].randomElement(using: &random)!
    }
  }
}

extension Event {
  init(type: EventType, _ bytes: [UInt8]) throws(EventDecodingError) {
    try self.init(type: type, version: type.version, payload: bytes)
  }
}
