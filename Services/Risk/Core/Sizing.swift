public import Quantities

/// How much to trade so that the stop costs a fixed part of equity (fixed fractional sizing).
///
/// Loss per unit = |E - S| + (fee + slippage) × (E + S), taker costs on both legs; the quantity is
/// the least of what the budget, the free margin, the greatest notional and the exposure that is
/// left allow, each rounded down to the lot. It is never rounded up to the venue's minimum.
public struct Sizing: Sendable, Hashable {
  /// What a size is computed from; prices are on the tick already.
  public struct Terms: Sendable, Hashable {
    public var equity: Money
    /// Equity that no other trade holds as margin.
    public var available: Money
    /// Part of equity that may be lost at the stop.
    public var riskFraction: Ratio
    public var entry: Price
    public var stop: Price
    /// Fee and slippage of one leg, as a part of its price.
    public var cost: Ratio
    public var leverage: Ratio
    public var lot: Quantity
    /// No limit when absent.
    public var maximumNotional: Money?
    /// What may be added to the exposure of the account; no limit when absent.
    public var exposureLeft: Money?

    public init(
      equity: Money, available: Money, riskFraction: Ratio, entry: Price, stop: Price,
      cost: Ratio, leverage: Ratio, lot: Quantity, maximumNotional: Money? = nil,
      exposureLeft: Money? = nil
    ) {
      self.equity = equity
      self.available = available
      self.riskFraction = riskFraction
      self.entry = entry
      self.stop = stop
      self.cost = cost
      self.leverage = leverage
      self.lot = lot
      self.maximumNotional = maximumNotional
      self.exposureLeft = exposureLeft
    }
  }

  /// What may be lost at the stop.
  public let budget: Money
  public let lossPerUnit: Price
  /// What the budget allows, before rounding to the lot.
  public let raw: Quantity
  public let byRisk: Quantity
  public let byMargin: Quantity
  /// The greatest quantity when no notional limits it.
  public let byNotional: Quantity
  /// The greatest quantity when no exposure limits it.
  public let byExposure: Quantity
  /// The least of the four; zero when nothing may be traded.
  public let quantity: Quantity
  public let notional: Money
  public let margin: Money
  public let lossAtStop: Money

  /// Traps for an entry, a leverage or a lot that is not above zero.
  public init(_ terms: Terms) {
    precondition(terms.entry.isPositive && terms.leverage.isPositive && terms.lot.isPositive)
    let entry = terms.entry
    lossPerUnit = Sizing.lossPerUnit(entry: entry, stop: terms.stop, cost: terms.cost)
    budget = terms.equity.multiplied(by: terms.riskFraction, rounding: .floor)
    raw = budget.affords(at: lossPerUnit)
    byRisk = raw.rounded(toLot: terms.lot, .down)
    byMargin = terms.available.multiplied(by: terms.leverage, rounding: .floor)
      .affords(at: entry.multiplied(by: .one + terms.cost, rounding: .up))
      .rounded(toLot: terms.lot, .down)
    func affordable(_ limit: Money?) -> Quantity {
      limit.map { $0.affords(at: entry).rounded(toLot: terms.lot, .down) } ?? .max
    }
    byNotional = affordable(terms.maximumNotional)
    byExposure = affordable(terms.exposureLeft)
    quantity = min(byRisk, byMargin, byNotional, byExposure)
    notional = entry.multiplied(by: quantity, rounding: .up)
    margin = notional.divided(by: terms.leverage, rounding: .up)
    lossAtStop = lossPerUnit.multiplied(by: quantity, rounding: .up)
  }

  /// What one unit loses between entry and stop, costs of both legs included.
  static func lossPerUnit(entry: Price, stop: Price, cost: Ratio) -> Price {
    (entry - stop).magnitude + (entry + stop).multiplied(by: cost, rounding: .up)
  }
}

extension Money {
  /// The quantity that the money pays for, never negative; the greatest when out of range.
  fileprivate func affords(at price: Price) -> Quantity {
    guard isPositive else { return .zero }
    return value.dividedIfInRange(by: price.value, rounding: .down).map { Quantity($0) } ?? .max
  }
}
