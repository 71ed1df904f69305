import Events
import IndicatorCore
import Quantities
import SignalCore

/// One column of the table, a cell for each candle.
struct TableColumn {
  enum Cell {
    /// Absent where it is undefined.
    case number(Double?)
    case integer(Int)
    case word(String)
  }

  let name: String
  let cell: (SeriesReading) -> Cell

  private init(_ name: String, _ value: @escaping (SeriesReading) -> Double?) {
    self.name = name
    cell = { .number(value($0)) }
  }

  private init(word name: String, _ value: @escaping (SeriesReading) -> String) {
    self.name = name
    cell = { .word(value($0)) }
  }

  private init(sign name: String, _ value: @escaping (SeriesReading) -> Int) {
    self.name = name
    cell = { .integer(value($0)) }
  }

  private init(holds name: String, _ value: @escaping (TapeBar) -> Bool?) {
    self.name = name
    cell = { .integer($0.bar.flatMap(value) == true ? 1 : 0) }
  }

  private init(_ column: AnalysisColumn) {
    name = column.name
    cell = { reading in
      switch column.cell(reading.analysis) {
      case .number(let number): .number(number)
      case .flag(let flag): .integer(flag ? 1 : 0)
      }
    }
  }
}

extension TableColumn {
  /// The columns of the groups; those of lists have none.
  static func columns(of groups: AnalysisGroups, hasExtras: Bool) -> [TableColumn] {
    let extras = hasExtras ? AnalysisColumn.extras : []
    return AnalysisGroup.allCases.filter(groups.contains).flatMap { group -> [TableColumn] in
      switch group {
      case .candles: candles
      case .core: AnalysisColumn.core.map(TableColumn.init)
      case .cipher:
        (AnalysisColumn.cipherA + AnalysisColumn.cipherB + extras).map(TableColumn.init)
      case .regime: regime
      case .signals: signals
      case .pivots: pivots
      case .levels, .setups: []
      }
    }
  }

  private static var candles: [TableColumn] {
    [
      TableColumn("open") { $0.candle.open },
      TableColumn("high") { $0.candle.high },
      TableColumn("low") { $0.candle.low },
      TableColumn("close") { $0.candle.close },
      TableColumn("volume") { $0.candle.volume },
    ]
  }

  private static var regime: [TableColumn] {
    [
      TableColumn(word: "raw") { $0.regime.raw.spelling },
      TableColumn("raw_strength") { $0.measures?.strength(of: $0.regime.raw) ?? 0 },
      TableColumn(word: "confirmed") { $0.regime.confirmed.spelling },
      TableColumn("strength") { $0.measures?.strength(of: $0.regime.confirmed) ?? 0 },
      TableColumn("slope") { $0.measures?.slope },
      TableColumn("natr_rank") { $0.measures?.rank },
    ]
  }

  private static var signals: [TableColumn] {
    [
      TableColumn(holds: "rsi_overbought") { $0.meaningfulRSI.map { $0 > SignalRule.overbought } },
      TableColumn(holds: "rsi_oversold") { $0.meaningfulRSI.map { $0 < SignalRule.oversold } },
      TableColumn(holds: "volume_spike") { $0.volumeRatio.map { $0 > SignalRule.spike } },
      TableColumn(holds: "volume_decline") { $0.volumeRatio.map { $0 < SignalRule.decline } },
      TableColumn(sign: "rejection_wick") { $0.bar?.rejection?.sign ?? 0 },
      // A candle that confirms one of each is said to be bullish.
      TableColumn(sign: "macd_divergence") { $0.divergences.map(\.direction.sign).max() ?? 0 },
    ]
  }

  private static var pivots: [TableColumn] {
    [
      TableColumn("pivot_high") { $0.pivots.first { $0.point.kind == .high }?.point.price },
      TableColumn("pivot_low") { $0.pivots.first { $0.point.kind == .low }?.point.price },
    ]
  }
}
