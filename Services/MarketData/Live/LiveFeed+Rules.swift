public import Events
public import Quantities
public import Venues

// The rules of the instruments, and where answers go.
extension LiveFeed {
  /// An answer to a question, or why there is none.
  ///
  /// - Parameter answered: the venue's time when it answered.
  public mutating func receive(
    _ result: Result<[MarketAnswer], VenueError>, to id: Int, at answered: Instant
  ) {
    if let index = catalogues.firstIndex(where: { $0.question == id }) {
      receiveRules(result, at: index)
    } else if let index = lines.firstIndex(where: { $0.repair?.question == id }) {
      receive(candles: result.map { $0.flatMap(\.candles) }, for: index, at: answered)
    } else if let place = fundings.firstIndex(where: { $0.question == id }) {
      receiveFunding(result, at: place)
    } else if let place = tiers.first(where: { $0.question == id })?.place {
      tiers.removeAll { $0.question == id }
      receiveTiers(result, at: place)
    }
  }

  /// Asks for the instruments, now and again.
  mutating func askForRules() {
    for index in catalogues.indices
    where catalogues[index].question == nil && now >= catalogues[index].askAt {
      catalogues[index].question = ask(.instruments(catalogues[index].kind))
    }
  }

  private mutating func receiveRules(
    _ result: Result<[MarketAnswer], VenueError>, at index: Int
  ) {
    catalogues[index].question = nil
    switch result {
    case .failure(let error):
      catalogues[index].failures += 1
      catalogues[index].askAt =
        now
        + max(
          plan.policy.retry(after: catalogues[index].failures), error.retryAfter ?? .zero)
    case .success(let answers):
      catalogues[index].failures = 0
      catalogues[index].askAt = now + plan.policy.relisting
      let listed = answers.flatMap(\.instruments)
      for place in plan.instruments.indices
      where Self.kind(of: plan.instruments[place]) == catalogues[index].kind {
        learn(listed.first { $0.symbol == plan.instruments[place] }, at: place)
      }
    }
  }

  private mutating func learn(_ instrument: VenueInstrument?, at place: Int) {
    guard let instrument else {
      // One that was traded before keeps its rules: positions may be left.
      if listings[place].told == nil { unlisted.append(plan.instruments[place]) }
      return
    }
    listings[place].rules = instrument
    switch instrument.kind {
    case .spot:
      listings[place].maintenance = .zero
      list(place)
    case .linear:
      let id = ask(.riskLimits(instrument.symbol))
      tiers.append((id, place))
    }
  }

  private mutating func receiveTiers(
    _ result: Result<[MarketAnswer], VenueError>, at place: Int
  ) {
    let kind = Self.kind(of: plan.instruments[place])
    guard case .success(let answers) = result else {
      // Without it there is nothing to list by: the whole is asked again.
      let index = catalogues.firstIndex { $0.kind == kind }
      if let index { catalogues[index].askAt = now + plan.policy.firstRetry }
      return
    }
    let own = answers.flatMap(\.tiers).filter { $0.instrument == plan.instruments[place] }
    // The tier of the smallest positions; those of larger ones ask for more.
    listings[place].maintenance = own.min { $0.limit < $1.limit }?.maintenanceMargin
    list(place)
  }

  /// States the rules of an instrument when they are new.
  private mutating func list(_ place: Int) {
    guard let instrument = listings[place].rules else { return }
    let rules = InstrumentListed(
      instrument: instrument.symbol, base: instrument.base, quote: instrument.settle,
      kind: instrument.kind, tick: instrument.tick, lot: instrument.lot,
      minimumQuantity: instrument.minimumQuantity, minimumNotional: instrument.minimumNotional,
      maximumLeverage: instrument.maximumLeverage,
      maintenanceMargin: listings[place].maintenance ?? .zero)
    if let interval = instrument.fundingInterval { fundings[place].interval = interval }
    guard listings[place].told != rules else { return }
    tell(.instrumentListed(rules), repetition: listings[place].count)
    listings[place].told = rules
    listings[place].count += 1
    release()
  }

  /// Instruments that the venue does not have, since the last time.
  public mutating func takeUnlisted() -> [Name] {
    defer { unlisted.removeAll() }
    return unlisted
  }

  /// The instruments whose rules the venue has stated in this run.
  public var instruments: [VenueInstrument] { listings.compactMap(\.rules) }
}

extension MarketAnswer {
  fileprivate var candles: [VenueCandle] {
    if case .candles(let candles) = self { candles } else { [] }
  }

  fileprivate var instruments: [VenueInstrument] {
    if case .instruments(let instruments) = self { instruments } else { [] }
  }

  fileprivate var tiers: [RiskLimitTier] {
    if case .riskLimits(let tiers) = self { tiers } else { [] }
  }

  var fundingRates: [FundingRate] {
    if case .fundingRates(let rates) = self { rates } else { [] }
  }
}
