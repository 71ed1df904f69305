/// An exact decimal number: a 128-bit count of 10⁻¹⁸, from about -1.7 × 10²⁰ to 1.7 × 10²⁰.
///
/// Sums and differences are exact; products and quotients round where the caller says; whatever
/// does not fit traps. A literal such as `FixedPoint("0.1")` is exact and traps when malformed;
/// text that arrives at run time goes through the failable initializers.
@frozen
public struct FixedPoint: Sendable, Hashable, BitwiseCopyable {
  /// The number of 10⁻¹⁸.
  public var mantissa: Int128

  /// Makes the number `mantissa` × 10⁻¹⁸.
  @inlinable
  public init(mantissa: Int128) {
    self.mantissa = mantissa
  }

  /// Makes a whole number; every `Int` fits.
  @inlinable
  public init(_ integer: Int) {
    mantissa = Int128(integer) &* Int128(FixedPoint.unit)
  }

  /// The number of decimal digits behind the point.
  public static let fractionDigits = 18

  /// 10¹⁸, the mantissa of one.
  @inlinable
  static var unit: UInt64 { 1_000_000_000_000_000_000 }

  /// 0.
  @inlinable
  public static var zero: FixedPoint { FixedPoint(mantissa: 0) }
  /// 1.
  @inlinable
  public static var one: FixedPoint { FixedPoint(mantissa: Int128(unit)) }
  /// The least number there is.
  @inlinable
  public static var min: FixedPoint { FixedPoint(mantissa: .min) }
  /// The greatest number there is.
  @inlinable
  public static var max: FixedPoint { FixedPoint(mantissa: .max) }
  /// The smallest number above zero, 10⁻¹⁸.
  @inlinable
  public static var ulp: FixedPoint { FixedPoint(mantissa: 1) }
}

extension FixedPoint: Comparable {
  /// The order of the numbers.
  @inlinable
  public static func < (a: FixedPoint, b: FixedPoint) -> Bool { a.mantissa < b.mantissa }
}

extension FixedPoint {
  /// -1, 0 or 1.
  @inlinable
  public var signum: Int { mantissa < 0 ? -1 : mantissa > 0 ? 1 : 0 }

  /// Whether it is zero.
  @inlinable
  public var isZero: Bool { mantissa == 0 }
  /// Whether it is above zero.
  @inlinable
  public var isPositive: Bool { mantissa > 0 }
  /// Whether it is below zero.
  @inlinable
  public var isNegative: Bool { mantissa < 0 }
}

extension FixedPoint: ExpressibleByIntegerLiteral {
  /// Makes a whole number from a literal.
  @inlinable
  public init(integerLiteral value: Int) { self.init(value) }
}
