public import Quantities

extension StrategyConfiguration {
  /// The strategies that a configuration can name; every other is one of these with changes.
  public static let shipped: [StrategyConfiguration] = [.targetReacher, .linea, .aether, .emaCross]

  /// Rejections at levels of 4h and retests of their breaks, triggered on 1h, with the daily
  /// regime; staged targets.
  public static let targetReacher = StrategyConfiguration(
    name: "target-reacher",
    setups: [.resistanceRejection, .supportRejection, .supportBreakdown, .resistanceBreakout],
    triggerFrame: .h1, levelFrame: .h4, regimeFrame: .d1, entry: .market,
    formingDistance: 1, leavingDistance: 2, triggerDistance: 1, stopBuffer: 0.25,
    minimumStop: 0.5, maximumStop: 4, minimumRoom: 1, minimumReward: 1,
    formingLife: .hours(72), activeLife: .hours(24), triggeredBars: 6, cooldownBars: 6,
    target1: "1.5", target2: "3", share1: "0.5", share2: "0.3", trailing: 3,
    timeout: .hours(48), runnerTimeout: .days(10))

  /// Short only: rejections at a resistance that was tested three times or more, while the daily
  /// regime trends down.
  public static let linea = targetReacher.changed {
    $0.name = "linea"
    $0.setups = [.resistanceRejection]
    $0.regimeRule = .withTrend
  }

  /// Divergences and circles of VuManChu Cipher B in the direction of the 4h WaveTrend and the
  /// daily regime; the stop by ATR.
  public static let aether = targetReacher.changed {
    $0.name = "aether"
    $0.setups = [.waveMomentum]
    $0.regimeRule = .withTrend
  }

  /// The EMA20 crosses the EMA50, whatever the regime; the plain one that benchmarks use.
  public static let emaCross = targetReacher.changed {
    $0.name = "ema-cross"
    $0.setups = [.averageCross]
    $0.regimeRule = .any
    $0.formingDistance = 0.5
    $0.minimumRoom = 0
    $0.minimumReward = 0
  }

  /// The time frames that the strategy reads.
  public var frames: [TimeFrame] { [triggerFrame, levelFrame, regimeFrame] }

  /// Whether the strategy looks at an instrument.
  public func covers(_ instrument: Name) -> Bool {
    instruments.isEmpty || instruments.contains(instrument)
  }

  private func changed(_ change: (inout StrategyConfiguration) -> Void) -> StrategyConfiguration {
    var copy = self
    change(&copy)
    return copy
  }
}
