import Events
import Foundation
import IndicatorCore
import Quantities
import TestSupport
import Testing

/// The marks that look at coarser time frames, which are off unless asked for.
@Suite struct SommiTests {
  @Test func `a coarser bar is told when it is closed, and late when its end is missing`() throws {
    var frame = try #require(HigherFrame(.h4, from: .h1))
    var bars = Candles.walk(seed: 3, count: 16)
    bars.remove(at: 7)
    var told: [(Int, Candle)] = []
    for (row, bar) in bars.enumerated() {
      let (left, finished) = frame.update(bar)
      for bar in [left, finished].compactMap({ $0 }) { told.append((row, bar)) }
    }
    #expect(told.map(\.0) == [3, 7, 10, 14])
    let hours = told.map { $0.1.openTime.seconds / 3_600 }
    #expect(hours == [0, 4, 8, 12])
    #expect(told[0].1.open == bars[0].open && told[0].1.close == bars[3].close)
    #expect(told[0].1.high == bars[0...3].map(\.high).max())
    #expect(told[1].1.low == bars[4...6].map(\.low).min())
    #expect(HigherFrame(.h1, from: .h4) == nil)
  }

  @Test func `the first candle opens in its own middle, the next in that of the one before`() {
    var ashi = HeikinAshi()
    #expect(ashi.isGreen == nil)
    let bar = { (open: Double, high: Double, low: Double, close: Double) in
      Candle(openTime: .epoch, open: open, high: high, low: low, close: close, volume: 1)
    }
    ashi.update(bar(10, 14, 8, 12))
    #expect(ashi.open == 11 && ashi.close == 11 && ashi.isGreen == false)
    ashi.update(bar(12, 20, 12, 20))
    #expect(ashi.open == 11 && ashi.close == 16 && ashi.isGreen == true)
  }

  /// Over the whole series at once: the coarser bars whose end is not after the bar's.
  private func closed(_ frame: TimeFrame, of bars: [Candle], through row: Int) -> [Candle] {
    let count = Int(frame.seconds) / 3_600
    return (0..<(row + 1) / count).map { index in
      let part = bars[(index * count)..<((index + 1) * count)]
      return Candle(
        openTime: part.first!.openTime, open: part.first!.open, high: part.map(\.high).max()!,
        low: part.map(\.low).min()!, close: part.last!.close, volume: 0)
    }
  }

  @Test(arguments: 0..<3) func `the marks are those of the last closed coarser bars`(
    seed: Int
  ) throws {
    let bars = Candles.walk(seed: seed, count: 2_400)
    var analysis = FullAnalysis(extras: .h1)
    var plain = FullAnalysis()
    var found = [0, 0, 0, 0]
    for (row, bar) in bars.enumerated() {
      analysis.update(bar)
      plain.update(bar)
      #expect(analysis.markers == plain.markers)
      let marks = analysis.markers
      guard marks.contains(.bCrossUp) || marks.contains(.bCrossDown) else {
        #expect(cells(analysis).allSatisfy { !$0 })
        continue
      }
      let down = marks.contains(.bCrossDown)
      var wave = WaveTrend(average: 12)
      for bar in closed(.h12, of: bars, through: row) {
        wave.update(high: bar.high, low: bar.low, close: bar.close)
      }
      var hour = HeikinAshi()
      var four = HeikinAshi()
      for bar in bars[...row] { hour.update(bar) }
      for bar in closed(.h4, of: bars, through: row) { four.update(bar) }
      let slow = try #require(analysis.cipherB.waveTrend.wt2)
      let area = analysis.lowerArea ?? 0
      let coarse = wave.wave ?? 0
      let expected = [
        down && area < 0 && slow > 0 && coarse < 0, !down && area > 0 && slow < 0 && coarse > 0,
        down && slow >= 0 && hour.isGreen == false && four.isGreen == false,
        !down && slow <= 0 && hour.isGreen == true && four.isGreen == true,
      ]
      #expect(cells(analysis) == expected, "bar \(row)")
      for (place, mark) in expected.enumerated() where mark { found[place] += 1 }
    }
    #expect(found.allSatisfy { $0 > 0 }, "\(found)")
    let data = try JSONEncoder().encode(analysis)
    #expect(try JSONDecoder().decode(FullAnalysis.self, from: data) == analysis)
  }

