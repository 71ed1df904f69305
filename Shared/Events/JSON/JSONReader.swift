/// Reads canonical JSON, and nothing else: what it accepts, `JSONWriter` writes back byte for byte.
///
/// The first failure is kept and everything after it is a no-op, so that a visit needs no `try`.
@safe
public struct JSONReader: FieldVisitor, ~Copyable, ~Escapable {
  let bytes: RawSpan
  var position = 0
  private var isFirst = true
  /// The byte and the expectation that failed first.
  private(set) var failure: (offset: Int, expected: StaticString)?

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { self.bytes = bytes }

  var isValid: Bool { failure == nil }

  mutating func fail(_ expected: StaticString) {
    if failure == nil { failure = (position, expected) }
    position = bytes.byteCount
  }

  public mutating func field<Value: FieldValue>(_ name: StaticString, _ value: inout Value) {
    if isFirst { isFirst = false } else { expect(UInt8(ascii: ","), "a comma") }
    key(name)
    guard isValid else { return }
    value.read(from: &self)
  }

  private mutating func key(_ name: StaticString) {
    let start = position
    guard skip("\""), skip(name), skip("\":") else {
      position = start
      return fail(name)
    }
  }

  /// The byte at the position, or 0 at the end.
  var next: UInt8 {
    position < bytes.byteCount ? bytes.unsafeLoadByte(at: position) : 0
  }

  mutating func expect(_ byte: UInt8, _ expected: StaticString) {
    if position < bytes.byteCount, next == byte { position += 1 } else { fail(expected) }
  }

  /// Whether a literal stands next; steps over it if so.
  @inline(__always)
  mutating func skip(_ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard position + count <= bytes.byteCount else { return false }
    let start = unsafe literal.utf8Start
    for index in 0..<count {
      let byte = unsafe start[index]
      if bytes.unsafeLoadByte(at: position + index) != byte { return false }
    }
    position += count
    return true
  }

  mutating func beginObject() {
    expect(UInt8(ascii: "{"), "an object")
    isFirst = true
  }

  mutating func endObject() {
    expect(UInt8(ascii: "}"), "the end of the object")
    isFirst = false
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
