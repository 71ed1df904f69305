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
    let opening = position
    if isPlain, let (start, end) = plainString() {
      if let name = Name(utf8: bytes, from: start, to: end) { return name }
    } else if isValid, let name = Name(string()) {
      return name
    }
    if isValid { refuse(at: opening, "at most 31 bytes of text") }
    return Name()
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
    var word: UInt64 = 0
    for _ in 0..<16 {
      guard position < bytes.byteCount, let digit = hexadecimalValue(next) else {
        fail("sixteen lower-case hexadecimal digits")
        return 0
      }
      word = word << 4 | digit
      position += 1
    }
    return word
  }
}
