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
  static let epilogue = 7

  let steps: [[Proposal]]
  private let instants: [Instant]
  private let isPaced: Bool

  init(_ options: Options) {
    var dice = Dice(seed: options.seed &+ 1)
    listings = (0..<options.instruments).map(Self.listing)
    var market = Market(
      listings: listings,
      series: (0..<options.instruments).map { Self.series($0, options, &dice) },
      frames: [.m1, .m5])
    var steps: [[Proposal]] = []
    var instants: [Instant] = []
    var facts: [Event] = []
    var candles: [[CandleClosed]] = []
    while let instant = market.nextInstant, market.nextStep(into: &facts) {
      steps.append(facts.map { Proposal(fact: $0, id: factID(of: $0)) })
      instants.append(instant)
      candles.append(
        facts.compactMap { fact in
          if case .candleClosed(let candle) = fact, candle.timeFrame == Self.frame { return candle }
          return nil
        })
    }
    self.steps = steps
    self.candles = candles
    self.instants = instants
    isPaced = options.order == .live
  }

  /// The listed instruments.
  let listings: [InstrumentListed]
  private let candles: [[CandleClosed]]

  /// The finest candles of a step, which orders meet.
  func candles(of step: Int) -> [CandleClosed] { candles[step] }

  func instant(of step: Int) -> Instant? { instants.indices.contains(step) ? instants[step] : nil }

  /// How many steps belong to the rough part.
  var roughSteps: Int { max(steps.count - Self.epilogue - 1, 1) }

  /// The instant of the last of them.
  var roughEnd: Instant { instants[roughSteps - 1] }

  /// The first step behind a clock of the log; the end of the market has no clock of its own.
  func place(after clock: Instant) -> Int {
    let place = instants.firstIndex { $0 > clock } ?? steps.count - 1
    return place
  }

  /// Whether a step's time has come; in lock-step it always has.
  func isDue(_ step: Int, at now: Int64) -> Bool {
    !isPaced || (instants[step] - Self.beginning).nanoseconds <= now
  }

  static func name(_ index: Int) -> Name {
    ["sim:AAA/USDT", "sim:BBB/USDT", "sim:CCC/USDT"][index]
  }

  private static func listing(_ index: Int) -> InstrumentListed {
    InstrumentListed(
      instrument: name(index), base: ["AAA", "BBB", "CCC"][index], quote: "USDT", kind: .linear,
      tick: "0.1", lot: "0.001", minimumQuantity: "0.001", minimumNotional: 5,
      maximumLeverage: 25, maintenanceMargin: "0.005")
  }

  /// Bars on a grid of tenths.
  private static func series(
    _ index: Int, _ options: Options, _ dice: inout Dice
  ) -> CandleSeries {
    var price = [10_000, 300_000, 4_000][index]
    var bars: [Bar] = []
    var place = 0
    for number in 0..<options.bars + epilogue {
      let isCalm = number >= options.bars
      let reach = max(price * (isCalm ? 5 : options.temper) / 10_000, 3)
      let jumps = !isCalm && dice.chance(of: options.gaps)
      let open = jumps ? max(price + dice.number(-12 * reach...12 * reach), 500) : price
      let close = max(open + dice.number(-reach...reach), 500)
      let high = max(open, close) + dice.number(0...reach)
      let low = max(min(open, close) - dice.number(0...reach), 400)
      let isQuiet = !isCalm && dice.chance(of: options.quietBars)
      bars.append(
        Bar(
          openTime: beginning + .seconds(Int64(15 * place)), open: tenths(open),
          high: tenths(high), low: tenths(low), close: tenths(close),
          volume: isQuiet ? 0 : Quantity(dice.number(20...2_000))))
      place += 1
      // A missing bar now and then: a gap in the feed.
      if !isCalm, dice.chance(of: options.gaps / 10) { place += dice.number(1...3) }
      price = close
    }
    return CandleSeries(instrument: name(index), timeFrame: frame, bars: bars)
  }

  static func tenths(_ count: Int) -> Price {
    Price(FixedPoint(mantissa: Int128(count) * 100_000_000_000_000_000))
  }
}
