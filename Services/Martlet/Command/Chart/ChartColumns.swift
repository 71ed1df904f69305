import IndicatorCore

/// A column of the page: the numbers of `martlet indicators` under the same name.
struct ChartColumn {
  let name: String
  /// Whether the numbers are prices, which need as many digits as prices have.
  let isPrice: Bool
  private let column: AnalysisColumn
  private(set) var cells: [Double?] = []

  private init?(_ column: AnalysisColumn) {
    isPrice = column.name.hasPrefix("a_ema")
    guard isPrice || ChartColumn.oscillators.contains(column.name) else { return nil }
    name = column.name
    self.column = column
  }

  private static let oscillators = [
    "b_wt1", "b_wt2", "b_wt_vwap", "b_rsimfi", "b_rsi", "b_stoch_k", "b_stoch_d",
  ]

  /// The ribbon of Cipher A and the pane of Cipher B.
  static let drawn = AnalysisColumn.all.compactMap(ChartColumn.init)

  mutating func append(_ analysis: FullAnalysis) {
    switch column.cell(analysis) {
    case .number(let number): cells.append(number)
    case .flag(let flag): cells.append(flag ? 1 : 0)
    }
  }
}

/// The candles that bear one mark, under the name that `martlet indicators` gives it.
struct ChartMarks {
  let name: String
  private let column: AnalysisColumn
  private(set) var places: [Int] = []

  private init?(_ column: AnalysisColumn) {
    guard case .flag = column.cell(FullAnalysis()), !ChartMarks.states.contains(column.name)
    else { return nil }
    name = column.name
    self.column = column
  }

  /// What lasts over many candles, and is seen from the lines.
  private static let states = ["a_ribbon_up", "b_oversold", "b_overbought"]

  /// Every mark of both ciphers, with those that look at coarser frames.
  static let drawn = (AnalysisColumn.all + AnalysisColumn.extras).compactMap(ChartMarks.init)

  mutating func note(_ analysis: FullAnalysis, at place: Int) {
    if column.cell(analysis) == .flag(true) { places.append(place) }
  }
}
