import Digest

/// The key of a handshake, and what answers it (RFC 6455 section 4.2.2).
enum WebSocketKey {
  /// A new key: 16 bytes in base 64.
  static func make(_ high: UInt64, _ low: UInt64) -> String {
    var bytes: [UInt8] = []
    for word in [high, low] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    return base64(bytes)
  }

  static func answer(to key: String) -> String {
    base64(SHA1.hash(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
  }

  /// Whether it is 16 bytes in base 64.
  static func isKey(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 24, bytes.suffix(2) == [61, 61] else { return false }
    // The last digit holds two bits of the sixteenth byte and four that are nothing.
    return bytes.prefix(22).allSatisfy { digits.contains($0) }
      && (digits.firstIndex(of: bytes[21]) ?? 1) & 15 == 0
  }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Base 64 (RFC 4648 section 4).
  static func base64(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var word = group.reduce(0) { $0 << 8 | Int($1) } << ((3 - group.count) * 8)
      var part: [UInt8] = []
      for place in (0..<4).reversed() {
        part.append(place > group.count ? 61 : digits[word & 63])
        word >>= 6
      }
      text += part.reversed()
    }
    return String(decoding: text, as: UTF8.self)
  }
}
