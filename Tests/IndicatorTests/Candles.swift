import Events
import IndicatorCore
import Quantities
import TestSupport

/// Bars for tests: read from a table, drawn from a seed, or written by hand.
enum Candles {
  static func bars(_ table: Table) throws -> [Candle] {
    let times =
      table.columns.contains("open_time_ms")
      ? try table.texts("open_time_ms").map { Int64($0) ?? 0 }
      : table.rows.indices.map { Int64($0) * 3_600_000 }
    let open = try table.numbers("open")
    let high = try table.numbers("high")
    let low = try table.numbers("low")
    let close = try table.numbers("close")
    let volume = try table.numbers("volume")
    return table.rows.indices.map {
      Candle(
        openTime: Instant(milliseconds: times[$0]), open: open[$0] ?? 0, high: high[$0] ?? 0,
        low: low[$0] ?? 0, close: close[$0] ?? 0, volume: volume[$0] ?? 0)
    }
  }

  /// A random walk on the grid of cents.
  static func walk(seed: Int, count: Int, frame: TimeFrame = .h1) -> [Candle] {
    var random = Seeded(seed)
    var price = 10_000.0
    return (0..<count).map { index in
      let open = price
      let close = max(100, open + (random.unit() - 0.5) * 200)
      let high = max(open, close) + random.unit() * 60
      let low = min(open, close) - random.unit() * 60
      price = close
      return Candle(
        openTime: Instant(seconds: Int64(index) * Int64(frame.seconds)), open: open.cents,
        high: high.cents, low: low.cents, close: close.cents,
        volume: (random.unit() * 100).cents)
    }
  }

  /// A random walk with plateaus, jumps, still bars and stretches without volume.
  static func rough(seed: Int, count: Int, frame: TimeFrame = .h4) -> [Candle] {
    var random = Seeded(seed &+ 77)
    var price = 1_000.0
    var isStill = false
    var isSilent = false
    // Coarse prices, so that extremes are often equal.
    let grid = seed % 2 == 0 ? 5.0 : 0.01
    let rounded = { (value: Double) in (value / grid).rounded() * grid }
    return (0..<count).map { index in
      let chance = random.unit()
      if chance < 0.02 { price *= 0.9 + random.unit() * 0.2 }
      if chance > 0.95 { isStill.toggle() }
      if chance > 0.48, chance < 0.50 { isSilent.toggle() }
      let reach = isStill ? 0 : random.unit() * 12
      let open = rounded(price)
      let close = isStill ? open : max(100, rounded(price + (random.unit() - 0.5) * 30))
      price = close
      return Candle(
        openTime: Instant(seconds: Int64(index) * Int64(frame.seconds)), open: open,
        high: max(open, close) + rounded(reach), low: min(open, close) - rounded(reach),
        close: close, volume: isSilent ? 0 : (random.unit() * 100).cents)
    }
  }

  static func candle(
    _ bar: Candle, frame: TimeFrame = .h1, instrument: Name = "test:BTC/USD"
  ) -> CandleClosed {
    CandleClosed(
      instrument: instrument, timeFrame: frame, openTime: bar.openTime, open: price(bar.open),
      high: price(bar.high), low: price(bar.low), close: price(bar.close),
      volume: Quantity(price(bar.volume).value), quality: .complete)
  }

  /// The decimal number whose binary neighbour it is.
  private static func price(_ value: Double) -> Price { Price("\(value)") ?? .zero }
}

extension Double {
  var cents: Double { (self * 100).rounded() / 100 }
}

/// Whether two numbers agree to the tolerance of the reference values.
func agrees(_ a: Double?, _ b: Double?, within tolerance: Double = 1e-9) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return abs(a - b) <= tolerance * max(1, abs(b))
}
