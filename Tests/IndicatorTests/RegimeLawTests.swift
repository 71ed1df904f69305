import Events
import Foundation
import IndicatorCore
import Quantities
import TestSupport
import Testing

/// What the regime's measures may not depend on.
@Suite struct RegimeLawTests {
  /// The gauge with the indicators that it is told.
  private struct Feed: Codable {
    var gauge = RegimeGauge()
    var ema20 = ExponentialAverage(length: 20)
    var ema50 = ExponentialAverage(length: 50)
    var atr14 = AverageTrueRange(length: 14)

    mutating func reading(after bar: Candle) -> RegimeReading? {
      ema20.update(bar.close)
      ema50.update(bar.close)
      atr14.update(high: bar.high, low: bar.low, close: bar.close)
      gauge.update(bar, ema20: ema20.value, atr14: atr14.value)
      return gauge.reading(
        close: bar.close, ema20: ema20.value, ema50: ema50.value, atr14: atr14.value)
    }
  }

  @Test(arguments: 0..<8) func `no reading looks ahead, and a restart changes none`(
    seed: Int
  ) throws {
    let bars = Candles.rough(seed: seed, count: 400, frame: .d1)
    var whole = Feed()
    let readings = bars.map { whole.reading(after: $0) }
    #expect(readings.contains { $0 != nil })
    var random = Seeded(seed)
    for _ in 0..<4 {
      let cut = Int(random.next() % UInt64(bars.count - 1)) + 1
      var part = Feed()
      #expect(bars[..<cut].map { part.reading(after: $0) } == Array(readings[..<cut]))
      let data = try JSONEncoder().encode(part)
      var restarted = try JSONDecoder().decode(Feed.self, from: data)
      #expect(bars[cut...].map { restarted.reading(after: $0) } == Array(readings[cut...]))
    }
  }

  @Test(arguments: 0..<8) func `no level looks ahead`(seed: Int) {
    let bars = Candles.rough(seed: seed, count: 500)
    var random = Seeded(seed &+ 3)
    let cut = Int(random.next() % 460) + 20
    var whole = LevelFeed()
    var part = LevelFeed()
    // The other future is all different prices.
    let other = bars[..<cut] + Candles.walk(seed: seed, count: 500, frame: .h4)[cut...]
    for (row, (bar, strange)) in zip(bars, other).enumerated() {
      whole.update(bar)
      part.update(strange)
      guard row < cut else { continue }
      #expect(whole.clusters == part.clusters, "bar \(row) of \(cut)")
    }
    #expect(whole.clusters != part.clusters)
  }
}
