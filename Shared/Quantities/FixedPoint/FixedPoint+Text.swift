extension FixedPoint: CustomStringConvertible {
  /// Canonical decimal text: "-12.5", "0", never an exponent, a trailing zero or "-0".
  public var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(FixedPoint.textCapacity)
    appendText(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the canonical decimal text as ASCII.
  public func appendText(to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: FixedPoint.textCapacity) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        guard let start = buffer.baseAddress else { return }
        let first = unsafe UnsafeMutableRawPointer(start) + count
        count += unsafe writeText(to: first) - first
      }
    }
  }

  /// The room that `writeText` asks for: a sign, 21 digits, the point, 18 digits, and a rest.
  public static let textCapacity = 48

  /// Writes the canonical decimal text as ASCII and returns the place after it.
  ///
  /// There must be room for `textCapacity` bytes, of which any may be overwritten.
  @unsafe
  public func writeText(to start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    var next = unsafe start
    if mantissa < 0 {
      unsafe next.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
      unsafe next += 1
    }
    let magnitude = mantissa.magnitude
    let upper = UInt64(truncatingIfNeeded: magnitude &>> 64)
    guard upper < FixedPoint.unit else { return unsafe writeWide(magnitude, to: next) }
    let (whole, fraction) = FixedPoint.unit.dividingFullWidth(
      (upper, UInt64(truncatingIfNeeded: magnitude)))
    unsafe next = DecimalDigits.write(whole, count: DecimalDigits.count(whole), to: next)
    return unsafe FixedPoint.writeFraction(fraction, to: next)
  }

  /// Writes a number of at least 2⁶⁴: 18 digits and the two or three before them.
  @unsafe
  private func writeWide(
    _ magnitude: UInt128, to start: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    let (whole, fraction) = FixedPoint.dividedByUnit(0, magnitude)
    let (upper, lower) = FixedPoint.dividedByUnit(0, whole)
    let head = UInt64(upper)
    var next = unsafe DecimalDigits.write(head, count: DecimalDigits.count(head), to: start)
    unsafe next = DecimalDigits.write(lower, count: FixedPoint.fractionDigits, to: next)
    return unsafe FixedPoint.writeFraction(fraction, to: next)
  }

  /// Writes the point and 18 digits less the zeros that end them; nothing for zero.
  @unsafe @inline(__always)
  private static func writeFraction(
    _ fraction: UInt64, to start: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    if fraction == 0 { return unsafe start }
    unsafe start.storeBytes(of: UInt8(ascii: "."), as: UInt8.self)
    let place = unsafe start + 1
    let (first, rest) = fraction.quotientAndRemainder(dividingBy: 10_000_000_000)
    let firstDigits = DecimalDigits.eight(first)
    unsafe DecimalDigits.store(firstDigits, dropping: 0, at: place)
    if rest == 0 { return unsafe place + significant(firstDigits) }
    let (second, third) = rest.quotientAndRemainder(dividingBy: 100)
    let secondDigits = DecimalDigits.eight(second)
    unsafe DecimalDigits.store(secondDigits, dropping: 0, at: place + 8)
    if third == 0 { return unsafe place + 8 + significant(secondDigits) }
    let thirdDigits = DecimalDigits.eight(third * 1_000_000)
    unsafe DecimalDigits.store(thirdDigits, dropping: 0, at: place + 16)
    return unsafe place + 16 + significant(thirdDigits)
  }

  /// How many of eight digits are left without the zeros that end them.
  @inline(__always)
  private static func significant(_ digits: UInt64) -> Int {
    8 &- digits.leadingZeroBitCount &>> 3
  }
}
