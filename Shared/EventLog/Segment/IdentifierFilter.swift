import Events

/// Says of an identifier that it is certainly not among some, or perhaps is.
///
/// A Bloom filter of 12 bits for each identifier, all bits of one in a block of 512: one miss of
/// the processor's cache for a question, and about one wrong "perhaps" in 200.
struct IdentifierFilter: Sendable {
  private var words: [UInt64]

  init(count: Int) {
    let blocks = max(1, (count * 12 + 511) / 512)
    words = [UInt64](repeating: 0, count: blocks * 8)
  }

  /// The filter's bytes as they are stored, little endian.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(words.count * 8)
    for word in words {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return bytes
  }

  /// Reads what `bytes` gave; nil for another number of bytes than whole blocks.
  init?(bytes: [UInt8]) {
    guard !bytes.isEmpty, bytes.count % 64 == 0 else { return nil }
    words = [UInt64](repeating: 0, count: bytes.count / 8)
    for (index, byte) in bytes.enumerated() {
      words[index >> 3] |= UInt64(byte) << UInt64((index & 7) * 8)
    }
  }

  mutating func insert(_ identifier: Identifier) {
    var bits = Bits(identifier, blocks: words.count / 8)
    for _ in 0..<Bits.perIdentifier {
      let bit = bits.next()
      words[bit >> 6] |= 1 << UInt64(bit & 63)
    }
  }

  func mayContain(_ identifier: Identifier) -> Bool {
    var bits = Bits(identifier, blocks: words.count / 8)
    for _ in 0..<Bits.perIdentifier {
      let bit = bits.next()
      if words[bit >> 6] & 1 << UInt64(bit & 63) == 0 { return false }
    }
    return true
  }

  /// The places of an identifier's bits, one after another.
  private struct Bits {
    static let perIdentifier = 7
    private let start: Int
    private var rest: UInt64

    init(_ identifier: Identifier, blocks: Int) {
      let mixed = mix(identifier.high ^ mix(identifier.low))
      start = Int(mixed.multipliedFullWidth(by: UInt64(blocks)).high) * 512
      rest = mix(mixed)
    }

    mutating func next() -> Int {
      defer { rest >>= 9 }
      return start + Int(rest & 511)
    }
  }
}

/// Spreads a word's bits over all of it (the finish of SplitMix64).
private func mix(_ word: UInt64) -> UInt64 {
  var word = word &+ 0x9e37_79b9_7f4a_7c15
  word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
  word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
  return word ^ word >> 31
}
