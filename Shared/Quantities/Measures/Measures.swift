/// What one unit of an instrument's base costs, in its quote currency.
@frozen
public struct Price: Measure, BitwiseCopyable {
  public var value: FixedPoint
  @inlinable
  public init(_ value: FixedPoint) { self.value = value }
}

/// How much of an instrument's base; negative for what is owed or sold short.
@frozen
public struct Quantity: Measure, BitwiseCopyable {
  public var value: FixedPoint
  @inlinable
  public init(_ value: FixedPoint) { self.value = value }
}

/// An amount of the quote currency: cost, fee, profit, equity.
@frozen
public struct Money: Measure, BitwiseCopyable {
  public var value: FixedPoint
  @inlinable
  public init(_ value: FixedPoint) { self.value = value }
}

/// A number without a unit: a rate, a share (0.01 is one percent), a multiple of the risk.
@frozen
public struct Ratio: Measure, BitwiseCopyable {
  public var value: FixedPoint
  @inlinable
  public init(_ value: FixedPoint) { self.value = value }
}
