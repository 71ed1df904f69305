extension FixedPoint: AdditiveArithmetic {
  /// The exact sum; traps when it is out of range.
  @inlinable
  public static func + (a: FixedPoint, b: FixedPoint) -> FixedPoint {
    FixedPoint(mantissa: a.mantissa + b.mantissa)
  }

  /// The exact difference; traps when it is out of range.
  @inlinable
  public static func - (a: FixedPoint, b: FixedPoint) -> FixedPoint {
    FixedPoint(mantissa: a.mantissa - b.mantissa)
  }

  /// Adds exactly; traps when it is out of range.
  @inlinable
  public static func += (a: inout FixedPoint, b: FixedPoint) { a.mantissa += b.mantissa }

  /// Subtracts exactly; traps when it is out of range.
  @inlinable
  public static func -= (a: inout FixedPoint, b: FixedPoint) { a.mantissa -= b.mantissa }

  /// The opposite number; traps for `min`, which has none.
  @inlinable
  public static prefix func - (a: FixedPoint) -> FixedPoint {
    FixedPoint(mantissa: 0 - a.mantissa)
  }

  /// The distance from zero; traps for `min`.
  @inlinable
  public var magnitude: FixedPoint { mantissa < 0 ? -self : self }

  /// The exact sum, or nil when it is out of range.
  @inlinable
  public func addingIfInRange(_ other: FixedPoint) -> FixedPoint? {
    let (sum, overflow) = mantissa.addingReportingOverflow(other.mantissa)
    return overflow ? nil : FixedPoint(mantissa: sum)
  }

  /// The exact difference, or nil when it is out of range.
  @inlinable
  public func subtractingIfInRange(_ other: FixedPoint) -> FixedPoint? {
    let (difference, overflow) = mantissa.subtractingReportingOverflow(other.mantissa)
    return overflow ? nil : FixedPoint(mantissa: difference)
  }
}
