extension FixedPoint {
  /// The nearest binary number, ties to even.
  public var double: Double {
    let magnitude = mantissa.magnitude
    if magnitude < 1 << 53 {
      // Both operands are exact, so the division rounds once.
      let value = Double(UInt64(truncatingIfNeeded: magnitude)) / 1e18
      return mantissa < 0 ? -value : value
    }
    // A quotient of 64 bits or more, whose last bit stands for all that was cut off below it.
    let shift = magnitude.leadingZeroBitCount
    let (quotient, remainder) = FixedPoint.dividedByUnit(0, magnitude &<< UInt128(shift))
    let cut = quotient & 0x1f != 0 || remainder != 0
    let bits = UInt64(truncatingIfNeeded: quotient &>> 5) | (cut ? 1 : 0)
    let value = Double(sign: .plus, exponent: 5 - shift, significand: Double(bits))
    return mantissa < 0 ? -value : value
  }

  /// The number that the rounding picks for a binary one; nil for NaN and out of range.
  ///
  /// The value of `double` is taken exactly: 0.1 becomes 0.100000000000000006.
  public init?(_ double: Double, rounding: Rounding = .halfEven) {
    guard double.isFinite else { return nil }
    guard double != 0 else {
      self = .zero
      return
    }
    let exponent = Int(double.exponent) - 52
    guard exponent < 64 else { return nil }
    let significand = UInt64(double.magnitude.significand * 0x1p52)
    // Below 2⁵³ × 10¹⁸ < 2¹¹³.
    let product = UInt128(significand) &* UInt128(FixedPoint.unit)
    guard exponent < 0 else {
      guard product.leadingZeroBitCount >= exponent else { return nil }
      self.init(isNegative: double < 0, magnitude: product &<< UInt128(exponent))
      return
    }
    // From 2⁻¹¹⁵ on all is below a quarter, whatever the exponent.
    let shift = UInt128(Swift.min(-exponent, 115))
    let divisor: UInt128 = 1 &<< shift
    self.init(
      isNegative: double < 0, quotient: product &>> shift, remainder: product & (divisor &- 1),
      divisor: divisor, rounding)
  }
}
