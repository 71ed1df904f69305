/// A configuration as it was written, before it is laid out by paths.
indirect enum ConfigurationDocument: Equatable {
  case value(ConfigurationValue, line: Int)
  case array([ConfigurationDocument], line: Int)
  /// In the order of the file; no key stands twice.
  case section([(key: String, value: ConfigurationDocument)])

  static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.value(let a, _), .value(let b, _)): a == b
    case (.array(let a, _), .array(let b, _)): a == b
    case (.section(let a), .section(let b)): a.elementsEqual(b) { $0 == $1 }
    case (.value, _), (.array, _), (.section, _): false
    }
  }
}

/// What is wrong with a JSON5 text, and where; lines and columns count from 1.
struct JSON5Error: Error, Hashable {
  let line: Int
  let column: Int
  let complaint: String
}

/// Reads JSON5 (json5.org) for configurations.
///
/// Foundation's reader takes the first of two equal keys, passes "NaN" on as a number, and does not
/// say where a text is wrong; a risk limit typed twice must not be silently the first. Numbers keep
/// their digits. Of JSON5, escapes in bare keys and spaces beyond Latin-1 are left out.
struct JSON5Reader {
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a whole text, which holds one value.
  static func read(_ bytes: [UInt8]) throws(JSON5Error) -> ConfigurationDocument {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw JSON5Error(line: 1, column: 1, complaint: "the text is not UTF-8")
    }
    var reader = JSON5Reader(bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
    let document = try reader.value()
    try reader.skipSpace()
    guard reader.next == nil else { throw reader.error("something stands behind the end") }
    return document
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private var line: Int { bytes[..<index].count { $0 == 0x0A } + 1 }

  private func error(_ complaint: String) -> JSON5Error {
    let start = bytes[..<index].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSON5Error(line: line, column: index - start + 1, complaint: complaint)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    let word = Array(word.utf8)
    guard bytes[index...].starts(with: word) else { return false }
    let end = index + word.count
    if end < bytes.count, Self.isWordByte(bytes[end]) { return false }
    index = end
    return true
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"): true
    default: byte >= 0x80
    }
  }

  private mutating func skipSpace() throws(JSON5Error) {
    while let byte = next {
      switch byte {
      case 0x20, 0x09...0x0D: index += 1
      case 0xC2 where bytes[index...].starts(with: [0xC2, 0xA0]): index += 2
      case UInt8(ascii: "/"): try skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() throws(JSON5Error) {
    if bytes[index...].starts(with: Array("//".utf8)) {
      while let byte = next, byte != 0x0A { index += 1 }
    } else if bytes[index...].starts(with: Array("/*".utf8)) {
      let start = index
      index += 2
      while !bytes[index...].starts(with: Array("*/".utf8)) {
        guard index < bytes.count else {
          index = start
          throw error("the comment does not end")
        }
        index += 1
      }
      index += 2
    } else {
      throw error("\"/\" begins no comment")
    }
  }
}

extension JSON5Reader {
  private mutating func value() throws(JSON5Error) -> ConfigurationDocument {
    try skipSpace()
    let line = line
    guard let byte = next else { throw error("the text ends where a value is expected") }
    switch byte {
    case UInt8(ascii: "{"): return try section()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .value(.text(try string()), line: line)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"),
      UInt8(ascii: "-"):
      return .value(.number(try number()), line: line)
    default:
      if take(word: "true") { return .value(.flag(true), line: line) }
      if take(word: "false") { return .value(.flag(false), line: line) }
      if take(word: "null") { return .value(.null, line: line) }
      if take(word: "NaN") || take(word: "Infinity") { throw error("a number must be finite") }
      throw error("no value begins like this; a text needs quotes")
    }
  }

  private mutating func descend() throws(JSON5Error) {
    depth += 1
    guard depth <= 64 else { throw error("too many levels") }
    index += 1
    try skipSpace()
  }

  private mutating func section() throws(JSON5Error) -> ConfigurationDocument {
    try descend()
    var entries: [(key: String, value: ConfigurationDocument)] = []
    while !take(UInt8(ascii: "}")) {
      let start = index
      let key = try key()
      guard !entries.contains(where: { $0.key == key }) else {
        index = start
        throw error("the key \(key) stands here a second time")
      }
      try skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("a colon is expected after \(key)") }
      entries.append((key, try value()))
      try skipSeparator(before: UInt8(ascii: "}"))
    }
    depth -= 1
    return .section(entries)
  }

  private mutating func array() throws(JSON5Error) -> ConfigurationDocument {
    let line = line
    try descend()
    var elements: [ConfigurationDocument] = []
    while !take(UInt8(ascii: "]")) {
      elements.append(try value())
      try skipSeparator(before: UInt8(ascii: "]"))
    }
    depth -= 1
    return .array(elements, line: line)
  }

  private mutating func skipSeparator(before end: UInt8) throws(JSON5Error) {
    try skipSpace()
    if take(UInt8(ascii: ",")) {
      try skipSpace()
    } else if next != end {
      throw error(
        next == nil
          ? "the text ends before its closing bracket"
          : "a comma or \"\(Character(UnicodeScalar(end)))\" is expected")
    }
  }

  private mutating func key() throws(JSON5Error) -> String {
    if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") { return try string() }
    let word = bytes[index...].prefix(while: Self.isWordByte)
    guard let first = word.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      throw error(next == nil ? "the text ends before its closing bracket" : "a key is expected")
    }
    index += word.count
    return String(decoding: word, as: UTF8.self)
  }
}

extension JSON5Reader {
  /// The number's digits in JSON's grammar: 0.5 for .5, 16 for 0x10.
  private mutating func number() throws(JSON5Error) -> String {
    let start = index
    let isNegative = next == UInt8(ascii: "-")
    if next == UInt8(ascii: "+") || isNegative { index += 1 }
    let sign = isNegative ? "-" : ""
    if take(word: "NaN") || take(word: "Infinity") { throw error("a number must be finite") }
    if bytes[index...].starts(with: Array("0x".utf8))
      || bytes[index...].starts(with: Array("0X".utf8))
    {
      index += 2
      let digits = String(decoding: bytes[index...].prefix(while: Self.isWordByte), as: UTF8.self)
      guard let value = UInt64(digits, radix: 16), !digits.isEmpty else {
        throw error("not a hexadecimal number of 64 bits")
      }
      index += digits.utf8.count
      return sign + String(value)
    }
    let whole = digits()
    let fraction = take(UInt8(ascii: ".")) ? digits() : ""
    guard !whole.isEmpty || !fraction.isEmpty, whole.count == 1 || whole.first != "0" else {
      index = start
      throw error("not a number")
    }
    let exponent = try exponent()
    if let byte = next, Self.isWordByte(byte) || byte == UInt8(ascii: ".") {
      throw error("not a number")
    }
    return sign + (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : ".\(fraction)")
      + exponent
  }

