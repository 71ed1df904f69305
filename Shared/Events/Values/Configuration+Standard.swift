public import Quantities

extension Configuration {
  /// What runs when nobody configured anything: paper trading, careful limits.
  public static let standard = Configuration(
    strategies: [.targetReacher], risk: .moderate, paper: .standard, market: .standard)
}

extension StrategyConfiguration {
  /// Rejections at levels of 4h, triggered on 1h, with the daily regime; staged targets.
  public static let targetReacher = StrategyConfiguration(
    name: "target-reacher", setups: [.resistanceRejection, .supportRejection],
    triggerFrame: .h1, levelFrame: .h4, regimeFrame: .d1, entry: .market,
    formingDistance: 1, leavingDistance: 2, triggerDistance: 1, stopBuffer: 0.25,
    minimumStop: 0.5, maximumStop: 4, minimumRoom: 1, minimumReward: 1,
    formingLife: .hours(72), activeLife: .hours(24), triggeredBars: 6, cooldownBars: 6,
    target1: "1.5", target2: "3", share1: "0.5", share2: "0.3", trailing: 3,
    timeout: .hours(48), runnerTimeout: .days(10))

  /// The time frames that the strategy reads.
  public var frames: [TimeFrame] { [triggerFrame, levelFrame, regimeFrame] }
}

extension RiskConfiguration {
  /// The default profile: half a percent a trade, two percent a day.
  public static let moderate = RiskConfiguration(
    riskPerTrade: "0.005", leverage: 3, maximumTrades: 3, maximumPerInstrument: 1,
    maximumOpenRisk: "0.03", maximumNotional: 3, dailyLoss: "0.02", dailyFlatten: "0.03",
    fee: "0.00055", slippage: "0.0002", approvalLife: .minutes(5))
}

extension PaperConfiguration {
  /// Fees of a large venue's perpetuals, and a tenth of a bar's volume at most.
  public static let standard = PaperConfiguration(
    account: "paper", deposit: 10_000, makerFee: "0.0002", takerFee: "0.00055",
    slippage: "0.0002", participation: "0.1")
}

extension MarketConfiguration {
  /// The generated market that needs no key, no network and no file.
  public static let standard = MarketConfiguration(
    source: .generator, seed: 7, instruments: 3, days: 0, pace: 0, files: [])
}
