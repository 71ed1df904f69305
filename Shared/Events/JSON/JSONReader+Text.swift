extension JSONReader {
  /// A string with escapes, in the one form that the writer uses; valid UTF-8 or a failure.
  mutating func string() -> String {
    expect(UInt8(ascii: "\""), "a string")
    var text: [UInt8] = []
    while isValid {
      guard position < bytes.byteCount else {
        fail("the end of the string")
        break
      }
      let byte = bytes.unsafeLoadByte(at: position)
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let valid = String(validating: text, as: UTF8.self) else {
          fail("UTF-8")
          return ""
        }
        return valid
      case UInt8(ascii: "\\"): escape(into: &text)
      case 0..<0x20: fail("an escaped control character")
      default: text.append(byte)
      }
    }
    return ""
  }

  private mutating func escape(into text: inout [UInt8]) {
    let escaped = next
    if escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") {
      position += 1
      text.append(escaped)
      return
    }
    guard skip("u00"), position + 2 <= bytes.byteCount,
      let high = hexadecimalValue(bytes.unsafeLoadByte(at: position)), high < 2,
      let low = hexadecimalValue(bytes.unsafeLoadByte(at: position + 1))
    else { return fail("an escape that the writer makes") }
    position += 2
    text.append(UInt8(high << 4 | low))
  }

  /// A name: at most 31 bytes.
  mutating func name() -> Name {
    if let name = shortName() { return name }
    let opening = position
    if isPlain, let (start, end) = plainString() {
      if let name = Name(utf8: bytes, from: start, to: end) { return name }
    } else if isValid, let name = Name(string()) {
      return name
    }
    if isValid { refuse(at: opening, "at most 31 bytes of text") }
    return Name()
  }

  /// A name of plain ASCII with 34 bytes to read in, where it needs no byte by byte; or nil.
  @inline(__always)
  private mutating func shortName() -> Name? {
    guard bytes.byteCount &- position >= 33, next == UInt8(ascii: "\"") else { return nil }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let start = position &+ 1
    let first = bytes.word(at: start)
    let end = JSONReader.plainBytes(first)
    words.0 = JSONReader.leading(first, end)
    if end < 8 { return finish(words, end, start) }
    let second = bytes.word(at: start &+ 8)
    let secondEnd = JSONReader.plainBytes(second)
    words.1 = JSONReader.leading(second, secondEnd)
    if secondEnd < 8 { return finish(words, 8 &+ secondEnd, start) }
    let third = bytes.word(at: start &+ 16)
    let thirdEnd = JSONReader.plainBytes(third)
    words.2 = JSONReader.leading(third, thirdEnd)
    if thirdEnd < 8 { return finish(words, 16 &+ thirdEnd, start) }
    let fourth = bytes.word(at: start &+ 24)
    let fourthEnd = JSONReader.plainBytes(fourth)
    words.3 = JSONReader.leading(fourth, fourthEnd)
    return fourthEnd < 8 ? finish(words, 24 &+ fourthEnd, start) : nil
  }

  @inline(__always)
  private mutating func finish(
    _ words: (UInt64, UInt64, UInt64, UInt64), _ count: Int, _ start: Int
  ) -> Name? {
    guard bytes.unsafeLoadByte(at: start &+ count) == UInt8(ascii: "\"") else { return nil }
    position = start &+ count &+ 1
    return Name(words: words, count: count)
  }

  /// How many bytes of eight are before the first that is not plain ASCII, or ends the string.
  @inline(__always)
  private static func plainBytes(_ word: UInt64) -> Int {
    (escapes(in: word) | word & 0x8080_8080_8080_8080).trailingZeroBitCount &>> 3
  }

  /// The first bytes of a word that was loaded, the very first in the highest place.
  @inline(__always)
  private static func leading(_ word: UInt64, _ count: Int) -> UInt64 {
    // A shift by 64 is 0, as it should be when no byte is wanted.
    word.byteSwapped & (~0 << UInt64(64 &- count &* 8))
  }

  /// Whether the string that opens here has only ASCII without escapes in its first bytes.
  private var isPlain: Bool {
    var index = position + 1
    while index < bytes.byteCount, index <= position + Name.capacity + 1 {
      let byte = bytes.unsafeLoadByte(at: index)
      if byte == UInt8(ascii: "\"") { return true }
      if byte == UInt8(ascii: "\\") || byte < 0x20 || byte >= 0x80 { return false }
      index += 1
    }
    return true
  }

  /// Sixteen lower-case hexadecimal digits.
  mutating func hexadecimalWord() -> UInt64 {
    if bytes.byteCount &- position >= 16 {
      let first = JSONReader.eightDigits(bytes.word(at: position).byteSwapped)
      let second = JSONReader.eightDigits(bytes.word(at: position &+ 8).byteSwapped)
      if let first, let second {
        position &+= 16
        return UInt64(first) &<< 32 | UInt64(second)
      }
    }
    while hexadecimalValue(next) != nil { position += 1 }
    fail("sixteen lower-case hexadecimal digits")
    return 0
  }

  /// The value of eight digits, the first in the highest byte.
  @inline(__always)
  private static func eightDigits(_ digits: UInt64) -> UInt32? {
    // A letter has the bit 0x40 and its value is 9 above its low bits.
    let letters = digits &>> 6 & 0x0101_0101_0101_0101
    var nibbles = (digits & 0x0f0f_0f0f_0f0f_0f0f) &+ letters &* 9
    nibbles &= 0x0f0f_0f0f_0f0f_0f0f
    nibbles = (nibbles | nibbles &>> 4) & 0x00ff_00ff_00ff_00ff
    nibbles = (nibbles | nibbles &>> 8) & 0x0000_ffff_0000_ffff
    let value = UInt32(truncatingIfNeeded: nibbles | nibbles &>> 16)
    // Whatever is not a digit does not come back as it was.
    return hexadecimalDigits(value) == digits ? value : nil
  }
}