  private mutating func exponent() throws(JSON5Error) -> String {
    guard take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) else { return "" }
    let isNegative = next == UInt8(ascii: "-")
    if next == UInt8(ascii: "+") || isNegative { index += 1 }
    let digits = digits()
    guard !digits.isEmpty else { throw error("the exponent is missing") }
    return "e\(isNegative ? "-" : "")\(digits)"
  }

  private mutating func digits() -> String {
    let digits = bytes[index...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    index += digits.count
    return String(decoding: digits, as: UTF8.self)
  }

  private mutating func string() throws(JSON5Error) -> String {
    let start = index
    let quote = bytes[index]
    index += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case quote:
        index += 1
        return String(decoding: text, as: UTF8.self)
      case 0x0A, 0x0D:
        throw error("the line ends inside a text")
      case UInt8(ascii: "\\"):
        index += 1
        try escape(into: &text)
      default:
        text.append(byte)
        index += 1
      }
    }
    index = start
    throw error("the text in quotes does not end")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSON5Error) {
    guard let byte = next else { throw error("the text in quotes does not end") }
    index += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "v"): text.append(0x0B)
    case UInt8(ascii: "0"): text.append(0)
    case UInt8(ascii: "1")...UInt8(ascii: "9"): throw error("this escape means nothing")
    case UInt8(ascii: "x"): try append(try hex(2), to: &text)
    case UInt8(ascii: "u"): try append(try codePoint(), to: &text)
    case 0x0D: _ = take(0x0A)  // a line that goes on in the next
    case 0x0A: break
    default: text.append(byte)
    }
  }

  private mutating func codePoint() throws(JSON5Error) -> UInt32 {
    let high = try hex(4)
    guard (0xD800..<0xDC00).contains(high) else { return high }
    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw error("half a surrogate pair")
    }
    let low = try hex(4)
    guard (0xDC00..<0xE000).contains(low) else { throw error("half a surrogate pair") }
    return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
  }

  private mutating func hex(_ count: Int) throws(JSON5Error) -> UInt32 {
    let digits = bytes[index...].prefix(count)
    guard digits.count == count, digits.allSatisfy(Self.isWordByte),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("\(count) hexadecimal digits are expected") }
    index += count
    return value
  }

  private func append(_ value: UInt32, to text: inout [UInt8]) throws(JSON5Error) {
    guard let scalar = UnicodeScalar(value) else { throw error("half a surrogate pair") }
    text.append(contentsOf: Array(String(scalar).utf8))
  }
}
