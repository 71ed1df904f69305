/// What may be asked of a text before it is refused.
public struct JSONLimits: Sendable, Hashable {
  public var bytes: Int
  public var depth: Int

  /// What fits any message of a venue: 32 MB, 32 levels.
  public static let standard = JSONLimits(bytes: 32 << 20, depth: 32)

  public init(bytes: Int, depth: Int) {
    self.bytes = bytes
    self.depth = depth
  }
}

/// A JSON text of RFC 8259, checked from end to end and laid out for reading.
///
/// Strict where it protects: one value and nothing behind it, valid UTF-8, no unpaired surrogates,
/// no name twice in an object, no NaN. Lenient where venues differ: any order of names, names that
/// nobody asks for, numbers as numbers or as strings.
public final class JSONDocument: Sendable {
  let bytes: [UInt8]
  let tokens: [JSONToken]

  /// Checks the text; errors are `malformed` and say where.
  public init(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(VenueError) {
    guard bytes.count <= limits.bytes else {
      throw .malformed("\(bytes.count) bytes are more than \(limits.bytes)")
    }
    var scanner = JSONScanner(bytes.span, depth: limits.depth)
    try scanner.document()
    self.bytes = bytes
    tokens = scanner.tokens
  }

  /// Checks the text.
  public convenience init(_ text: String) throws(VenueError) { try self.init(Array(text.utf8)) }

  /// The value that the text is.
  public var root: JSONValue { JSONValue(document: self, index: 0) }
}

// What a text holds is for those who read it, not for logs.
extension JSONDocument: CustomStringConvertible, CustomReflectable {
  public var description: String { "JSON of \(bytes.count) bytes" }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A part of the text: a value, or the name of a member, which its value follows.
struct JSONToken: Sendable {
  enum Kind: UInt8, Sendable {
    case object, array, string, number, yes, no, null
  }

  /// Of a string, its first eight bytes, for comparison.
  var word: UInt64 = 0
  /// Of a string, inside its quotes.
  var start: UInt32
  var end: UInt32
  /// The token behind the value and all that is in it.
  var next: UInt32
  var kind: Kind
  var isEscaped = false

  var range: Range<Int> { Int(start)..<Int(end) }
}

/// The name of a member.
public struct JSONKey: Sendable, ExpressibleByStringLiteral {
  let word: UInt64
  let text: [UInt8]

  public init(stringLiteral text: String) { self.init(text) }

  public init(_ text: String) {
    let bytes = Array(text.utf8)
    self.text = bytes
    word = JSONKey.word(bytes.span, 0..<bytes.count)
  }

  /// The first eight bytes of a part of a text, the first in the lowest place.
  @inline(__always)
  static func word(_ text: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var word: UInt64 = 0
    var shift: UInt64 = 0
    var index = range.lowerBound
    let end = min(range.upperBound, index &+ 8)
    while index < end {
      word |= UInt64(text[index]) &<< shift
      shift &+= 8
      index &+= 1
    }
    return word
  }
}

extension VenueError {
  /// An answer that is not what the venue's documentation says.
  static func malformed(_ text: String) -> VenueError { VenueError(.malformed, text: text) }
}
