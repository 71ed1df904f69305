/// A short text of at most 31 bytes of UTF-8, kept inline: a symbol, a subject, an account.
///
/// Events are made of values without reference counts, so that they can be copied, compared and
/// hashed for the price of four words.
public struct Name: Sendable, Hashable {
  /// The most bytes a name may have.
  public static let capacity = 31

  // The text, first byte in the most significant place of the first word; the last byte is the
  // length. Words compare in the order of the text.
  @usableFromInline var words: (UInt64, UInt64, UInt64, UInt64)

  /// The empty name.
  @inlinable public init() { words = (0, 0, 0, 0) }

  /// Makes a name, or nil when the text has more than 31 bytes.
  public init?(_ text: some StringProtocol) {
    self.init()
    var count = 0
    for byte in text.utf8 {
      guard count < Name.capacity else { return nil }
      put(byte, at: count)
      count += 1
    }
    words.3 |= UInt64(count)
  }

  /// Makes a name from the UTF-8 between two places, or nil when it has more than 31 bytes.
  public init?(utf8 bytes: RawSpan, from start: Int, to end: Int) {
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    guard end - start <= Name.capacity else { return nil }
    self.init()
    for index in start..<end { put(bytes.unsafeLoadByte(at: index), at: index - start) }
    words.3 |= UInt64(end - start)
  }

  /// Makes a name from UTF-8, or nil when it has more than 31 bytes.
  public init?(utf8 bytes: RawSpan) { self.init(utf8: bytes, from: 0, to: bytes.byteCount) }

  /// Makes a name from UTF-8, or nil when it has more than 31 bytes.
  public init?(utf8 text: Span<UInt8>) { unsafe self.init(utf8: text.bytes) }

  /// The number of bytes.
  public var count: Int { Int(words.3 & 0xff) }
  public var isEmpty: Bool { count == 0 }

  /// The byte at a place below `count`.
  public subscript(index: Int) -> UInt8 {
    let shift = UInt64(56 - (index & 7) * 8)
    switch index >> 3 {
    case 0: return UInt8(truncatingIfNeeded: words.0 >> shift)
    case 1: return UInt8(truncatingIfNeeded: words.1 >> shift)
    case 2: return UInt8(truncatingIfNeeded: words.2 >> shift)
    default: return UInt8(truncatingIfNeeded: words.3 >> shift)
    }
  }

  /// Makes a name of 31 bytes at most from words that hold nothing behind its end.
  @inline(__always)
  init(words: (UInt64, UInt64, UInt64, UInt64), count: Int) {
    self.words = words
    self.words.3 |= UInt64(truncatingIfNeeded: count)
  }

  /// Whether it may stand in a JSON string as it is.
  @inline(__always)
  var isPlain: Bool {
    let count = count
    return escapes(in: Name.filled(words.0, count)) == 0
      && (count <= 8 || escapes(in: Name.filled(words.1, count &- 8)) == 0)
      && (count <= 16 || escapes(in: Name.filled(words.2, count &- 16)) == 0)
      && (count <= 24 || escapes(in: Name.filled(words.3, count &- 24)) == 0)
  }

  /// The word with letters behind its first bytes.
  @inline(__always)
  private static func filled(_ word: UInt64, _ count: Int) -> UInt64 {
    count >= 8 ? word : word | 0x7f7f_7f7f_7f7f_7f7f &>> UInt64(truncatingIfNeeded: count &* 8)
  }

  private mutating func put(_ byte: UInt8, at index: Int) {
    let value = UInt64(byte) << UInt64(56 - (index & 7) * 8)
    switch index >> 3 {
    case 0: words.0 |= value
    case 1: words.1 |= value
    case 2: words.2 |= value
    default: words.3 |= value
    }
  }

  @inlinable
  public static func == (a: Name, b: Name) -> Bool {
    a.words.0 == b.words.0 && a.words.1 == b.words.1 && a.words.2 == b.words.2
      && a.words.3 == b.words.3
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

extension Name: Comparable {
  @inlinable
  public static func < (a: Name, b: Name) -> Bool { a.words < b.words }
}

extension Name: CustomStringConvertible, LosslessStringConvertible, ExpressibleByStringLiteral {
  public var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for index in 0..<count { bytes.append(self[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }

  public init?(_ description: String) { self.init(description[...]) }

  /// Makes a name from a literal; a literal that is too long is a mistake in the program.
  public init(stringLiteral text: StaticString) {
    guard let name = Name(text.description[...]) else {
      preconditionFailure("a name has at most 31 bytes: \(text)")
    }
    self = name
  }
}

extension Name: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let name = Name(text[...]) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a name has at most 31 bytes"))
    }
    self = name
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
