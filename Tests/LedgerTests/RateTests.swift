import Events
import LedgerCore
import Quantities
import Testing

@Suite struct `Rates` {
  private func rates(_ closes: [(instrument: Name, base: Name, quote: Name, price: Price?)])
    -> Ledger.Rates
  {
    let scenario = Scenario()
    for (place, close) in closes.enumerated() {
      scenario.given(.listed(close.instrument, base: close.base, quote: close.quote))
      guard let price = close.price else { continue }
      scenario.given(
        .candle(price, of: close.instrument, closing: .noon + .minutes(Int64(place))))
    }
    return scenario.state.rates
  }

  @Test func `go forward, back and over other assets`() {
    let rates = rates([
      ("BTC/USDT", "BTC", "USDT", 40_000), ("ETH/BTC", "ETH", "BTC", "0.05"),
      ("EUR/USDT", "EUR", "USDT", "1.25"),
    ])
    #expect(rates.convert(2, from: "BTC", to: "USDT") == 80_000)
    #expect(rates.convert(80_000, from: "USDT", to: "BTC") == 2)
    #expect(rates.convert(3, from: "ETH", to: "USDT") == 6_000)
    #expect(rates.convert(3, from: "ETH", to: "EUR") == 4_800)
    #expect(rates.convert(-1, from: "ETH", to: "EUR") == -1_600)
    #expect(rates.convert(7, from: "XYZ", to: "XYZ") == 7)
  }

  @Test func `that are unknown are not guessed`() {
    let rates = rates([("BTC/USDT", "BTC", "USDT", 40_000), ("SOL/USDT", "SOL", "USDT", nil)])
    #expect(rates.convert(1, from: "USDT", to: "USD") == nil)
    #expect(rates.convert(1, from: "SOL", to: "USDT") == nil)
    #expect(rates.convert(0, from: "SOL", to: "USDT") == nil)
  }

  @Test func `round half to even at each step`() {
    let rates = rates([("A/B", "A", "B", 3), ("B/C", "B", "C", 3)])
    let ulp = Money(FixedPoint.ulp)
    #expect(rates.convert(1, from: "B", to: "A") == "0.333333333333333333")
    #expect(rates.convert(ulp, from: "B", to: "A") == 0)
    #expect(rates.convert(1, from: "C", to: "A") == "0.111111111111111111")
  }

  @Test func `take the shortest way, then the one with the younger closes`() {
    let rates = rates([
      ("one:BTC/USDT", "BTC", "USDT", 100), ("BTC/EUR", "BTC", "EUR", 90),
      ("EUR/USDT", "EUR", "USDT", 2), ("two:BTC/USDT", "BTC", "USDT", 101),
    ])
    #expect(rates.convert(1, from: "BTC", to: "USDT") == 101)
    #expect(rates.convert(2, from: "USDT", to: "EUR") == 1)
  }
}
