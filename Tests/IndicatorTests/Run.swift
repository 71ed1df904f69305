import EventSourcing
import Events
import IndicatorCore
import Quantities

/// The decider at work on one strategy's frames.
struct Run {
  var replica = Replica<Indicator>()
  var strategy: StrategyConfiguration

  init(
    _ shipped: StrategyConfiguration = .targetReacher, trigger: TimeFrame = .h1,
    level: TimeFrame = .h4, regime: TimeFrame = .d1,
    change: (inout StrategyConfiguration) -> Void = { _ in }
  ) {
    strategy = shipped
    strategy.triggerFrame = trigger
    strategy.levelFrame = level
    strategy.regimeFrame = regime
    change(&strategy)
    configure([strategy])
  }

  mutating func configure(_ strategies: [StrategyConfiguration]) {
    var configuration = Configuration()
    configuration.strategies = strategies
    _ = replica.answer(.configurationApplied(ConfigurationApplied(configuration: configuration)))
  }

  mutating func answer(_ candle: CandleClosed) -> [Indicator.Conclusion] {
    replica.answer(.candleClosed(candle)) ?? []
  }
}

extension [Indicator.Conclusion] {
  var indicators: [IndicatorsComputed] {
    compactMap { if case .indicatorsComputed(let payload) = $0 { payload } else { nil } }
  }
  var maps: [LevelsMapped] {
    compactMap { if case .levelsMapped(let payload) = $0 { payload } else { nil } }
  }
  var found: [Level] {
    compactMap { if case .levelFound(let payload) = $0 { payload.level } else { nil } }
  }
  var tested: [Level] {
    compactMap { if case .levelTested(let payload) = $0 { payload.level } else { nil } }
  }
  var broken: [Level] {
    compactMap { if case .levelBroken(let payload) = $0 { payload.level } else { nil } }
  }
  var retired: [Level] {
    compactMap { if case .levelRetired(let payload) = $0 { payload.level } else { nil } }
  }
  var regimes: [RegimeAssessed] {
    compactMap { if case .regimeAssessed(let payload) = $0 { payload } else { nil } }
  }
  var ciphers: [CipherComputed] {
    compactMap { if case .cipherComputed(let payload) = $0 { payload } else { nil } }
  }
  var averages: [AveragesComputed] {
    compactMap { if case .averagesComputed(let payload) = $0 { payload } else { nil } }
  }
  var degraded: [SeriesDegraded] {
    compactMap { if case .seriesDegraded(let payload) = $0 { payload } else { nil } }
  }
  var restored: [SeriesRestored] {
    compactMap { if case .seriesRestored(let payload) = $0 { payload } else { nil } }
  }
  var regimeChanges: [RegimeChanged] {
    compactMap { if case .regimeChanged(let payload) = $0 { payload } else { nil } }
  }
}

extension Regime {
  /// Its name in the reference tables.
  var reference: String { rawValue.uppercased().split(separator: "-").joined(separator: "_") }
}
