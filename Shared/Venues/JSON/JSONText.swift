/// What stands between the quotes of a string.
enum JSONText {
  /// The text without its escapes; nil for bad UTF-8, unknown escapes and unpaired surrogates.
  static func unescaped(_ text: borrowing Span<UInt8>, _ range: Range<Int>) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = text[index]
      index += 1
      if byte != UInt8(ascii: "\\") {
        bytes.append(byte)
        continue
      }
      guard index < range.upperBound else { return nil }
      let letter = text[index]
      index += 1
      if letter == UInt8(ascii: "u") {
        guard let scalar = scalar(text, &index, range.upperBound) else { return nil }
        bytes.append(contentsOf: String(scalar).utf8)
      } else {
        guard let escaped = single(letter) else { return nil }
        bytes.append(escaped)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func single(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0c
    case UInt8(ascii: "n"): 0x0a
    case UInt8(ascii: "r"): 0x0d
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// A character behind `\u`, from one or two code units of UTF-16.
  private static func scalar(
    _ text: borrowing Span<UInt8>, _ index: inout Int, _ end: Int
  ) -> Unicode.Scalar? {
    guard let first = codeUnit(text, &index, end) else { return nil }
    guard (0xd800..<0xdc00).contains(first) else { return Unicode.Scalar(first) }
    guard index + 1 < end, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u")
    else { return nil }
    index += 2
    guard let second = codeUnit(text, &index, end), (0xdc00..<0xe000).contains(second) else {
      return nil
    }
    return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
  }

  private static func codeUnit(
    _ text: borrowing Span<UInt8>, _ index: inout Int, _ end: Int
  ) -> UInt32? {
    guard index + 4 <= end else { return nil }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Hexadecimal.value(of: text[index]) else { return nil }
      unit = unit << 4 | UInt32(digit)
      index += 1
    }
    return unit
  }
}

enum Hexadecimal {
  @inline(__always)
  static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
