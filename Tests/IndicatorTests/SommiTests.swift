import Events
import Foundation
import IndicatorCore
import Quantities
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

  private func cells(_ analysis: FullAnalysis) -> [Bool] {
    AnalysisColumn.extras.map { $0.cell(analysis) == .flag(true) }
  }
}