  @Test(arguments: 0..<3) func `the waves' colors are those of the last closed bars of four hours`(
    seed: Int
  ) throws {
    let bars = Candles.walk(seed: seed, count: 1_200)
    var analysis = FullAnalysis(extras: .h1)
    var found: [Double: Int] = [:]
    for (row, bar) in bars.enumerated() {
      analysis.update(bar)
      let known = closed(.h4, of: bars, through: row)
      var fast = ExponentialAverage(length: 28)
      var slow = ExponentialAverage(length: 42)
      var area = MoneyFlowArea<60>()
      var lines: [Double] = []
      for bar in known {
        area.update(open: bar.open, high: bar.high, low: bar.low, close: bar.close)
        fast.update(bar.close)
        slow.update(bar.close)
        if let fast = fast.value, let slow = slow.value { lines.append(fast - slow) }
      }
      var expected: Double?
      if lines.count >= 9, let height = area.value.map({ $0 - 2.5 }) {
        let isUp = lines[lines.count - 1] >= lines.suffix(9).reduce(0, +) / 9
        expected = isUp ? (height > 0 ? 2 : 1) : (height < 0 ? -2 : -1)
      }
      #expect(color(analysis) == expected, "bar \(row)")
      if let expected { found[expected, default: 0] += 1 }
    }
    #expect(found.count == 4, "\(found)")
    #expect(color(FullAnalysis()) == nil)
  }

  private func color(_ analysis: FullAnalysis) -> Double? {
    guard let column = AnalysisColumn.extras.first(where: { $0.name == "b_macd_color" }),
      case .number(let number) = column.cell(analysis)
    else { return nil }
    return number
  }

  @Test func `the stochastic's k is the mean of both lines only when that is asked for`() {
    var plain = FullAnalysis()
    var averaged = FullAnalysis(averagesStochastic: true)
    var differences = 0
    for (row, bar) in Candles.walk(seed: 5, count: 400).enumerated() {
      plain.update(bar)
      averaged.update(bar)
      let lines = plain.cipherB.stochastic
      let mean = lines.k.flatMap { k in lines.d.map { (k + $0) / 2 } }
      #expect((mean != nil) == (row >= 31))
      #expect(lines.average == mean)
      #expect(averaged.cipherB.stochastic.k == mean)
      #expect(averaged.cipherB.stochastic.d == lines.d)
      if plain.markers != averaged.markers { differences += 1 }
    }
    // The divergences on k are of the line that is drawn.
    #expect(differences > 0)
  }

  @Test(arguments: 0..<4) func `no extra looks ahead`(seed: Int) throws {
    let bars = Candles.walk(seed: seed &+ 40, count: 900)
    var whole = FullAnalysis(extras: .h1)
    let rows = bars.map { bar in
      whole.update(bar)
      return AnalysisColumn.extras.map { $0.cell(whole) }
    }
    var random = Seeded(seed)
    for _ in 0..<4 {
      let cut = Int(random.next() % UInt64(bars.count - 1)) + 1
      var part = FullAnalysis(extras: .h1)
      for row in 0..<cut {
        part.update(bars[row])
        #expect(AnalysisColumn.extras.map { $0.cell(part) } == rows[row], "bar \(row) of \(cut)")
      }
      let data = try JSONEncoder().encode(part)
      var restarted = try JSONDecoder().decode(FullAnalysis.self, from: data)
      for row in cut..<bars.count {
        restarted.update(bars[row])
        #expect(AnalysisColumn.extras.map { $0.cell(restarted) } == rows[row])
      }
    }
  }

  private func cells(_ analysis: FullAnalysis) -> [Bool] {
    AnalysisColumn.extras.prefix(4).map { $0.cell(analysis) == .flag(true) }
  }
}
