import Events
import Foundation
import IndicatorCore
import TestSupport
import Testing

/// The whole analysis against the reference values, bar by bar.
@Suite(.enabled(if: TestData.isPresent)) struct AnalysisVectorTests {
  @Test(arguments: IndicatorVectorTests.markets)
  func `a market's core values are TA-Lib's`(name: String) throws {
    let bars = try Candles.bars(TestData.table("data/\(name).csv.gz"))
    try compare(
      bars, AnalysisColumn.core, with: TestData.table("vectors/\(name)_talib.csv.gz"),
      within: 1e-9)
  }

  @Test(arguments: IndicatorVectorTests.markets)
  func `a market's ciphers are the reference's, mark by mark`(name: String) throws {
    let bars = try Candles.bars(TestData.table("data/\(name).csv.gz"))
    let columns = AnalysisColumn.cipherA + AnalysisColumn.cipherB
    let table = try TestData.table("vectors/\(name)_vmc.csv.gz")
    let known = columns.filter { table.columns.contains($0.name) }
    #expect(table.columns == ["open_time_ms"] + known.map(\.name))
    #expect(
      columns.map(\.name).suffix(2) == ["b_purple_up_ours", "b_purple_down_ours"],
      "only our own marks are not in the reference")
    #expect(columns.count == known.count + 2)
    try compare(bars, known, with: table, within: 1e-9)
  }

  @Test(arguments: IndicatorVectorTests.edges)
  func `an odd series' core values are TA-Lib's`(name: String) throws {
    let table = try TestData.table("vectors/edge_\(name).csv.gz")
    // Some were computed from prices with more digits than the ten that stand in the file.
    try compare(Candles.bars(table), AnalysisColumn.core, with: table, within: 1e-7)
  }

  @Test func `the marks are as many as the reference counts`() throws {
    struct Count: Decodable {
      var rows: Int
      var markers: [String: Int]
    }
    let folder = try #require(TestData.folder)
    let data = try Data(contentsOf: URL(filePath: folder + "/vectors/marker_counts.json"))
    let counts = try JSONDecoder().decode([String: Count].self, from: data)
    #expect(counts.count == IndicatorVectorTests.markets.count)
    for (name, count) in counts {
      var found: [String: Int] = [:]
      for marker in count.markers.keys { found[marker] = 0 }
      var analysis = FullAnalysis()
      for bar in try Candles.bars(TestData.table("data/\(name).csv.gz")).prefix(count.rows) {
        analysis.update(bar)
        for marker in analysis.markers.markers where found[marker.rawValue] != nil {
          found[marker.rawValue, default: 0] += 1
        }
      }
      #expect(found == count.markers, "\(name)")
    }
  }

  private func compare(
    _ bars: [Candle], _ columns: [AnalysisColumn], with table: Table, within digits: Double
  ) throws {
    let expected = try columns.map { try table.numbers($0.name) }
    var analysis = FullAnalysis()
    for (row, bar) in bars.prefix(table.rows.count).enumerated() {
      analysis.update(bar)
      for (place, column) in columns.enumerated() {
        // The cycle's first windows converge to full ones by then.
        if column.name == "b_stc", row < 150 { continue }
        let reference = expected[place][row]
        // Differences of averages are near zero: ten digits of the price remain.
        let isDifference = column.name.hasPrefix("macd")
        let tolerance = isDifference ? digits * max(1, bar.close / 100) : digits
        let value = column.cell(analysis).number
        if !agrees(value, reference, within: tolerance) {
          Issue.record(
            "\(column.name)[\(row)] is \(String(describing: value)), not \(String(describing: reference))"
          )
          return
        }
      }
    }
  }
}

extension AnalysisColumn.Cell {
  /// A flag as the tables write it.
  var number: Double? {
    switch self {
    case .number(let value): value
    case .flag(let flag): flag ? 1 : 0
    }
  }
}
