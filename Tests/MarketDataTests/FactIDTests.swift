import Events
import MarketDataCore
import Quantities
import Testing

struct FactIDTests {
  @Test func `every fact of a market has an id of its own, but for nothing else`() {
    let market = Market(
      GeneratedMarket(seed: 2, instruments: 3, days: 10, hasBooks: true), frames: [.h1, .h4, .d1])
    let facts = steps(market).joined()
    #expect(Set(facts.map(factID)).count == facts.count)
  }

  @Test func `the id is of what a fact is about, not of what it says`() {
    var candle = candles(market(bars([0], of: .m5, from: noon), .m5))[0]
    let id = factID(of: .candleClosed(candle))
    candle.close = 102
    candle.volume = 77
    candle.quality = .repaired
    #expect(factID(of: .candleClosed(candle)) == id)
    candle.timeFrame = .m15
    #expect(factID(of: .candleClosed(candle)) != id)
  }

  @Test func `ids stay what they were`() {
    let candle = candles(market(bars([0], of: .m5, from: noon), .m5))[0]
    #expect(factID(of: .candleClosed(candle)).description == "bab8d5220ce918f32fea8f249a3c0529")
    #expect(
      factID(of: .clockTicked(ClockTicked(at: noon))).description
        == "df776de5a2772d93ff670b880f65ddc0")
  }
}
