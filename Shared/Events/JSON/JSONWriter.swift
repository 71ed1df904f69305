import Quantities

/// Writes canonical JSON: fields in the order they are visited, no spaces, one form for each value.
///
/// Exact decimals are strings, doubles are numbers in the shortest form that reads back to the same
/// bits, absent values are `null`, objects hold every field.
public struct JSONWriter: FieldVisitor {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []
  private var isFirst = true

  public init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

  /// Empties the writer and keeps its buffer.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    isFirst = true
  }

  public mutating func field<Value: FieldValue>(_ name: StaticString, _ value: inout Value) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    raw(name)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    value.write(to: &self)
  }

  /// Writes an object whose fields the closure visits.
  @inline(__always)
  mutating func object(_ fields: (inout JSONWriter) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    isFirst = true
    fields(&self)
    bytes.append(UInt8(ascii: "}"))
    isFirst = false
  }

  /// Writes an array whose elements the closure writes, each after `separate`.
  @inline(__always)
  mutating func array(_ elements: (inout JSONWriter) -> Void) {
    bytes.append(UInt8(ascii: "["))
    isFirst = true
    elements(&self)
    bytes.append(UInt8(ascii: "]"))
    isFirst = false
  }

  /// Writes the comma that stands before every element and field but the first.
  mutating func separate() {
    if isFirst { isFirst = false } else { bytes.append(UInt8(ascii: ",")) }
  }

  mutating func raw(_ text: StaticString) {
    let start = unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    unsafe bytes.append(contentsOf: start)
  }

  mutating func decimal(_ value: FixedPoint) {
    bytes.append(UInt8(ascii: "\""))
    value.appendText(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func integer(_ value: Int64) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var magnitude = value.magnitude
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var start = 20
    repeat {
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10)
      magnitude /= 10
    } while magnitude > 0
    for index in start..<20 { bytes.append(digits[index]) }
  }

  /// Writes a finite double as the shortest number that reads back to the same bits.
  mutating func double(_ value: Double) {
    precondition(value.isFinite, "an event cannot hold NaN or infinity; use nil")
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53,
      value.sign == .plus || whole != 0
    {
      integer(whole)
    } else {
      bytes.append(contentsOf: value.description.utf8)
    }
  }

  /// Writes a string: only quotes, backslashes and control characters are escaped.
  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 { character(byte) }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func string(_ name: Name) {
    bytes.append(UInt8(ascii: "\""))
    for index in 0..<name.count { character(name[index]) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func character(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0..<0x20:
      raw("\\u00")
      bytes.append(hexadecimalDigit(UInt64(byte >> 4)))
      bytes.append(hexadecimalDigit(UInt64(byte & 15)))
    default: bytes.append(byte)
    }
  }

  /// Writes the sixteen digits of a word.
  mutating func hexadecimal(_ word: UInt64) {
    for shift in stride(from: UInt64(60), through: 0, by: -4) {
      bytes.append(hexadecimalDigit(word >> shift & 15))
    }
  }
}

private func hexadecimalDigit(_ value: UInt64) -> UInt8 {
  value < 10
    ? UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)
    : UInt8(ascii: "a") - 10 + UInt8(truncatingIfNeeded: value)
}
