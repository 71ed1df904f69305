extension FixedPoint {
  /// The product, rounded to 10⁻¹⁸; traps when it is out of range.
  public func multiplied(by other: FixedPoint, rounding: Rounding = .halfEven) -> FixedPoint {
    guard let product = multipliedIfInRange(by: other, rounding: rounding) else {
      preconditionFailure("a product is out of range")
    }
    return product
  }

  /// The quotient, rounded to 10⁻¹⁸; traps when it is out of range or the divisor is zero.
  public func divided(by other: FixedPoint, rounding: Rounding = .halfEven) -> FixedPoint {
    precondition(other.mantissa != 0, "division by zero")
    guard let quotient = dividedIfInRange(by: other, rounding: rounding) else {
      preconditionFailure("a quotient is out of range")
    }
    return quotient
  }

  /// The product, rounded to 10⁻¹⁸, or nil when it is out of range.
  public func multipliedIfInRange(
    by other: FixedPoint, rounding: Rounding = .halfEven
  ) -> FixedPoint? {
    let a = mantissa.magnitude
    let b = other.mantissa.magnitude
    let (high, low) = a.multipliedFullWidth(by: b)
    guard high < UInt128(FixedPoint.unit) else { return nil }
    let (quotient, remainder) = FixedPoint.dividedByUnit(UInt64(high), low)
    return FixedPoint(
      isNegative: (mantissa < 0) != (other.mantissa < 0), quotient: quotient,
      remainder: UInt128(remainder), divisor: UInt128(FixedPoint.unit), rounding)
  }

  /// The quotient, rounded to 10⁻¹⁸, or nil when it is out of range or the divisor is zero.
  public func dividedIfInRange(
    by other: FixedPoint, rounding: Rounding = .halfEven
  ) -> FixedPoint? {
    let divisor = other.mantissa.magnitude
    let (high, low) = mantissa.magnitude.multipliedFullWidth(by: UInt128(FixedPoint.unit))
    guard high < divisor else { return nil }
    let (quotient, remainder) =
      high == 0
      ? low.quotientAndRemainder(dividingBy: divisor) : divisor.dividingFullWidth((high, low))
    return FixedPoint(
      isNegative: (mantissa < 0) != (other.mantissa < 0), quotient: quotient,
      remainder: remainder, divisor: divisor, rounding)
  }

  /// The product, rounded half to even; traps when it is out of range.
  @inlinable
  public static func * (a: FixedPoint, b: FixedPoint) -> FixedPoint { a.multiplied(by: b) }

  /// The quotient, rounded half to even; traps when out of range or when the divisor is zero.
  @inlinable
  public static func / (a: FixedPoint, b: FixedPoint) -> FixedPoint { a.divided(by: b) }
}

extension FixedPoint {
  /// The multiple of `step` that the rounding picks; traps for a step of zero and out of range.
  ///
  /// `halfEven` picks the even count of steps. The sign of the step does not matter.
  public func rounded(toMultipleOf step: FixedPoint, _ rounding: Rounding) -> FixedPoint {
    let divisor = step.mantissa.magnitude
    precondition(divisor != 0, "a step of zero")
    let magnitude = mantissa.magnitude
    let (count, remainder) = magnitude.quotientAndRemainder(dividingBy: divisor)
    let grows = rounding.increments(
      isNegative: mantissa < 0, quotient: count, remainder: remainder, divisor: divisor)
    let kept = magnitude &- remainder
    guard
      let result = FixedPoint(
        isNegative: mantissa < 0, magnitude: grows ? kept &+ divisor : kept)
    else { preconditionFailure("a multiple is out of range") }
    return result
  }

  /// Whether the number is a whole count of `step`; of zero, only zero is.
  public func isMultiple(of step: FixedPoint) -> Bool { mantissa.isMultiple(of: step.mantissa) }
}

extension FixedPoint {
  /// Puts a sign to a magnitude, or nil when it is out of range.
  init?(isNegative: Bool, magnitude: UInt128) {
    let limit = Int128.max.magnitude
    if isNegative {
      guard magnitude <= limit + 1 else { return nil }
      mantissa = Int128(truncatingIfNeeded: 0 &- magnitude)
    } else {
      guard magnitude <= limit else { return nil }
      mantissa = Int128(truncatingIfNeeded: magnitude)
    }
  }

  /// Rounds the magnitude that a division left, or nil when it is out of range.
  init?(
    isNegative: Bool, quotient: UInt128, remainder: UInt128, divisor: UInt128,
    _ rounding: Rounding
  ) {
    // What may be kept is at most 2¹²⁷; only the greatest quotient could wrap on its way up.
    guard quotient < .max else { return nil }
    let grows = rounding.increments(
      isNegative: isNegative, quotient: quotient, remainder: remainder, divisor: divisor)
    self.init(isNegative: isNegative, magnitude: grows ? quotient &+ 1 : quotient)
  }

  /// Divides the 192-bit number `high`, `low` by 10¹⁸ digit by digit; `high` is below 10¹⁸.
  static func dividedByUnit(
    _ high: UInt64, _ low: UInt128
  ) -> (quotient: UInt128, remainder: UInt64) {
    let middle = UInt64(truncatingIfNeeded: low &>> 64)
    let upper: (quotient: UInt64, remainder: UInt64) =
      high == 0 && middle < unit ? (0, middle) : unit.dividingFullWidth((high, middle))
    let lower = unit.dividingFullWidth((upper.remainder, UInt64(truncatingIfNeeded: low)))
    return (UInt128(upper.quotient) &<< 64 | UInt128(lower.quotient), lower.remainder)
  }
}
