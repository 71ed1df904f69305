public import Quantities

/// Where the venue takes a position away: linear contracts, isolated margin.
///
/// LONG: (E·(1 - 1/L) - cum/q) / (1 - mmr); SHORT: (E·(1 + 1/L) + cum/q) / (1 + mmr), with the
/// venue's maintenance rate and amount of the tier. Rounded towards the entry, so that the distance
/// is never overstated. With cross margin the venue's own number counts, this one is advisory.
public struct Liquidation: Sendable, Hashable {
  public let entry: Price
  /// Zero for a long position whose margin covers the whole price.
  public let price: Price

  /// Traps for a leverage or a quantity that is not above zero, and a rate of one or more.
  public init(
    direction: Direction, entry: Price, leverage: Ratio, quantity: Quantity,
    maintenanceRate: Ratio, maintenanceAmount: Money = .zero
  ) {
    precondition(leverage.isPositive && quantity.isPositive && maintenanceRate < .one)
    self.entry = entry
    switch direction {
    case .long:
      let lost = entry.multiplied(by: leverage - .one, rounding: .ceiling)
        .divided(by: leverage, rounding: .ceiling)
      let covered = lost - maintenanceAmount.divided(by: quantity, rounding: .floor)
      price = max(.zero, covered.divided(by: .one - maintenanceRate, rounding: .ceiling))
    case .short:
      let lost = entry.multiplied(by: leverage + .one, rounding: .floor)
        .divided(by: leverage, rounding: .floor)
      let covered = lost + maintenanceAmount.divided(by: quantity, rounding: .floor)
      price = covered.divided(by: .one + maintenanceRate, rounding: .floor)
    }
  }

  /// How far the price may go against the position.
  public var distance: Price { (entry - price).magnitude }

  /// Whether the stop is reached long before: its distance times the factor is no more.
  public func isBeyond(stop: Price, by factor: Ratio) -> Bool {
    distance >= Liquidation.required(entry: entry, stop: stop, factor: factor)
  }

  /// The least distance that a stop asks for.
  static func required(entry: Price, stop: Price, factor: Ratio) -> Price {
    (entry - stop).magnitude.multiplied(by: factor, rounding: .up)
  }
}
