import EventSourcing
import Events
import IndicatorCore
import MarketDataCore
import MarketDataFiles
import Quantities
import SignalCore

/// The files of one instrument, as the suite's own deciders read them: indicators, levels and
/// regime first, then signals and setups, in the order in which everything became known.
///
/// At the close of a trigger bar nothing is known of coarser bars that close later.
struct MarketReading {
  let frames: ReadingFrames
  let strategy: StrategyConfiguration
  private var steps: MarketDataCore.Market
  private var facts: [Event] = []
  private var indicator = Replica<Indicator>()
  private var signal = Replica<Signal>()

  /// How many bars of the trigger frame have closed.
  private(set) var count = 0
  /// What the last step's deciders said.
  private(set) var levels: LevelsMapped?
  private(set) var regime: RegimeAssessed?
  private(set) var said: [Signal.Conclusion] = []

  init(of files: [CandleFile], frames: ReadingFrames) throws(CandleFileError) {
    self.frames = frames
    steps = try MarketFiles(files).market(frames: frames.all)
    var strategy = StrategyConfiguration.targetReacher
    strategy.setups = [
      .resistanceRejection, .supportRejection, .supportBreakdown, .resistanceBreakout,
    ]
    strategy.triggerFrame = frames.trigger
    strategy.levelFrame = frames.levels
    strategy.regimeFrame = frames.regime
    self.strategy = strategy
    var configuration = Configuration.standard
    configuration.strategies = [strategy]
    let applied = Event.configurationApplied(ConfigurationApplied(configuration: configuration))
    _ = indicator.answer(applied)
    _ = signal.answer(applied)
  }

  /// Goes on until a bar of the trigger frame has closed; nil at the end.
  mutating func next() -> CandleClosed? {
    said.removeAll(keepingCapacity: true)
    while steps.nextStep(into: &facts) {
      for fact in facts where isRead(fact) { said += signal.answer(fact) ?? [] }
      var closed: CandleClosed?
      for fact in facts {
        for answer in indicator.answer(fact) ?? [] { take(answer) }
        if case .candleClosed(let candle) = fact, candle.timeFrame == frames.trigger {
          closed = candle
        }
      }
      guard let closed else { continue }
      count += 1
      return closed
    }
    return nil
  }

  /// What can be traded where is not asked: short setups are told of spot instruments too.
  private func isRead(_ fact: Event) -> Bool {
    if case .instrumentListed = fact { return false }
    return true
  }

  private mutating func take(_ answer: Indicator.Conclusion) {
    if case .levelsMapped(let mapped) = answer, mapped.timeFrame == frames.levels {
      levels = mapped
    }
    if case .regimeAssessed(let assessed) = answer, assessed.timeFrame == frames.regime {
      regime = assessed
    }
    said += signal.answer(answer.event) ?? []
  }

  /// What is known of the instrument.
  var market: SignalCore.Market? { signal.state.markets.first }
}
