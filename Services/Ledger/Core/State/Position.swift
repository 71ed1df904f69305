public import Quantities

/// What is held of an instrument, at average cost; negative is short.
///
/// The cost is kept as the sum it is, and has the sign of the quantity: the average price is the
/// quotient and is never computed with, so nothing drifts however often a position changes.
public struct Position: Sendable, Codable, Equatable {
  public var quantity = Quantity.zero
  public var cost = Money.zero
  /// Profit so far, before fees.
  public var realised = Money.zero
  /// Paid so far in the asset that the instrument is quoted in.
  public var fees = Money.zero

  public init() {}

  public var isFlat: Bool { quantity.isZero }

  /// Zero when nothing is held.
  public var averagePrice: Price { isFlat ? .zero : cost.divided(by: quantity) }

  /// What the position would gain if it were closed at the price.
  public func unrealised(at price: Price) -> Money { price * quantity - cost }

  /// Takes a fill of the signed quantity: adds at cost, closes at average cost, or closes all and
  /// opens the rest on the other side.
  public mutating func apply(_ signed: Quantity, at price: Price) {
    guard !isFlat, (quantity.isNegative) != (signed.isNegative) else {
      quantity += signed
      cost += price * signed
      return
    }
    let closed = min(signed.magnitude, quantity.magnitude)
    let released = cost.share(closed, of: quantity.magnitude)
    let closing = signed.isNegative ? -closed : closed
    realised += -(price * closing) - released
    quantity += closing
    cost -= released
    let rest = signed - closing
    if !rest.isZero { apply(rest, at: price) }
  }
}

extension Money {
  /// The part that falls to `part` of `whole`, towards zero to 10⁻¹⁸; all of it for the whole.
  ///
  /// Multiplies before it divides, in full width: three of seven lots that cost 7 000 cost 3 000.
  func share(_ part: Quantity, of whole: Quantity) -> Money {
    let product = value.mantissa.magnitude.multipliedFullWidth(by: part.value.mantissa.magnitude)
    let share = whole.value.mantissa.magnitude.dividingFullWidth(product).quotient
    let magnitude = FixedPoint(mantissa: Int128(share))
    return Money(isNegative ? -magnitude : magnitude)
  }
}
