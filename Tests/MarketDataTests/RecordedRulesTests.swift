import Events
import MarketDataCore
import Quantities
import Testing

struct RecordedRulesTests {
  @Test(
    arguments: [
      ("x:BTC/USD", 2, "29000.5", "0.01", "0.000001"),
      ("x:BTC/USD", 0, "4600", "1", "0.00001"),
      ("x:ETH/USDT", 2, "129.16", "0.01", "0.0001"),
      ("x:SOL/USDT", 3, "20", "0.001", "0.001"),
      ("x:XRP/USDT", 5, "0.6", "0.00001", "0.1"),
      ("x:PEPE/USDT", 10, "0.0000012", "0.00000001", "0.1"),
      ("x:ETH/BTC", 8, "0.0984", "0.00000001", "0.0001"),
    ])
  func `tick and lot follow the prices`(
    name: String, decimals: Int, price: String, tick: String, lot: String
  ) {
    let rules = InstrumentListed(
      recorded: symbol(name), decimals: decimals, near: Price(stringLiteral: price))
    #expect(rules.tick.description == tick)
    #expect(rules.lot.description == lot && rules.minimumQuantity == rules.lot)
    #expect(rules.kind == .linear && rules.minimumNotional.isPositive)
    #expect("\(rules.instrument)" == name && "x:\(rules.base)/\(rules.quote)" == name)
  }

  @Test(arguments: [
    "", "x", "x:BTC", "x:/USD", ":BTC/USD", "x:BTC/", "x:y:BTC/USD", "x:B/U/S",
    "x:B C/USD", "averylongvenue:WITHALONGBASE/ANDQUOTE",
  ])
  func `what is no symbol is refused`(text: String) {
    #expect(MarketSymbol(text) == nil)
  }
}
