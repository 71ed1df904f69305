import Digest
import Events
import MarketDataCore
import Quantities
import Testing

struct GeneratorTests {
  @Test func `the same seed gives the same market on every machine`() {
    // A change of this digest is a change of every generated market that anyone has a log of.
    #expect(
      digest(seed: 7, instruments: 3, days: 30)
        == "7d49347f2a3c519eef0555d2387a1286fe306d22e7b65d5d6039d9453297139e")
    #expect(
      digest(seed: 8, instruments: 1, days: 2, timeFrame: .m1)
        == "a5a85916176f5bc68963580b458fb7ab40ca1f2248fd15c55d73263b3ea59400")
  }

  @Test func `another seed gives another market, more instruments leave the first as it is`() {
    let digests = (0..<20).map { digest(seed: $0, instruments: 1, days: 1) }
    #expect(Set(digests).count == 20)
    let one = candles(Market(GeneratedMarket(seed: 7, instruments: 1, days: 3), frames: []))
    let all = candles(Market(GeneratedMarket(seed: 7, instruments: 8, days: 3), frames: []))
    #expect(all.filter { $0.instrument == "paper:BTC/USDT" } == one)
    #expect(Set(all.map(\.instrument)).count == 8)
  }

  @Test(arguments: 0..<24)
  func `every candle is one that a venue could have sent`(seed: Int) {
    let frame: TimeFrame = [.m15, .m5, .h1, .m1][seed % 4]
    let generated = GeneratedMarket(seed: seed, instruments: 8, days: 2, timeFrame: frame)
    let rules = generated.listings
    let invalid = candles(Market(generated, frames: [.h1, .h4])).filter { candle in
      !rules.contains { $0.instrument == candle.instrument && candle.isValid(under: $0) }
    }
    #expect(invalid == [])
  }

  @Test(arguments: [7, 8])
  func `a market has everything that a real one has`(seed: Int) {
    let market = Market(GeneratedMarket(seed: seed, instruments: 2, days: 300), frames: [.h1, .d1])
    let facts = Array(steps(market).joined())
    #expect(facts.count { $0.type == .feedGapOpened } > 10)
    #expect(facts.count { $0.type == .feedGapClosed } > 10)
    let hours = facts.candles(of: .h1)
    #expect(hours.contains { $0.quality == .partial })
    #expect(hours.count { $0.volume == 0 && $0.high == $0.low } > 3)
    #expect(hours.count { $0.range > 0.03 } > 20, "spikes and volatile hours")
    #expect(hours.count(where: \.hasLongWick) > hours.count / 50, "rejections")
    for instrument in market.listings.map(\.instrument) {
      let days = facts.candles(of: .d1).filter { $0.instrument == instrument }
      let extremes = (days.map(\.low).min() ?? 1, days.map(\.high).max() ?? 1)
      #expect(extremes.1.double / extremes.0.double > 1.3, "it goes somewhere")
      #expect(extremes.1.double / extremes.0.double < 20, "and does not run away")
    }
  }

  @Test func `a market without an end keeps its price`() {
    var market = Market(
      GeneratedMarket(seed: 1, instruments: 1, days: 0, timeFrame: .h1), frames: [])
    var facts: [Event] = []
    // Seven years.
    for _ in 0..<60_000 where !market.nextStep(into: &facts) {
      Issue.record("it ended")
      return
    }
    let close = facts.candles(of: .h1).last?.close ?? 0
    #expect(close > 2_000 && close < 400_000)
  }
}

/// SHA-256 over the payloads of all facts.
private func digest(
  seed: Int, instruments: Int, days: Int, timeFrame: TimeFrame = .m15
) -> String {
  let generated = GeneratedMarket(
    seed: seed, instruments: instruments, days: days, timeFrame: timeFrame)
  var hasher = SHA256()
  for fact in steps(Market(generated, frames: [.h1, .h4, .d1])).joined() {
    hasher.update(Array(fact.type.rawValue.utf8))
    hasher.update(fact.json)
  }
  return hasher.finalize().description
}

extension [Event] {
  fileprivate func candles(of frame: TimeFrame) -> [CandleClosed] {
    compactMap { fact in
      guard case .candleClosed(let candle) = fact, candle.timeFrame == frame else { return nil }
      return candle
    }
  }
}

extension CandleClosed {
  fileprivate func isValid(under rules: InstrumentListed) -> Bool {
    low.isPositive && low <= min(open, close) && high >= max(open, close)
      && [open, high, low, close].allSatisfy { $0.isMultiple(of: rules.tick) }
      && !volume.isNegative && volume.isMultiple(of: rules.lot)
      && timeFrame.isOpening(openTime)
  }

  /// From low to high, as a part of the price.
  fileprivate var range: Double { (high.double - low.double) / close.double }

  /// Whether one wick is at least half of the candle and twice the body.
  fileprivate var hasLongWick: Bool {
    let body = (close - open).magnitude
    let wick = max(high - max(open, close), min(open, close) - low)
    return wick + wick >= high - low && wick >= body + body && high > low
  }
}
