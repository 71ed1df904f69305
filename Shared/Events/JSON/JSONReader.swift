/// Reads canonical JSON, and nothing else: what it accepts, `JSONWriter` writes back byte for byte.
///
/// The first failure is kept and everything after it is a no-op, so that a visit needs no `try`.
@safe
public struct JSONReader: FieldVisitor, ~Copyable, ~Escapable {
  let bytes: RawSpan
  var position = 0
  /// What stands before the next name: a quotation mark, and before it what opens the object or
  /// parts the fields.
  private var before = JSONReader.comma
  /// The byte and the expectation that failed first.
  private(set) var failure: (offset: Int, expected: StaticString)?

  // Two bytes each, the first in the lower place.
  private static var brace: UInt16 { 0x227b }  // {"
  private static var comma: UInt16 { 0x222c }  // ,"
  private static var colon: UInt16 { 0x3a22 }  // ":

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { self.bytes = bytes }

  var isValid: Bool { failure == nil }

  @inline(never)
  mutating func fail(_ expected: StaticString) {
    if failure == nil { failure = (position, expected) }
    position = bytes.byteCount
  }

  @inline(__always)
  public mutating func field<Value: FieldValue>(_ name: StaticString, _ value: inout Value) {
    let count = name.utf8CodeUnitCount
    guard bytes.byteCount &- position >= count &+ 4, bytes.pair(at: position) == before,
      bytes.contains(name, at: position &+ 2),
      bytes.pair(at: position &+ 2 &+ count) == JSONReader.colon
    else { return refuse(field: name) }
    before = JSONReader.comma
    position &+= count &+ 4
    value.read(from: &self)
  }

  /// Says what is not as it should be before a field.
  @inline(never)
  private mutating func refuse(field name: StaticString) {
    let separator = UInt8(truncatingIfNeeded: before)
    if separator == UInt8(ascii: "{") { expect(separator, "an object") }
    if separator == UInt8(ascii: ",") { expect(separator, "a comma") }
    fail(name)
  }

  /// The byte at the position, or 0 at the end.
  @inline(__always)
  var next: UInt8 {
    position < bytes.byteCount ? bytes.unsafeLoadByte(at: position) : 0
  }

  @inline(__always)
  mutating func expect(_ byte: UInt8, _ expected: StaticString) {
    if position < bytes.byteCount, next == byte { position &+= 1 } else { fail(expected) }
  }

  /// Whether a literal stands next; steps over it if so.
  @inline(__always)
  mutating func skip(_ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard bytes.byteCount &- position >= count, bytes.contains(literal, at: position) else {
      return false
    }
    position &+= count
    return true
  }

  /// Opens an object; its first field looks for the brace.
  @inline(__always)
  mutating func beginObject() { before = JSONReader.brace }

  @inline(__always)
  mutating func endObject() {
    if before == JSONReader.brace { expect(UInt8(ascii: "{"), "an object") }
    before = JSONReader.comma
    expect(UInt8(ascii: "}"), "the end of the object")
  }

  /// The bounds of a string without escapes between quotes, stepped over; nil after a failure.
  mutating func plainString() -> (start: Int, end: Int)? {
    let opening = position
    expect(UInt8(ascii: "\""), "a string")
    let start = position
    while position < bytes.byteCount {
      let byte = bytes.unsafeLoadByte(at: position)
      if byte == UInt8(ascii: "\"") {
        position += 1
        return (start, position - 1)
      }
      if byte == UInt8(ascii: "\\") || byte < 0x20 {
        position = opening
        fail("a string without escapes")
        return nil
      }
      position += 1
    }
    fail("the end of the string")
    return nil
  }

  /// The text between two places, which need not be valid UTF-8.
  func text(from start: Int, to end: Int) -> String {
    unsafe String(unsafeUninitializedCapacity: end - start) { buffer in
      for index in start..<end {
        unsafe buffer[index - start] = bytes.unsafeLoadByte(at: index)
      }
      return end - start
    }
  }

  /// Goes back to `start` and fails there.
  mutating func refuse(at start: Int, _ expected: StaticString) {
    position = start
    fail(expected)
  }
}
