import Events
import IndicatorCore
import Quantities

/// What the analysis of a candle costs: the core indicators against rivals in C, and the whole.
enum AnalysisSection {
  private static let runs = 9
  private static let candles = 500_000

  static func run() throws {
    let bars = bars(count: candles)
    let core = coreIndicators(bars)
    figure("core indicators a candle", "\(tenths(core.nanoseconds)) ns")
    try withRivals(bars) { rivals in
      if let plain = try rivals.plainC(runs: runs) {
        check(plain.last, core.last, "the plain C program")
        figure("  a plain pass in C, cc -O3", "\(tenths(plain.nanoseconds)) ns")
        figure("  ratio", hundredths(core.nanoseconds / plain.nanoseconds), target: "1.5 at most")
      }
      if let library = try rivals.taLib(runs: runs) {
        check(library.last, core.last, "TA-Lib")
        figure("  TA-Lib's functions, in sum", "\(tenths(library.nanoseconds)) ns")
        figure("  ratio", hundredths(core.nanoseconds / library.nanoseconds), target: "below 1")
      }
    }
    for part in [AnalysisPart.analysis, .window, .map] {
      part.report(Array(bars.prefix(100_000)), runs: runs)
    }
    WholeAnalysis(days: 2_000).report(runs: 5)
  }

  /// Processor time a candle, and the last values in the order of the rivals.
  struct Result {
    var nanoseconds: Double
    var last: [Double]
  }

  private static func coreIndicators(_ bars: [Candle]) -> Result {
    var last = CoreIndicators()
    let time = medianDuration(of: runs) {
      var core = CoreIndicators()
      for index in bars.indices { core.update(bars[index]) }
      last = core
    }
    return Result(
      nanoseconds: time.processor / Double(bars.count) * 1e9,
      last: [
        last.rsi14.value, last.macd.line, last.macd.signal, last.macd.histogram,
        last.ema20.value, last.ema50.value, last.atr14.value, last.volumeMA20.value,
        last.bollinger.lines?.upper, last.bollinger.lines?.middle, last.bollinger.lines?.lower,
        last.stochasticRSI.k, last.stochasticRSI.d, last.mfi14.value, last.movement14.adx,
        last.movement14.plusDI, last.movement14.minusDI,
      ].map { $0 ?? .nan })
  }

  /// Rivals that compute something else are no rivals.
  private static func check(_ values: [Double], _ ours: [Double], _ name: String) {
    precondition(values.count == ours.count, "\(name) gave \(values.count) values")
    for (place, (value, our)) in zip(values, ours).enumerated() {
      precondition(
        abs(value - our) <= 1e-7 * max(1, abs(our)),
        "\(name): value \(place) is \(value), not \(our)")
    }
  }

  /// A generated market's closed candles of an hour, in binary numbers.
  private static func bars(count: Int) -> [Candle] {
    var random = Random(state: 11)
    var price = 40_000.0
    return (0..<count).map { index in
      let open = price
      // Drawn back to where it began, so that half a million steps stay within reason.
      let close = open + (random.unit() - 0.5) * 400 + (40_000 - open) * 0.001
      let high = max(open, close) + random.unit() * 120
      let low = min(open, close) - random.unit() * 120
      price = close
      return Candle(
        openTime: Instant(seconds: Int64(index) * 3_600), open: open, high: high, low: low,
        close: close, volume: random.unit() * 100)
    }
  }

  /// SplitMix64.
  private struct Random {
    var state: UInt64

    mutating func unit() -> Double {
      state &+= 0x9e37_79b9_7f4a_7c15
      var word = state
      word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
      word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
      return Double((word ^ (word >> 31)) >> 11) * 0x1p-53
    }
  }
}
