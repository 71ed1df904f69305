// Every product and quotient is rounded to 10⁻¹⁸ and traps when it is out of range; a quotient
// traps for a divisor of zero as well. The operators round half to even.

extension Measure {
  /// The measure scaled by a ratio.
  @inlinable
  public func multiplied(by ratio: Ratio, rounding: Rounding = .halfEven) -> Self {
    Self(value.multiplied(by: ratio.value, rounding: rounding))
  }

  /// The measure of which it is that ratio.
  @inlinable
  public func divided(by ratio: Ratio, rounding: Rounding = .halfEven) -> Self {
    Self(value.divided(by: ratio.value, rounding: rounding))
  }

  /// How many times `other` it is.
  @inlinable
  public func divided(by other: Self, rounding: Rounding = .halfEven) -> Ratio {
    Ratio(value.divided(by: other.value, rounding: rounding))
  }

  /// The measure scaled by a ratio, rounded half to even.
  @inlinable
  public static func * (a: Self, b: Ratio) -> Self { a.multiplied(by: b) }

  /// The measure of which it is that ratio, rounded half to even.
  @inlinable
  public static func / (a: Self, b: Ratio) -> Self { a.divided(by: b) }
}

extension Ratio {
  /// The same as both general forms, which no call could choose between.
  @inlinable
  public func divided(by other: Ratio, rounding: Rounding = .halfEven) -> Ratio {
    Ratio(value.divided(by: other.value, rounding: rounding))
  }
}

extension Price {
  /// What the quantity costs.
  @inlinable
  public func multiplied(by quantity: Quantity, rounding: Rounding = .halfEven) -> Money {
    Money(value.multiplied(by: quantity.value, rounding: rounding))
  }

  /// What the quantity costs, rounded half to even.
  @inlinable
  public static func * (price: Price, quantity: Quantity) -> Money {
    price.multiplied(by: quantity)
  }

  /// The price on the instrument's grid of ticks; traps for a tick of zero.
  @inlinable
  public func rounded(toTick tick: Price, _ rounding: Rounding) -> Price {
    rounded(toMultipleOf: tick, rounding)
  }
}

extension Quantity {
  /// What the quantity costs at the price.
  @inlinable
  public func multiplied(by price: Price, rounding: Rounding = .halfEven) -> Money {
    price.multiplied(by: self, rounding: rounding)
  }

  /// What the quantity costs at the price, rounded half to even.
  @inlinable
  public static func * (quantity: Quantity, price: Price) -> Money {
    price.multiplied(by: quantity)
  }

  /// The quantity in whole lots; traps for a lot of zero.
  @inlinable
  public func rounded(toLot lot: Quantity, _ rounding: Rounding) -> Quantity {
    rounded(toMultipleOf: lot, rounding)
  }
}

extension Money {
  /// The quantity that the money buys at the price.
  @inlinable
  public func divided(by price: Price, rounding: Rounding = .halfEven) -> Quantity {
    Quantity(value.divided(by: price.value, rounding: rounding))
  }

  /// The price at which the quantity costs this much.
  @inlinable
  public func divided(by quantity: Quantity, rounding: Rounding = .halfEven) -> Price {
    Price(value.divided(by: quantity.value, rounding: rounding))
  }
}
