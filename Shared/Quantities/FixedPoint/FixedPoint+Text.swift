extension FixedPoint: CustomStringConvertible {
  /// Canonical decimal text: "-12.5", "0", never an exponent, a trailing zero or "-0".
  public var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(40)
    appendText(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the canonical decimal text as ASCII.
  public func appendText(to bytes: inout [UInt8]) {
    // Filled from the end: at most a sign, 21 digits, the point and 18 digits.
    var text = InlineArray<41, UInt8>(repeating: 0)
    var start = 41
    let (whole, fraction) = FixedPoint.dividedByUnit(0, mantissa.magnitude)
    if fraction != 0 {
      FixedPoint.putFraction(fraction, &text, &start)
      start -= 1
      text[start] = UInt8(ascii: ".")
    }
    FixedPoint.putWhole(whole, &text, &start)
    if mantissa < 0 {
      start -= 1
      text[start] = UInt8(ascii: "-")
    }
    bytes.append(addingCapacity: 41 - start) { output in
      for index in start..<41 { output.append(text[index]) }
    }
  }

  /// Puts 18 digits before `start`, less the zeros that end them.
  private static func putFraction(
    _ fraction: UInt64, _ text: inout InlineArray<41, UInt8>, _ start: inout Int
  ) {
    var rest = fraction
    var digits = fractionDigits
    if rest % 10_000_000_000_000_000 == 0 {
      rest /= 10_000_000_000_000_000
      digits -= 16
    } else if rest % 100_000_000 == 0 {
      rest /= 100_000_000
      digits -= 8
    }
    if rest % 10_000 == 0 {
      rest /= 10_000
      digits -= 4
    }
    if rest % 100 == 0 {
      rest /= 100
      digits -= 2
    }
    if rest % 10 == 0 {
      rest /= 10
      digits -= 1
    }
    for _ in 0..<digits { putDigit(&rest, &text, &start) }
  }

  private static func putWhole(
    _ whole: UInt128, _ text: inout InlineArray<41, UInt8>, _ start: inout Int
  ) {
    var rest = UInt64(truncatingIfNeeded: whole)
    if whole >> 64 != 0 {
      // At least 1.8 × 10¹⁹: 18 digits first, then the two or three before them.
      let (upper, lower) = dividedByUnit(0, whole)
      rest = lower
      for _ in 0..<fractionDigits { putDigit(&rest, &text, &start) }
      rest = UInt64(upper)
    }
    repeat { putDigit(&rest, &text, &start) } while rest != 0
  }

  @inline(__always)
  private static func putDigit(
    _ rest: inout UInt64, _ text: inout InlineArray<41, UInt8>, _ start: inout Int
  ) {
    let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
    start -= 1
    text[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
    rest = quotient
  }
}
