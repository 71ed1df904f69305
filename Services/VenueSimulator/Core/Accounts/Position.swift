public import Quantities

/// What an account holds of a contract on one side, or on both in one-way mode.
public struct Position: Sendable, Hashable {
  public let instrument: Int
  /// 0 one-way, 1 long, 2 short.
  public let index: Int
  /// Negative when it is short.
  public internal(set) var quantity: Quantity = .zero
  /// Price times quantity of what is open, with its sign.
  public internal(set) var cost: Money = .zero
  /// Profit less fees since it was opened, and ever.
  public internal(set) var realised: Money = .zero
  public internal(set) var everRealised: Money = .zero
  public internal(set) var createdAt: Instant
  public internal(set) var updatedAt: Instant
  public internal(set) var sequence = 0

  /// The average price of what is open; nil when nothing is.
  public var entry: Price? { quantity.isZero ? nil : cost.divided(by: quantity) }

  /// Takes a fill: how much it closed, and what that earned before fees.
  mutating func apply(
    _ side: Side, _ amount: Quantity, at price: Price, _ now: Instant
  ) -> (closed: Quantity, profit: Money) {
    let change = side == .buy ? amount : -amount
    let after = quantity + change
    updatedAt = now
    if quantity.isZero { realised = .zero }
    defer { quantity = after }
    guard !quantity.isZero, quantity.isNegative != change.isNegative else {
      if quantity.isZero { createdAt = now }
      cost += price * change
      return (.zero, .zero)
    }
    let closed = min(change.magnitude, quantity.magnitude)
    let released = cost.multiplied(by: closed.divided(by: quantity.magnitude))
    let earned = (quantity.isPositive ? price * closed : -(price * closed)) - released
    cost = after.isNegative == quantity.isNegative ? cost - released : price * after
    if after.isZero { cost = .zero }
    return (closed, earned)
  }

  /// What it would earn at a price.
  public func profit(at price: Price) -> Money { price * quantity - cost }
}
