import EventSourcing
import Events
import IndicatorCore
import MarketDataCore
import MarketDataFiles
import Quantities

/// What is drawn: the candles of a range, and what was known when each of them closed.
///
/// Levels and regime are the indicator's own conclusions over the market of the files, in the
/// order in which it became known; nothing is computed here a second time.
struct ChartAnalysis {
  let frames: ChartFrames
  /// The most digits that a price has behind the point.
  let decimals: Int
  private(set) var candles: [CandleClosed] = []
  /// A cell for each candle in each column.
  private(set) var columns: [ChartColumn] = ChartColumn.drawn
  /// The places of the candles that bear each mark.
  private(set) var marks: [ChartMarks] = ChartMarks.drawn
  /// A new one from each place on.
  private(set) var regimes: [(place: Int, regime: Regime)] = []
  /// The map after the last candle, without what is retired.
  private(set) var levels: [ChartLevel] = []

  private let firstOpening: Instant
  private var analysis: FullAnalysis
  private var indicator = Replica<Indicator>()
  private var regime = Regime.neutral
  private var known: [Level] = []
  private var found: [Identifier: Instant] = [:]

  /// Runs the files from their beginnings to the end of the range.
  init(
    of files: [CandleFile], frames: ChartFrames, range: ChartRange
  ) throws(CandleFileError) {
    self.frames = frames
    decimals = files.map(\.decimals).max() ?? 0
    firstOpening = frames.drawn.bars[range.bars.lowerBound].openTime
    analysis = FullAnalysis(extras: frames.base)
    var market = try MarketFiles(files).market(frames: [frames.levels, frames.regime])
    _ = indicator.answer(
      .configurationApplied(ConfigurationApplied(configuration: configuration)))
    let last = frames.drawn.bars[range.bars.upperBound - 1]
    run(&market, through: frames.base.closing(of: last.openTime))
    levels = known.filter { $0.phase != .retired }.map { level in
      ChartLevel(level: level, found: found[level.id] ?? level.lastTest)
    }
  }

  /// The shipped configuration with one strategy, which looks at the frames of the chart.
  private var configuration: Configuration {
    var configuration = Configuration.standard
    var strategy = configuration.strategies[0]
    strategy.triggerFrame = frames.base
    strategy.levelFrame = frames.levels
    strategy.regimeFrame = frames.regime
    configuration.strategies = [strategy]
    return configuration
  }

  private mutating func run(_ market: inout Market, through end: Instant) {
    var facts: [Event] = []
    while let next = market.nextInstant, next <= end, market.nextStep(into: &facts) {
      for fact in facts {
        for answer in indicator.answer(fact) ?? [] { note(answer) }
        if case .candleClosed(let candle) = fact, candle.timeFrame == frames.base { draw(candle) }
      }
    }
  }

  private mutating func note(_ conclusion: Indicator.Conclusion) {
    switch conclusion {
    case .levelsMapped(let mapped): known = mapped.levels
    case .levelFound(let new): found[new.level.id] = frames.levels.closing(of: new.openTime)
    case .regimeAssessed(let assessed): regime = assessed.confirmed
    // The rest says more about what the three above tell.
    default: break
    }
  }

  private mutating func draw(_ candle: CandleClosed) {
    analysis.update(Candle(candle))
    guard candle.openTime >= firstOpening else { return }
    let place = candles.count
    candles.append(candle)
    for index in columns.indices { columns[index].append(analysis) }
    for index in marks.indices { marks[index].note(analysis, at: place) }
    if regimes.last?.regime != regime { regimes.append((place, regime)) }
  }
}

extension ChartAnalysis {
  /// How many marks there are on the candles.
  var markCount: Int { marks.reduce(0) { $0 + $1.places.count } }

  /// What was drawn, in one line.
  var summary: String {
    let first = candles.first?.openTime.description ?? "nothing"
    let last = candles.last?.openTime.description ?? "nothing"
    return "\(counted(candles.count, "candle")) of \(frames.drawn.symbol.instrument) "
      + "\(frames.base) from \(first) to \(last), \(counted(markCount, "mark")), "
      + "\(counted(levels.count, "level")) of \(frames.levels), regime of \(frames.regime)"
  }

  private func counted(_ count: Int, _ word: String) -> String {
    count == 1 ? "1 \(word)" : "\(count) \(word)s"
  }
}

/// A level on the chart.
struct ChartLevel {
  let level: Level
  /// When it became known.
  let found: Instant
}
