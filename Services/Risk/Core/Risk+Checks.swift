import Events
import Quantities

extension Risk.State {
  func tradingConfiguration() throws(Refusal) -> RiskConfiguration {
    guard let configuration, halts.isEmpty else {
      throw Refusal(.halted, value: FixedPoint(max(1, halts.count)), limit: 0)
    }
    return configuration
  }

  func tradableListing(for trigger: SetupTriggered) throws(Refusal) -> Risk.Listing {
    guard let listing = listing(of: trigger.instrument) else {
      throw Refusal(.unknownInstrument, value: 0, limit: 0)
    }
    if listing.kind == .spot, trigger.direction == .short {
      throw Refusal(.noShorting, value: 0, limit: 0)
    }
    return listing
  }

  /// Seconds since the trigger against the seconds that it lives.
  func checkAge(of trigger: SetupTriggered) throws(Refusal) {
    guard let now, now >= trigger.expiresAt else { return }
    let age = (now - trigger.at).seconds
    let life = (trigger.expiresAt - trigger.at).seconds
    throw Refusal(.expired, value: FixedPoint(Int(age)), limit: FixedPoint(Int(life)))
  }

  func checkData(of instrument: Name) throws(Refusal) {
    let missing = gaps.count { $0.instrument == instrument }
    guard missing == 0 else { throw Refusal(.degraded, value: FixedPoint(missing), limit: 0) }
  }

  func knownBook(of asset: Name) throws(Refusal) -> Risk.Book {
    guard let book = book(of: asset) else { throw Refusal(.unknownEquity, value: 0, limit: 0) }
    return book
  }

  func checkDailyLoss(in asset: Name) throws(Refusal) {
    guard let breach = breach(of: .dailyLoss, in: asset) ?? breach(of: .dailyFlatten, in: asset)
    else { return }
    throw Refusal(.dailyLoss, value: breach.value.value, limit: breach.allowed.value)
  }

  /// The trades that are there, approved ones included, against the most there may be.
  func checkPlaces(
    for instrument: Name, under configuration: RiskConfiguration
  ) throws(Refusal) {
    guard exposures.count < configuration.maximumTrades else {
      throw Refusal(
        .maximumTrades, value: FixedPoint(exposures.count),
        limit: FixedPoint(configuration.maximumTrades))
    }
    let here = exposures.count { $0.instrument == instrument }
    guard here < configuration.maximumPerInstrument else {
      throw Refusal(
        .maximumPerInstrument, value: FixedPoint(here),
        limit: FixedPoint(configuration.maximumPerInstrument))
    }
  }

  /// The size, or a refusal when what the limits leave is below the venue's minimum.
  func size(
    _ plan: Plan, on listing: Risk.Listing, from book: Risk.Book,
    under configuration: RiskConfiguration
  ) throws(Refusal) -> Sizing {
    let equity = book.cautiousEquity
    let used = exposures.reduce(Money.zero) { $1.asset == book.asset ? $0 + $1.margin : $0 }
    let sizing = Sizing(
      Sizing.Terms(
        equity: equity, available: equity - used,
        riskFraction: min(configuration.riskPerTrade, Risk.riskCap), entry: plan.entry,
        stop: plan.stop, cost: cost, leverage: leverage(for: listing), lot: listing.lot,
        maximumNotional: equity.multiplied(
          by: configuration.maximumNotional, rounding: .floor)))
    guard sizing.quantity.isPositive, sizing.quantity >= listing.minimumQuantity else {
      throw Refusal(
        .belowMinimum, value: sizing.quantity.value, limit: listing.minimumQuantity.value)
    }
    guard sizing.notional >= listing.minimumNotional else {
      throw Refusal(
        .belowMinimum, value: sizing.notional.value, limit: listing.minimumNotional.value)
    }
    return sizing
  }

  /// The loss at all live stops, the new one included, against the part of equity allowed.
  func checkOpenRisk(
    adding loss: Money, to book: Risk.Book, under configuration: RiskConfiguration
  ) throws(Refusal) {
    let open = exposures.reduce(loss) {
      $1.asset == book.asset ? $0 + $1.lossAtStop(cost: cost) : $0
    }
    let allowed = book.cautiousEquity.multiplied(
      by: configuration.maximumOpenRisk, rounding: .floor)
    guard open <= allowed else {
      throw Refusal(.openRisk, value: open.value, limit: allowed.value)
    }
  }
}
