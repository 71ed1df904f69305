/// Why bytes are not JSON.
public enum JSONFault: Error, Sendable, Hashable {
  case unexpected(at: Int)
  case tooDeep
}

extension JSONTree {
  /// Reads a whole document of at most 32 levels.
  public init(reading bytes: [UInt8]) throws(JSONFault) {
    var reader = TreeReader(bytes: bytes)
    self = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.place == bytes.count else { throw .unexpected(at: reader.place) }
  }
}

/// Reads a tree from bytes, one value after the other.
private struct TreeReader {
  let bytes: [UInt8]
  var place = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      place += 1
    }
  }

  mutating func value(depth: Int) throws(JSONFault) -> JSONTree {
    guard depth < 32 else { throw .tooDeep }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .flag(true))
    case UInt8(ascii: "f"): return try word("false", .flag(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ word: String, _ value: JSONTree) throws(JSONFault) -> JSONTree {
    guard bytes[place...].starts(with: word.utf8) else { throw .unexpected(at: place) }
    place += word.utf8.count
    return value
  }

  private mutating func take(_ byte: UInt8) throws(JSONFault) {
    skipSpace()
    guard next == byte else { throw .unexpected(at: place) }
    place += 1
  }

  private mutating func object(_ depth: Int) throws(JSONFault) -> JSONTree {
    try take(UInt8(ascii: "{"))
    var members: [JSONTree.Member] = []
    skipSpace()
    if next == UInt8(ascii: "}") {
      place += 1
      return .object([])
    }
    while true {
      skipSpace()
      let name = try text()
      try take(UInt8(ascii: ":"))
      members.append(JSONTree.Member(name, try value(depth: depth + 1)))
      skipSpace()
      if next == UInt8(ascii: ",") {
        place += 1
        continue
      }
      try take(UInt8(ascii: "}"))
      return .object(members)
    }
  }

  private mutating func array(_ depth: Int) throws(JSONFault) -> JSONTree {
    try take(UInt8(ascii: "["))
    var elements: [JSONTree] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      place += 1
      return .array([])
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if next == UInt8(ascii: ",") {
        place += 1
        continue
      }
      try take(UInt8(ascii: "]"))
      return .array(elements)
    }
  }

  private mutating func text() throws(JSONFault) -> String {
    try take(UInt8(ascii: "\""))
    var result: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: result, as: UTF8.self) else {
          throw .unexpected(at: place)
        }
        return text
      case UInt8(ascii: "\\"): try escape(into: &result)
      case 0..<0x20: throw .unexpected(at: place - 1)
      default: result.append(byte)
      }
    }
    throw .unexpected(at: place)
  }

  private mutating func escape(into result: inout [UInt8]) throws(JSONFault) {
    guard let byte = next else { throw .unexpected(at: place) }
    place += 1
    switch byte {
    case UInt8(ascii: "n"): result.append(0x0a)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "r"): result.append(0x0d)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0c)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "u"): try unicode(into: &result)
    default: throw .unexpected(at: place - 1)
    }
  }

  private mutating func unicode(into result: inout [UInt8]) throws(JSONFault) {
    var units = [try hexadecimal()]
    if units[0] & 0xfc00 == 0xd800 {
      guard next == UInt8(ascii: "\\") else { throw .unexpected(at: place) }
      place += 1
      guard next == UInt8(ascii: "u") else { throw .unexpected(at: place) }
      place += 1
      units.append(try hexadecimal())
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw .unexpected(at: place)
    }
    result += text.utf8
  }

  private mutating func hexadecimal() throws(JSONFault) -> UInt16 {
    guard place + 4 <= bytes.count,
      let unit = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { throw .unexpected(at: place) }
    place += 4
    return unit
  }

  private mutating func number() throws(JSONFault) -> JSONTree {
    let start = place
    let allowed = Array("+-.0123456789eE".utf8)
    while let byte = next, allowed.contains(byte) { place += 1 }
    let digits = String(decoding: bytes[start..<place], as: UTF8.self)
    guard place > start, place - start <= 40, Double(digits) != nil else {
      throw .unexpected(at: start)
    }
    return .number(digits)
  }
}
