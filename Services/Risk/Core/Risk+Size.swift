import Events
import Quantities

// Size, margin, exposure.
extension Risk.State {
  /// What may be added to what the account holds, and the limit that says so.
  func room(
    beside company: Company, from book: Risk.Book, under configuration: RiskConfiguration
  ) -> (money: Money, code: RefusalCode) {
    let equity = max(.zero, book.cautiousEquity)
    let account =
      equity.multiplied(by: configuration.accountLeverage, rounding: .floor)
      - holdings(in: book.asset).notional
    let group = company.room(
      from: configuration.groupCorrelation,
      limit: equity.multiplied(by: configuration.groupExposure, rounding: .floor))
    return account <= group ? (account, .accountLeverage) : (group, .correlatedExposure)
  }

  /// The size, or a refusal when what the limits leave is below the venue's minimum.
  func size(
    _ plan: Plan, for trigger: SetupTriggered, on listing: Risk.Listing, from book: Risk.Book,
    beside company: Company, under configuration: RiskConfiguration
  ) throws(Refusal) -> Sizing {
    let equity = book.cautiousEquity
    let used = company.exposures.reduce(Money.zero) { $0 + $1.margin }
    // What is bought on a spot market is paid for at once, costs included.
    let free = equity - used
    let available =
      listing.kind == .spot ? free.divided(by: .one + cost, rounding: .floor) : free
    let room = room(beside: company, from: book, under: configuration)
    let sizing = Sizing(
      Sizing.Terms(
        equity: equity, available: available,
        riskFraction: try riskFraction(
          of: trigger.strategy, in: book.asset, under: configuration),
        entry: plan.entry, stop: plan.stop, cost: cost, leverage: leverage(for: listing),
        lot: listing.lot,
        maximumNotional: equity.multiplied(
          by: configuration.maximumNotional, rounding: .floor), exposureLeft: room.money))
    var least = min(sizing.byRisk, sizing.byNotional)
    try listing.check(least, at: plan.entry, .belowMinimum)
    least = min(least, sizing.byMargin)
    try listing.check(least, at: plan.entry, .insufficientMargin)
    try checkLiquidation(plan, least, trigger.direction, on: listing, under: configuration)
    least = min(least, sizing.byExposure)
    try listing.check(least, at: plan.entry, room.code)
    return sizing
  }

  /// The distance of liquidation against a multiple of the stop's.
  private func checkLiquidation(
    _ plan: Plan, _ quantity: Quantity, _ direction: Direction, on listing: Risk.Listing,
    under configuration: RiskConfiguration
  ) throws(Refusal) {
    guard listing.kind != .spot else { return }
    let liquidation = Liquidation(
      direction: direction, entry: plan.entry, leverage: leverage(for: listing),
      quantity: quantity, maintenanceRate: listing.maintenanceMargin)
    let required = Liquidation.required(
      entry: plan.entry, stop: plan.stop, factor: configuration.liquidationDistance)
    guard liquidation.distance >= required else {
      throw Refusal(
        .liquidationDistance, value: liquidation.distance.value, limit: required.value)
    }
  }

  /// What is lost at stops and on a bad day, the new trade included, against the parts of equity
  /// that may be.
  func checkExposure(
    adding sizing: Sizing, beside company: Company, from book: Risk.Book,
    under configuration: RiskConfiguration
  ) throws(Refusal) {
    func check(_ code: RefusalCode, _ value: Money, _ fraction: Ratio) throws(Refusal) {
      let allowed = book.cautiousEquity.multiplied(by: fraction, rounding: .floor)
      guard value <= allowed else {
        throw Refusal(code, value: value.value, limit: allowed.value)
      }
    }
    let open = company.exposures.reduce(sizing.lossAtStop) { $0 + $1.lossAtStop(cost: cost) }
    try check(.openRisk, open, configuration.maximumOpenRisk)
    let group = company.riskOfGroup(from: configuration.groupCorrelation, cost: cost)
    try check(.correlatedRisk, group + sizing.lossAtStop, configuration.groupRisk)
    let day = company.lossOfDay(adding: sizing.notional)
    try check(.valueAtRisk, day.valueAtRisk, configuration.valueAtRisk)
    try check(.conditionalValueAtRisk, day.shortfall, configuration.conditionalValueAtRisk)
  }
}

extension Risk.Listing {
  /// The venue takes no less than its minimum.
  fileprivate func check(
    _ quantity: Quantity, at entry: Price, _ code: RefusalCode
  ) throws(Refusal) {
    guard quantity.isPositive, quantity >= minimumQuantity else {
      throw Refusal(code, value: quantity.value, limit: minimumQuantity.value)
    }
    let notional = entry.multiplied(by: quantity, rounding: .up)
    guard notional >= minimumNotional else {
      throw Refusal(code, value: notional.value, limit: minimumNotional.value)
    }
  }
}
