import Quantities

extension Configuration {
  /// What runs when nobody configured anything: paper trading, careful limits.
  public static let standard = Configuration(
    strategies: [.targetReacher], risk: .moderate, paper: .standard, market: .standard)
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
