import Events
import Quantities

// Kill switch, stale data, limits of the session.
extension Risk.State {
  func tradingConfiguration() throws(Refusal) -> RiskConfiguration {
    guard let configuration, halts.isEmpty else {
      throw Refusal(.halted, value: FixedPoint(max(1, halts.count)), limit: 0)
    }
    return configuration
  }

  func checkGaps(of instrument: Name) throws(Refusal) {
    let missing = gaps.count { $0.instrument == instrument }
    guard missing == 0 else { throw Refusal(.degraded, value: FixedPoint(missing), limit: 0) }
  }

  /// Seconds that the most overdue bar is late; an instrument without any bar is refused too.
  func checkFreshness(
    of instrument: Name, under configuration: RiskConfiguration
  ) throws(Refusal) -> Risk.Prices {
    let limit = configuration.staleAfter
    guard let prices = prices(of: instrument) else {
      throw Refusal(.staleData, value: 0, limit: limit.inSeconds)
    }
    let lateness = now.map { prices.lateness(at: $0) } ?? .zero
    guard lateness <= limit else {
      throw Refusal(.staleData, value: lateness.inSeconds, limit: limit.inSeconds)
    }
    return prices
  }

  /// Seconds since the trigger against the seconds that it lives.
  func checkAge(of trigger: SetupTriggered) throws(Refusal) {
    guard let now, now >= trigger.expiresAt else { return }
    let age = (now - trigger.at).seconds
    let life = (trigger.expiresAt - trigger.at).seconds
    throw Refusal(.expired, value: FixedPoint(Int(age)), limit: FixedPoint(Int(life)))
  }

  /// The first limit that leaves exits alone, in the asset that the instrument settles in.
  func checkSession(of instrument: Name) throws(Refusal) {
    guard let asset = listing(of: instrument)?.asset else { return }
    for limit in LimitKind.allCases {
      guard let code = limit.refusal, let breach = breach(of: limit, in: asset) else { continue }
      throw Refusal(code, value: breach.value, limit: breach.allowed)
    }
  }
}

extension LimitKind {
  /// The code of what is refused while the limit is hit; nil while trades are still entered.
  fileprivate var refusal: RefusalCode? {
    switch self {
    case .dailyLoss, .dailyFlatten: .dailyLoss
    case .weeklyLoss: .weeklyLoss
    case .monthlyLoss: .monthlyLoss
    case .consecutiveLosses: .consecutiveLosses
    case .leverage: .leverageExceeded
    case .marginRatio: .marginRatio
    // Looked at before; or trades are still entered.
    case .discrepancy, .softDrawdown, .marginWarning: nil
    // Trading is halted, and stays so when the breach is released.
    case .hardDrawdown: .halted
    }
  }
}

// What there is, and how many.
extension Risk.State {
  func tradableListing(for trigger: SetupTriggered) throws(Refusal) -> Risk.Listing {
    guard let listing = listing(of: trigger.instrument) else {
      throw Refusal(.unknownInstrument, value: 0, limit: 0)
    }
    if listing.kind == .spot, trigger.direction == .short {
      throw Refusal(.noShorting, value: 0, limit: 0)
    }
    return listing
  }

  func knownBook(of asset: Name) throws(Refusal) -> Risk.Book {
    guard let book = book(of: asset) else { throw Refusal(.unknownEquity, value: 0, limit: 0) }
    return book
  }

  /// The trades that are there, approved ones included, against the most there may be.
  func checkPlaces(
    for trigger: SetupTriggered, under configuration: RiskConfiguration
  ) throws(Refusal) {
    func check(_ code: RefusalCode, _ count: Int, _ most: Int) throws(Refusal) {
      guard count >= most else { return }
      throw Refusal(code, value: FixedPoint(count), limit: FixedPoint(most))
    }
    let trade = Risk.trade(of: trigger)
    // A trade of this setup is there already.
    try check(.duplicate, exposures.count { $0.trade == trade }, 1)
    try check(.maximumTrades, exposures.count, configuration.maximumTrades)
    try check(
      .maximumSetups, exposures.count { $0.phase != .open }, configuration.maximumSetups)
    try check(
      .maximumPerInstrument, exposures.count { $0.instrument == trigger.instrument },
      configuration.maximumPerInstrument)
    try check(.sharedPosition, exposures.count { isShared($0, with: trigger) }, 1)
  }

  /// Whether a venue keeps one position for both, so that the exit of one may take what belongs to
  /// the other.
  private func isShared(_ exposure: Risk.Exposure, with trigger: SetupTriggered) -> Bool {
    guard exposure.instrument == trigger.instrument else { return false }
    return switch mode {
    case .oneWay: true
    case .hedge: exposure.direction == trigger.direction
    }
  }

  /// The distance of the entry from the middle of the book, or from the last price without one.
  func checkCollar(
    of entry: Price, around price: Price, under configuration: RiskConfiguration
  ) throws(Refusal) {
    let distance = (entry - price).magnitude
    let allowed = price.multiplied(by: configuration.priceCollar, rounding: .floor)
    guard distance <= allowed else {
      throw Refusal(.priceCollar, value: distance.value, limit: allowed.value)
    }
  }
}
