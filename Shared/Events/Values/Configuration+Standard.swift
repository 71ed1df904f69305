import Quantities

extension Configuration {
  /// What runs when nobody configured anything: paper trading, careful limits.
  public static let standard = Configuration(
    strategies: [.targetReacher], risk: .moderate, paper: .standard, market: .standard)
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
