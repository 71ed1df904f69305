import EventSourcing
import Events
import JournalCore
import MarketDataCore
import Quantities

/// A made-up market, told as the facts of its steps: prices that wander, jump and stand still.
struct MarketStory {
  static let beginning = Instant(seconds: 1_704_067_200)
  static let frame = TimeFrame.s15
  /// Steps after everything is healed, in which trades can end.
  static let epilogue = 5
  /// The same on a live market, where doubts last longer.
  static let longEpilogue = 24

  let steps: [[Proposal]]
  private let instants: [Instant]
  private let isPaced: Bool

  /// - Parameter calm: from when on nothing rough happens any more, and the market soon ends; what
  ///   was before stays as it was.
  init(_ options: Options, calmFrom calm: Instant? = nil) {
    listings = (0..<options.instruments).map { Self.listing($0, options) }
    var market = Market(
      listings: listings,
      series: (0..<options.instruments).map { Self.series($0, options, calmFrom: calm) },
      frames: [.m1, .m5], books: options.hasBooks ? BookGenerator(seed: options.seed) : nil)
    var steps: [[Proposal]] = []
    var instants: [Instant] = []
    var facts: [Event] = []
    var candles: [[CandleClosed]] = []
    var rates: [[FundingRatePublished]] = []
    while let instant = market.nextInstant, market.nextStep(into: &facts) {
      let funding = Self.funding(in: steps.count, of: listings, at: instant, options)
      let proposals = funding.map { rate in
        Proposal(
          fact: .fundingRatePublished(rate),
          id: Identifier(of: "funding", rate.instrument.description, String(steps.count)))
      }
      steps.append(facts.map { Proposal(fact: $0, id: factID(of: $0)) } + proposals)
      rates.append(funding)
      instants.append(instant)
      candles.append(
        facts.compactMap { fact in
          if case .candleClosed(let candle) = fact, candle.timeFrame == Self.frame { return candle }
          return nil
        })
    }
    self.steps = steps
    self.candles = candles
    self.rates = rates
    self.instants = instants
    isPaced = options.order == .live
    // The instant at which it becomes calm has been told.
    roughSteps =
      calm.map { calm in instants.count { $0 <= calm } } ?? max(steps.count - Self.epilogue - 1, 1)
  }

  /// The listed instruments.
  let listings: [InstrumentListed]
  private let candles: [[CandleClosed]]
  private let rates: [[FundingRatePublished]]

  /// The finest candles of a step, which orders meet.
  func candles(of step: Int) -> [CandleClosed] { candles[step] }

  /// What is paid at the end of a step.
  func rates(of step: Int) -> [FundingRatePublished] { rates[step] }

  func instant(of step: Int) -> Instant? { instants.indices.contains(step) ? instants[step] : nil }

  /// How many steps belong to the rough part.
  let roughSteps: Int

  /// The instant of the last of them.
  var roughEnd: Instant { instants[roughSteps - 1] }

  /// The first step behind a clock of the log; the end of the market has no clock of its own.
  func place(after clock: Instant) -> Int {
    let place = instants.firstIndex { $0 > clock } ?? steps.count - 1
    return place
  }

  /// Whether a step's time has come: in lock-step it always has, until the rough part is over;
  /// after that the market goes slowly, so that what a person says then meets bars.
  func isDue(_ step: Int, at now: Int64, healedAt: Int64?) -> Bool {
    guard step < roughSteps else {
      guard let healedAt else { return false }
      let wait = Int64(step - roughSteps + 1) * 10_000_000_000
      return now >= (isPaced ? (instants[step] - Self.beginning).nanoseconds : healedAt + wait)
    }
    return !isPaced || (instants[step] - Self.beginning).nanoseconds <= now
  }

  /// Names, and first prices in tenths.
  private static let assets: [(name: Name, price: Int)] = [
    ("AAA", 10_000), ("BBB", 300_000), ("CCC", 4_000), ("DDD", 25_000), ("EEE", 900_000),
  ]

  static func name(_ index: Int) -> Name { Name("sim:\(assets[index].name)/USDT") ?? Name() }

  private static func listing(_ index: Int, _ options: Options) -> InstrumentListed {
    let isSpot = index >= options.instruments - options.spotMarkets
    return InstrumentListed(
      instrument: name(index), base: assets[index].name, quote: "USDT",
      kind: isSpot ? .spot : .linear, tick: "0.1", lot: "0.001", minimumQuantity: "0.001",
      minimumNotional: 5, maximumLeverage: isSpot ? 1 : 25,
      maintenanceMargin: isSpot ? 0 : "0.005")
  }

  /// What is paid or received for what is held, at the end of a step.
  private static func funding(
    in step: Int, of listings: [InstrumentListed], at instant: Instant, _ options: Options
  ) -> [FundingRatePublished] {
    guard options.fundingSteps > 0, step % options.fundingSteps == options.fundingSteps - 1 else {
      return []
    }
    var dice = Dice(seed: options.seed &* 13 &+ step)
    return listings.filter { $0.kind == .linear }.map { listing in
      FundingRatePublished(
        instrument: listing.instrument, rate: Ratio(dice.number(-300...300)) / 100_000,
        at: instant)
    }
  }

  /// Bars on a grid of tenths.
  private static func series(
    _ index: Int, _ options: Options, calmFrom calm: Instant?
  ) -> CandleSeries {
    var dice = Dice(seed: options.seed &* 7 &+ index &+ 1)
    var price = assets[index].price
    var bars: [Bar] = []
    var place: Int64 = 0
    var calmBars = 0
    while calmBars < (options.mode == .live ? longEpilogue : epilogue) {
      let opening = beginning + .seconds(15 * place)
      let isCalm = bars.count >= options.bars || calm.map { opening >= $0 } ?? false
      if isCalm { calmBars += 1 }
      let bar = bar(opening, from: &price, isCalm: isCalm, options, &dice)
      bars.append(bar)
      place += 1
      // A missing bar now and then: a gap in the feed.
      if !isCalm, dice.chance(of: options.gaps / 10) { place += Int64(dice.number(1...2)) }
    }
    return CandleSeries(instrument: name(index), timeFrame: frame, bars: bars)
  }

  private static func bar(
    _ opening: Instant, from price: inout Int, isCalm: Bool, _ options: Options,
    _ dice: inout Dice
  ) -> Bar {
    let reach = max(price * (isCalm ? 5 : options.temper) / 10_000, 3)
    let jumps = !isCalm && dice.chance(of: options.gaps)
    let open = jumps ? max(price + dice.number(-12 * reach...12 * reach), 500) : price
    let close = max(open + dice.number(-reach...reach), 500)
    let high = max(open, close) + dice.number(0...reach)
    let low = max(min(open, close) - dice.number(0...reach), 400)
    let isQuiet = !isCalm && dice.chance(of: options.quietBars)
    price = close
    return Bar(
      openTime: opening, open: tenths(open), high: tenths(high), low: tenths(low),
      close: tenths(close), volume: isQuiet ? 0 : Quantity(dice.number(20...2_000)))
  }

  static func tenths(_ count: Int) -> Price {
    Price(FixedPoint(mantissa: Int128(count) * 100_000_000_000_000_000))
  }
}
