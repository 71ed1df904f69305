/// A number with a meaning: the same exact arithmetic, but a price is never added to a quantity.
///
/// A conforming type holds only its value; all else comes from extensions of this protocol. Sums
/// are exact and trap when out of range; products and quotients round where the caller says.
public protocol Measure: Sendable, Hashable, Comparable, AdditiveArithmetic, Codable,
  LosslessStringConvertible, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral
{
  /// The number without its meaning.
  var value: FixedPoint { get set }
  /// Gives a number its meaning.
  init(_ value: FixedPoint)
}

extension Measure {
  /// Makes a whole number; every `Int` fits.
  @inlinable
  public init(_ integer: Int) { self.init(FixedPoint(integer)) }

  /// Reads a number in JSON's grammar; anything else is nil.
  @inlinable
  public init?(_ text: some StringProtocol) {
    guard let value = FixedPoint(text) else { return nil }
    self.init(value)
  }

  /// Makes a number from a literal; a malformed literal is a mistake in the program.
  @inlinable
  public init(stringLiteral text: String) { self.init(FixedPoint(stringLiteral: text)) }

  /// Makes a whole number from a literal.
  @inlinable
  public init(integerLiteral value: Int) { self.init(FixedPoint(value)) }

  /// Canonical decimal text.
  @inlinable
  public var description: String { value.description }

  /// The nearest binary number, for indicators and statistics only.
  @inlinable
  public var double: Double { value.double }

  /// Reads a decimal string.
  public init(from decoder: any Decoder) throws {
    self.init(try FixedPoint(from: decoder))
  }

  /// Writes the canonical decimal string.
  public func encode(to encoder: any Encoder) throws {
    try value.encode(to: encoder)
  }
}

extension Measure {
  /// 0.
  @inlinable
  public static var zero: Self { Self(FixedPoint.zero) }
  /// 1.
  @inlinable
  public static var one: Self { Self(FixedPoint.one) }
  /// The least number there is.
  @inlinable
  public static var min: Self { Self(FixedPoint.min) }
  /// The greatest number there is.
  @inlinable
  public static var max: Self { Self(FixedPoint.max) }

  /// Whether it is zero.
  @inlinable
  public var isZero: Bool { value.isZero }
  /// Whether it is above zero.
  @inlinable
  public var isPositive: Bool { value.isPositive }
  /// Whether it is below zero.
  @inlinable
  public var isNegative: Bool { value.isNegative }
  /// -1, 0 or 1.
  @inlinable
  public var signum: Int { value.signum }
  /// The distance from zero; traps for `min`.
  @inlinable
  public var magnitude: Self { Self(value.magnitude) }

  @inlinable
  public static func == (a: Self, b: Self) -> Bool { a.value == b.value }

  @inlinable
  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }

  @inlinable
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Measure {
  /// The exact sum; traps when it is out of range.
  @inlinable
  public static func + (a: Self, b: Self) -> Self { Self(a.value + b.value) }

  /// The exact difference; traps when it is out of range.
  @inlinable
  public static func - (a: Self, b: Self) -> Self { Self(a.value - b.value) }

  /// Adds exactly; traps when it is out of range.
  @inlinable
  public static func += (a: inout Self, b: Self) { a.value += b.value }

  /// Subtracts exactly; traps when it is out of range.
  @inlinable
  public static func -= (a: inout Self, b: Self) { a.value -= b.value }

  /// The opposite number; traps for `min`, which has none.
  @inlinable
  public static prefix func - (a: Self) -> Self { Self(-a.value) }

  /// The multiple of `step` that the rounding picks; traps for a step of zero and out of range.
  @inlinable
  public func rounded(toMultipleOf step: Self, _ rounding: Rounding) -> Self {
    Self(value.rounded(toMultipleOf: step.value, rounding))
  }

  /// Whether it is a whole count of `step`; of zero, only zero is.
  @inlinable
  public func isMultiple(of step: Self) -> Bool { value.isMultiple(of: step.value) }
}
