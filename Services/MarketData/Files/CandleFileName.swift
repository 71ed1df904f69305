import Events
import MarketDataCore
import Quantities

/// What the name of a candle file tells: "btcusd_bitstamp_1h_2021-01_2021-07.csv.gz".
///
/// The parts between underscores are the pair, then perhaps the venue, then the time frame, then
/// anything. Without a venue the instrument trades on "paper"; "btcperp" is the contract on the
/// price of bitcoin in dollars.
struct CandleFileName: Sendable, Hashable {
  let symbol: MarketSymbol?
  let timeFrame: TimeFrame?

  init(path: String) {
    let name = path.split(separator: "/").last ?? ""
    let parts = name.prefix { $0 != "." }.split(separator: "_")
    let frameIndex = parts.indices.first { $0 > 0 && TimeFrame(parts[$0]) != nil }
    timeFrame = frameIndex.flatMap { TimeFrame(parts[$0]) }
    guard let pair = parts.first, let (base, quote) = CandleFileName.split(pair) else {
      symbol = nil
      return
    }
    let afterPair = parts.dropFirst().first
    let isVenue = frameIndex != 1 && afterPair?.first?.isLetter == true
    let venue = isVenue ? afterPair.map { $0.lowercased() } : nil
    symbol = MarketSymbol(venue: venue ?? "paper", base: base, quote: quote)
  }

  /// Splits "btcusdt" into "BTC" and "USDT"; a dash between them is taken out.
  private static func split(_ pair: Substring) -> (base: String, quote: String)? {
    let text = pair.uppercased().filter { $0 != "-" }
    if text.hasSuffix("PERP"), text.count > 4 { return (String(text.dropLast(4)), "USD") }
    for quote in quotes where text.hasSuffix(quote) && text.utf8.count > quote.utf8.count {
      return (String(text.dropLast(quote.utf8.count)), quote)
    }
    return nil
  }

  /// Longer before those that they end with.
  private static let quotes = [
    "FDUSD", "USDT", "USDC", "TUSD", "BUSD", "USD", "DAI", "EUR", "GBP", "JPY", "CHF", "TRY",
    "BTC", "ETH", "BNB",
  ]
}
