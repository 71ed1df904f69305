import Quantities

extension JSONReader {
  /// An exact decimal in its canonical text, between quotes.
  mutating func decimal() -> FixedPoint {
    if let value = shortDecimal() { return value }
    guard let (start, end) = plainString() else { return .zero }
    guard let value = FixedPoint(canonical: bytes, from: start, to: end) else {
      refuse(at: start, "a canonical decimal")
      return .zero
    }
    return value
  }

  /// A decimal of at most 19 digits; nil, without a step, when it is longer or not canonical.
  @inline(__always)
  private mutating func shortDecimal() -> FixedPoint? {
    guard next == UInt8(ascii: "\""), let (digits, end) = number(at: position &+ 1),
      end < bytes.byteCount, bytes.unsafeLoadByte(at: end) == UInt8(ascii: "\""),
      digits.fraction <= 18, digits.value != 0 || !digits.isNegative
    else { return nil }
    position = end &+ 1
    return FixedPoint(
      isNegative: digits.isNegative, digits: digits.value, fraction: digits.fraction)
  }

  /// The digits of a number and where they stood.
  struct Digits {
    var isNegative = false
    var value: UInt64 = 0
    /// How many of them are behind the point; the last of these is not 0.
    var fraction = 0
  }

  /// A number of at most 19 digits without exponent, needless zeros or a bare point; else nil.
  @inline(__always)
  func number(at start: Int) -> (digits: Digits, end: Int)? {
    var digits = Digits()
    var index = start
    let count = bytes.byteCount
    if index < count, bytes.unsafeLoadByte(at: index) == UInt8(ascii: "-") {
      digits.isNegative = true
      index &+= 1
    }
    let whole = index
    var last: UInt8 = 0
    while index < count {
      let byte = bytes.unsafeLoadByte(at: index)
      let digit = byte &- UInt8(ascii: "0")
      if digit > 9 {
        last = byte
        break
      }
      digits.value = digits.value &* 10 &+ UInt64(digit)
      index &+= 1
    }
    var length = index &- whole
    guard length > 0, length == 1 || bytes.unsafeLoadByte(at: whole) != UInt8(ascii: "0") else {
      return nil
    }
    if last == UInt8(ascii: ".") {
      let point = index
      index &+= 1
      var digit: UInt8 = 0
      while index < count {
        let next = bytes.unsafeLoadByte(at: index) &- UInt8(ascii: "0")
        if next > 9 { break }
        digit = next
        digits.value = digits.value &* 10 &+ UInt64(next)
        index &+= 1
      }
      digits.fraction = index &- point &- 1
      length &+= digits.fraction
      guard digit != 0 else { return nil }
    }
    // The zero of 0.001 needs no room.
    if bytes.unsafeLoadByte(at: whole) == UInt8(ascii: "0") { length &-= 1 }
    return length <= 19 ? (digits, index) : nil
  }

  /// A whole number without leading zeros.
  mutating func integer() -> Int64 {
    let start = position
    let negative = next == UInt8(ascii: "-")
    if negative { position &+= 1 }
    let first = position
    var magnitude: UInt64 = 0
    while case let digit = next &- UInt8(ascii: "0"), digit < 10 {
      magnitude = magnitude &* 10 &+ UInt64(digit)
      position &+= 1
    }
    // Nineteen digits fit the word; more do not fit the integer.
    guard position > first, position &- first <= 19,
      magnitude <= UInt64(Int64.max) &+ (negative ? 1 : 0), magnitude > 0 || !negative,
      position &- first == 1 || bytes.unsafeLoadByte(at: first) != UInt8(ascii: "0")
    else {
      refuse(at: start, "an integer")
      return 0
    }
    return Int64(truncatingIfNeeded: negative ? 0 &- magnitude : magnitude)
  }

  /// A finite double in the one form that the writer gives it.
  mutating func double() -> Double {
    if let value = shortDouble() { return value }
    let start = position
    while isNumberByte(next) { position += 1 }
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

  /// A number that needs neither the standard library's reader nor its printer; else nil, without
  /// a step.
  @inline(__always)
  private mutating func shortDouble() -> Double? {
    guard let (digits, end) = number(at: position), !isNumberByte(at: end),
      digits.fraction <= 19, digits.value < 100_000_000_000_000_000
    else { return nil }
    let magnitude: Double
    if digits.fraction == 0 {
      guard digits.value < 1 << 53, digits.value != 0 || !digits.isNegative else { return nil }
      magnitude = Double(digits.value)
    } else {
      let decimal = ShortestDecimal(digits: digits.value, fraction: digits.fraction)
      magnitude = decimal.double
      // Decimals of up to fifteen digits are further apart than doubles: each is the shortest.
      guard magnitude >= 0.001,
        digits.value < 1_000_000_000_000_000 || ShortestDecimal(magnitude) == decimal
      else { return nil }
    }
    position = end
    return digits.isNegative ? -magnitude : magnitude
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

  private func isNumberByte(at index: Int) -> Bool {
    index < bytes.byteCount && isNumberByte(bytes.unsafeLoadByte(at: index))
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
