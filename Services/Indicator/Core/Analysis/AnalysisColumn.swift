import Events

/// One column of a table of analyses.
public struct AnalysisColumn: Sendable {
  /// What stands in a cell.
  public enum Cell: Sendable, Hashable {
    /// Absent where it is undefined.
    case number(Double?)
    case flag(Bool)
  }

  public let name: String
  /// What the column shows of the last bar.
  public let cell: @Sendable (FullAnalysis) -> Cell

  private init(_ name: String, _ value: @escaping @Sendable (FullAnalysis) -> Double?) {
    self.name = name
    cell = { .number(value($0)) }
  }

  private init(_ marker: Marker) {
    name = marker.rawValue
    cell = { .flag($0.markers.contains(marker)) }
  }

  private init(mark name: String, _ mark: @escaping @Sendable (SommiMarks) -> Bool) {
    self.name = name
    cell = { .flag($0.sommi.map(mark) ?? false) }
  }

  /// TA-Lib's indicators, then Cipher A, then Cipher B.
  public static let all = core + cipherA + cipherB

  public static let core: [AnalysisColumn] = [
    AnalysisColumn("rsi14") { $0.core.rsi14.value },
    AnalysisColumn("macd") { $0.core.macd.line },
    AnalysisColumn("macd_signal") { $0.core.macd.signal },
    AnalysisColumn("macd_hist") { $0.core.macd.histogram },
    AnalysisColumn("ema20") { $0.core.ema20.value },
    AnalysisColumn("ema50") { $0.core.ema50.value },
    AnalysisColumn("atr14") { $0.core.atr14.value },
    AnalysisColumn("vol_sma20") { $0.core.volumeMA20.value },
    AnalysisColumn("bb_upper") { $0.core.bollinger.lines?.upper },
    AnalysisColumn("bb_mid") { $0.core.bollinger.lines?.middle },
    AnalysisColumn("bb_lower") { $0.core.bollinger.lines?.lower },
    AnalysisColumn("stochrsi_k") { $0.core.stochasticRSI.k },
    AnalysisColumn("stochrsi_d") { $0.core.stochasticRSI.d },
    AnalysisColumn("mfi14") { $0.core.mfi14.value },
    AnalysisColumn("adx14") { $0.core.movement14.adx },
    AnalysisColumn("plus_di14") { $0.core.movement14.plusDI },
    AnalysisColumn("minus_di14") { $0.core.movement14.minusDI },
  ]

  public static let cipherA: [AnalysisColumn] =
    [
      AnalysisColumn("a_wt1") { $0.cipherA.waveTrend.wt1 },
      AnalysisColumn("a_wt2") { $0.cipherA.waveTrend.wt2 },
      AnalysisColumn("a_rsi") { $0.rsi.value },
    ]
    + CipherA.ribbonLengths.indices.map { index in
      AnalysisColumn("a_ema\(CipherA.ribbonLengths[index])") { $0.cipherA.ribbon[index].value }
    } + [AnalysisColumn("a_rsimfi") { $0.area.value }]
    + Marker.allCases.filter { $0.rawValue.hasPrefix("a_") }.map(AnalysisColumn.init)

  public static let cipherB: [AnalysisColumn] =
    [
      AnalysisColumn("b_wt1") { $0.cipherB.waveTrend.wt1 },
      AnalysisColumn("b_wt2") { $0.cipherB.waveTrend.wt2 },
      AnalysisColumn("b_wt_vwap") { $0.cipherB.waveTrend.wave },
      AnalysisColumn("b_rsimfi") { $0.lowerArea },
      AnalysisColumn("b_rsi") { $0.rsi.value },
      AnalysisColumn("b_stoch_k") { $0.cipherB.stochastic.k },
      AnalysisColumn("b_stoch_d") { $0.cipherB.stochastic.d },
      AnalysisColumn("b_stc") { $0.cipherB.cycle.value },
    ] + Marker.allCases.filter { $0.rawValue.hasPrefix("b_") }.map(AnalysisColumn.init)

  /// What an analysis has only when asked for its extras, and the averaged stochastic.
  public static let extras: [AnalysisColumn] = [
    AnalysisColumn(mark: "b_sommi_bear_flag") { $0.isBearFlag },
    AnalysisColumn(mark: "b_sommi_bull_flag") { $0.isBullFlag },
    AnalysisColumn(mark: "b_sommi_bear_diamond") { $0.isBearDiamond },
    AnalysisColumn(mark: "b_sommi_bull_diamond") { $0.isBullDiamond },
    // 2 and 1 are up, bright and dim; -2 and -1 are down.
    AnalysisColumn("b_macd_color") { $0.waveColors?.color?.number },
    AnalysisColumn("b_stoch_k_average") { $0.cipherB.stochastic.average },
  ]
}
