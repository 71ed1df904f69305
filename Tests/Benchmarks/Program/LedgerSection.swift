import Counting
import EventSourcing
import Events
import LedgerCore
import Quantities

/// What an event costs the ledger: alone, with three instruments and their trades open.
enum LedgerSection {
  private static let count = 100_000
  private static let instruments: [Name] = ["a:BTC/USDT", "a:ETH/USDT", "a:SOL/USDT"]

  static func run() throws {
    let candles = (0..<count).map { candle($0) }
    measure("a candle, nothing open", opening(), candles)
    measure("a candle that marks equity", opening() + entries(), candles)
    measure("a fill, with its laws, or a trade's end", opening(), trades())
    measure("a payment of funding", opening() + entries(), (0..<count).map { funding($0) })
    measure(
      "a day's end", opening() + entries(),
      (0..<1_000).map { .clockTicked(ClockTicked(at: Instant(seconds: Int64($0) * 86_400))) })
  }

  private static func measure(_ name: String, _ before: [Event], _ events: [Event]) {
    var allocations = 0.0
    let time = medianDuration(of: 5) {
      var ledger = Replica<Ledger>()
      for event in before { _ = ledger.answer(event) }
      let start = counting_allocations()
      for index in events.indices { _ = ledger.answer(events[index]) }
      allocations = Double(counting_allocations() - start) / Double(events.count)
    }
    figure(
      name,
      "\(whole(time.processor / Double(events.count) * 1e9)) ns, "
        + "\(hundredths(allocations)) allocations")
  }

  private static func opening() -> [Event] {
    var configuration = Configuration.standard
    configuration.paper.account = "paper"
    let listings = zip(instruments, ["BTC", "ETH", "SOL"] as [Name]).map { instrument, base in
      Event.instrumentListed(
        InstrumentListed(
          instrument: instrument, base: base, quote: "USDT", kind: .linear, tick: "0.1",
          lot: "0.001", minimumQuantity: "0.001", minimumNotional: 5, maximumLeverage: 10,
          maintenanceMargin: "0.004"))
    }
    return [.configurationApplied(ConfigurationApplied(configuration: configuration))] + listings
      + [
        .balanceReported(
          BalanceReported(
            account: "paper", asset: "USDT", kind: .deposit, amount: 1_000_000, at: .epoch))
      ]
  }

  /// A trade in each instrument.
  private static func entries() -> [Event] { (0..<3).map { fill($0 * 2) } }

  private static func candle(_ number: Int) -> Event {
    let price = Price(FixedPoint(40_000 + number % 997) / 10)
    return .candleClosed(
      CandleClosed(
        instrument: instruments[number % 3], timeFrame: .m1,
        openTime: Instant(seconds: Int64(number / 3) * 60), open: price, high: price, low: price,
        close: price, volume: 1, quality: .complete))
  }

  /// In, out, and closed: a lot is forgotten when execution has closed its trade.
  private static func trades() -> [Event] {
    (0..<count / 3).flatMap { number in
      var closed = TradeClosed()
      closed.trade = Identifier(of: "trade", String(number))
      closed.instrument = instruments[number % 3]
      closed.profit = "0.025"
      closed.at = Instant(seconds: Int64(number * 2 + 1))
      return [fill(number * 2), fill(number * 2 + 1), .tradeClosed(closed)]
    }
  }

  /// In and out in turn, each pair a trade of its own.
  private static func fill(_ number: Int) -> Event {
    let name = String(number)
    return .orderFilled(
      OrderFilled(
        order: Identifier(of: "order", name), trade: Identifier(of: "trade", String(number / 2)),
        setup: Identifier(of: "setup", String(number / 2)),
        instrument: instruments[number / 2 % 3], fill: Identifier(of: "fill", name),
        venueTradeID: "1", side: number % 2 == 0 ? .buy : .sell, quantity: "0.25",
        price: Price(FixedPoint(40_000 + number % 2) / 10), fee: "0.55", feeAsset: "USDT",
        liquidity: .taker, filled: "0.25", remaining: 0, at: Instant(seconds: Int64(number))))
  }

  private static func funding(_ number: Int) -> Event {
    .fundingCharged(
      FundingCharged(
        account: "paper", payment: Identifier(of: "payment", "\(number)"),
        instrument: instruments[number % 3], asset: "USDT", quantity: "0.25", price: 4_000,
        rate: "0.0001", amount: "0.1", at: Instant(seconds: Int64(number))))
  }
}
