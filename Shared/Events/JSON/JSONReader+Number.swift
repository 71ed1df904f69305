import Quantities

extension JSONReader {
  /// An exact decimal in its canonical text, between quotes.
  mutating func decimal() -> FixedPoint {
    guard let (start, end) = plainString() else { return .zero }
    guard let value = FixedPoint(canonical: bytes, from: start, to: end) else {
      refuse(at: start, "a canonical decimal")
      return .zero
    }
    return value
  }

  /// A whole number without leading zeros.
  mutating func integer() -> Int64 {
    let start = position
    let negative = next == UInt8(ascii: "-")
    if negative { position += 1 }
    let first = position
    var magnitude: UInt64 = 0
    while case let digit = next &- UInt8(ascii: "0"), digit < 10 {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      if overflow || carry {
        refuse(at: start, "an integer of 64 bits")
        return 0
      }
      magnitude = sum
      position += 1
    }
    guard position > first, magnitude <= UInt64(Int64.max), magnitude > 0 || !negative,
      position - first == 1 || bytes.unsafeLoadByte(at: first) != UInt8(ascii: "0")
    else {
      refuse(at: start, "an integer")
      return 0
    }
    return negative ? -Int64(magnitude) : Int64(magnitude)
  }

  /// A finite double in the one form that the writer gives it.
  mutating func double() -> Double {
    let start = position
    while isNumberByte(next) { position += 1 }
    if let value = shortInteger(from: start) { return value }
    guard position > start, position - start <= 32,
      let value = Double(text(from: start, to: position)), value.isFinite
    else {
      refuse(at: start, "a number")
      return 0
    }
    guard isCanonical(value, from: start) else {
      refuse(at: start, "a number in its shortest form")
      return 0
    }
    return value
  }

  /// A second spelling of a value would change the bytes that the chain has hashed.
  private func isCanonical(_ value: Double, from start: Int) -> Bool {
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53, whole != 0 { return false }
    if value == 0, value.sign == .plus { return false }
    let canonical = value.description.utf8
    guard canonical.count == position - start else { return false }
    var index = start
    for byte in canonical {
      if byte != bytes.unsafeLoadByte(at: index) { return false }
      index += 1
    }
    return true
  }

  /// The whole number between `start` and here when it has at most fifteen digits, else nil.
  private func shortInteger(from start: Int) -> Double? {
    let negative = start < position && bytes.unsafeLoadByte(at: start) == UInt8(ascii: "-")
    let first = negative ? start + 1 : start
    guard position > first, position - first <= 15 else { return nil }
    var value: Int64 = 0
    for index in first..<position {
      let digit = bytes.unsafeLoadByte(at: index) &- UInt8(ascii: "0")
      if digit > 9 { return nil }
      value = value * 10 + Int64(digit)
    }
    let leadingZero = bytes.unsafeLoadByte(at: first) == UInt8(ascii: "0")
    if leadingZero, position - first > 1 || negative { return nil }
    return Double(negative ? -value : value)
  }

  private func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "e"):
      true
    default: false
    }
  }
}
