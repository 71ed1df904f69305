import Events
import Foundation
import IndicatorCore
import Quantities
import TestSupport
import Testing

/// The analysis against sums by hand, and against a computation over the whole series.
@Suite struct AnalysisFormulaTests {
  /// The specification's forty bars, as the command line would read them.
  static let handBars = IndicatorFormulaTests.closes.enumerated().map { index, close in
    Candle(
      openTime: Instant(seconds: Int64(index) * 3_600), open: close, high: close + 1,
      low: close - 1.5, close: close, volume: Double(10 + (7 * index) % 11))
  }

  static let handChecked: [FullAnalysis] = analyses(handBars)

  static func analyses(_ bars: [Candle]) -> [FullAnalysis] {
    var analysis = FullAnalysis()
    return bars.map { bar in
      analysis.update(bar)
      return analysis
    }
  }

  struct Check: Sendable, CustomTestStringConvertible {
    var column: String
    var bar: Int
    var expected: Double
    var testDescription: String { "\(column)[\(bar)]" }
  }

  static let checks = [
    Check(column: "b_wt1", bar: 27, expected: 51.08591108),
    Check(column: "b_wt1", bar: 29, expected: 60.82692978),
    Check(column: "b_wt2", bar: 29, expected: 54.31400953),
    Check(column: "b_wt1", bar: 39, expected: 65.88798877),
    Check(column: "b_wt2", bar: 39, expected: 56.79539455),
    Check(column: "b_stoch_k", bar: 29, expected: 24.79270266),
    Check(column: "b_stoch_d", bar: 31, expected: 44.2780526),
    Check(column: "b_stoch_k", bar: 39, expected: 62.77639233),
    Check(column: "b_stoch_d", bar: 39, expected: 37.54036496),
    Check(column: "rsi14", bar: 39, expected: 70.64845163),
    Check(column: "macd_hist", bar: 33, expected: 0.34941632),
  ]

  @Test(arguments: checks) func `the hand-checked series gives its values`(check: Check) throws {
    let column = try #require(AnalysisColumn.all.first { $0.name == check.column })
    let value = try #require(column.cell(Self.handChecked[check.bar]).number)
    #expect(abs(value - check.expected) < 1e-8)
  }

  @Test func `TradingView's range and convergence are those of the hand-checked series`() throws {
    var atr = TradingViewATR()
    var macd = TradingViewMACD()
    var ranges: [Double?] = []
    var lines: [(Double?, Double?)] = []
    for bar in Self.handBars {
      atr.update(high: bar.high, low: bar.low, close: bar.close)
      macd.update(close: bar.close)
      ranges.append(atr.value)
      lines.append((macd.line, macd.signal))
    }
    let near = { (a: Double?, b: Double) in abs((a ?? .nan) - b) < 1e-8 }
    #expect(ranges[12] == nil && near(ranges[13], 2.75) && near(ranges[14], 2.73214286))
    #expect(near(ranges[39], 2.97757957))
    #expect(lines[24].0 == nil && near(lines[25].0, 3.88550122) && near(lines[33].0, 4.08565307))
    #expect(lines[32].1 == nil && near(lines[33].1, 3.7077657))
    #expect(near(lines[39].0, 3.79550013) && near(lines[39].1, 3.68303472))
  }

  @Test func `nothing is defined too early, and all of it in time`() {
    let firsts = [
      "rsi14": 14, "macd": 33, "macd_signal": 33, "macd_hist": 33, "ema20": 19, "ema50": 49,
      "atr14": 14, "vol_sma20": 19, "bb_upper": 19, "bb_mid": 19, "bb_lower": 19,
      "stochrsi_k": 29, "stochrsi_d": 29, "mfi14": 14, "adx14": 27, "plus_di14": 14,
      "minus_di14": 14, "a_wt1": 28, "a_wt2": 30, "a_rsi": 14, "a_ema5": 4, "a_ema11": 10,
      "a_ema15": 14, "a_ema18": 17, "a_ema21": 20, "a_ema24": 23, "a_ema28": 27, "a_ema34": 33,
      "a_rsimfi": 59, "b_wt1": 27, "b_wt2": 29, "b_wt_vwap": 29, "b_rsimfi": 59, "b_rsi": 14,
      "b_stoch_k": 29, "b_stoch_d": 31, "b_stc": 67,
    ]
    let rows = Self.analyses(Candles.walk(seed: 1, count: 80))
    for column in AnalysisColumn.all {
      let defined = rows.map { column.cell($0).number != nil }
      #expect(defined.firstIndex(of: true) == firsts[column.name] ?? 0, "\(column.name)")
      #expect(!defined.drop { !$0 }.contains(false), "\(column.name)")
    }
  }

  @Test(arguments: 0..<12)
  func `step by step gives the bits of a computation over the whole series`(seed: Int) {
    let bars = Candles.walk(seed: seed, count: 400)
    let rows = Self.analyses(bars)
    let batch = WholeSeries(bars).columns
    #expect(batch.count >= 20)
    for (name, values) in batch {
      guard let column = AnalysisColumn.all.first(where: { $0.name == name }) else {
        Issue.record("no column \(name)")
        continue
      }
      #expect(rows.map { column.cell($0).number } == values, "\(name)")
    }
  }

  @Test(arguments: 0..<6) func `nobody looks ahead, and a restart changes nothing`(seed: Int) throws
  {
    let bars = Candles.walk(seed: seed, count: 500)
    let whole = Self.analyses(bars)
    var random = Seeded(seed &+ 5)
    for _ in 0..<4 {
      let cut = Int(random.next() % UInt64(bars.count - 1)) + 1
      let part = Self.analyses(Array(bars[..<cut]))
      for row in 0..<cut {
        #expect(cells(part[row]) == cells(whole[row]), "bar \(row) of \(cut)")
      }
      let data = try JSONEncoder().encode(part[cut - 1])
      var restarted = try JSONDecoder().decode(FullAnalysis.self, from: data)
      #expect(restarted == part[cut - 1])
      for row in cut..<bars.count {
        restarted.update(bars[row])
        #expect(cells(restarted) == cells(whole[row]))
      }
      #expect(restarted == whole.last)
    }
  }

  private func cells(_ analysis: FullAnalysis) -> [AnalysisColumn.Cell] {
    AnalysisColumn.all.map { $0.cell(analysis) }
  }
}
