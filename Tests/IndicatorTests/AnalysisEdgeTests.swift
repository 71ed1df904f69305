import Events
import IndicatorCore
import Quantities
import Testing

/// What the laws of TradingView and TA-Lib say where nothing moves, nothing trades, or lines touch.
@Suite struct AnalysisEdgeTests {
  static func flat(_ count: Int, volume: Double = 10) -> [Candle] {
    (0..<count).map {
      Candle(
        openTime: Instant(seconds: Int64($0) * 3_600), open: 100, high: 100, low: 100, close: 100,
        volume: volume)
    }
  }

  /// The numbers of the last bar by the names of their columns.
  private func values(_ analysis: FullAnalysis?) -> [String: Double] {
    var values: [String: Double] = [:]
    guard let analysis else { return values }
    for column in AnalysisColumn.all { values[column.name] = column.cell(analysis).number }
    return values
  }

  @Test func `flat prices have the values of the two sources, and no marks`() {
    let rows = AnalysisFormulaTests.analyses(Self.flat(200, volume: 0))
    #expect(rows.allSatisfy { $0.markers.isEmpty })
    let last = values(rows.last)
    for name in ["rsi14", "macd", "macd_hist", "atr14", "stochrsi_k", "stochrsi_d", "mfi14"] {
      #expect(last[name] == 0, "\(name)")
    }
    for name in ["adx14", "plus_di14", "minus_di14", "vol_sma20", "b_stc"] {
      #expect(last[name] == 0, "\(name)")
    }
    for name in ["ema20", "ema50", "bb_upper", "bb_mid", "bb_lower", "a_ema5", "a_ema34"] {
      #expect(last[name] == 100, "\(name)")
    }
    #expect(last["a_rsi"] == 100)
    for name in ["a_wt1", "a_wt2", "b_wt1", "b_wt2", "b_stoch_k", "b_stoch_d", "a_rsimfi"] {
      #expect(last[name] == nil, "\(name)")
    }
    #expect(rows.last?.core.rsi14.isDegenerate == true)
  }

  @Test func `after a flat beginning the waves start as soon as prices move`() {
    let walk = Candles.walk(seed: 4, count: 60).map { bar in
      var bar = bar
      bar.openTime += .hours(40)
      return bar
    }
    let rows = AnalysisFormulaTests.analyses(Self.flat(40) + walk)
    #expect(rows.firstIndex { $0.cipherB.waveTrend.wt1 != nil } == 51)
    #expect(rows.firstIndex { $0.cipherB.waveTrend.wt2 != nil } == 53)
  }

  @Test(arguments: 0..<5) func `no mark depends on volume`(seed: Int) {
    let bars = Candles.walk(seed: seed, count: 400)
    let silent = bars.map { bar in
      var bar = bar
      bar.volume = 0
      return bar
    }
    let loud = AnalysisFormulaTests.analyses(bars)
    let quiet = AnalysisFormulaTests.analyses(silent)
    #expect(loud.map(\.markers) == quiet.map(\.markers))
    #expect(quiet.last?.core.mfi14.value == 0)
    #expect(quiet.last?.core.volumeMA20.value == 0)
  }

  @Test func `a series that is too short shows nothing and fails at nothing`() {
    #expect(values(FullAnalysis()).values.allSatisfy { $0 == 0 })
    let rows = AnalysisFormulaTests.analyses(Array(Candles.walk(seed: 2, count: 4)))
    for row in rows { #expect(values(row).values.allSatisfy { $0 == 0 }) }
  }

  @Test func `lines that touch and part again have not crossed, but one is over the other`() {
    let a: [Double?] = [1, 2, 1, nil, 3, 2, 2, 3, 2, 1]
    var cross = Cross()
    var over = Crossover()
    var crossed: [Bool] = []
    var overs: [Int] = []
    for value in a {
      cross.update(value, 2)
      over.update(value, 2)
      crossed.append(cross.hasCrossed)
      overs.append(over.isOver ? 1 : over.isUnder ? -1 : 0)
    }
    #expect(
      crossed == [false, false, false, false, true, false, false, false, false, true])
    #expect(overs == [0, 0, -1, 0, 1, 0, 0, 1, 0, -1])
  }

  @Test func `an undefined value empties the window of extremes, and a part of it counts then`() {
    var window = Extremes<3>()
    var lowest: [Double?] = []
    for value in [5, 4, 6, 7, 8, nil, 9, 3, 4, 5, 6] as [Double?] {
      window.update(value)
      lowest.append(window.lowest)
    }
    #expect(lowest == [nil, nil, 4, 4, 6, nil, 9, 3, 3, 3, 4])
  }

  @Test func `a bar without a range leaves the money flow area as it stands`() {
    var area = MoneyFlowArea<2>()
    area.update(open: 1, high: 3, low: 1, close: 2)
    area.update(open: 2, high: 3, low: 1, close: 2)
    #expect(area.value == 37.5)
    area.update(open: 2, high: 2, low: 2, close: 2)
    #expect(area.value == 37.5)
    area.update(open: 1, high: 3, low: 1, close: 3)
    #expect(area.value == 75)
  }

  @Test func `a turn is told two bars late, and never at zero`() {
    let bar = Self.flat(1)[0]
    for (low, isTurn) in [(1.0, true), (0.0, false)] {
      var fractals = Fractals()
      var told: [Bool] = []
      for value in [3, 2, low, 2, 3, 4] {
        fractals.update(value, bar: bar, rsi: nil)
        told.append(fractals.bottom != nil)
      }
      #expect(told == [false, false, false, false, isTurn, false])
    }
  }

  @Test func `a divergence is with the last turn that was as extreme as the limits demand`() {
    /// Turns at 2, 6, 10: the middle one is not below -65.
    let wave: [Double] = [0, -40, -70, -40, -30, -40, -50, -40, -30, -40, -66, -40, 0]
    let low: [Double] = [9, 9, 5, 9, 9, 9, 3, 9, 9, 9, 4, 9, 9]
    var limited = Divergences(top: 45, bottom: -65)
    var free = Divergences()
    var fractals = Fractals()
    var marks: [String] = []
    for (row, value) in wave.enumerated() {
      var bar = Self.flat(1)[0]
      bar.low = low[row]
      fractals.update(value, bar: bar, rsi: nil)
      limited.update(fractals)
      free.update(fractals)
      if limited.isBullish { marks.append("limited bullish at \(row)") }
      if free.isBullish { marks.append("bullish at \(row)") }
      if free.isHiddenBullish { marks.append("hidden bullish at \(row)") }
    }
    #expect(marks == ["bullish at 8", "limited bullish at 12", "hidden bullish at 12"])
  }

  @Test(arguments: 0..<10) func `a purple triangle needs both its parts within two bars`(
    seed: Int
  ) {
    let rows = AnalysisFormulaTests.analyses(Candles.walk(seed: seed, count: 3_000)).map(\.markers)
    for (row, marks) in rows.enumerated() {
      let near = rows[max(0, row - 2)...row]
      let up =
        (marks.contains(.bBuy) && near.contains { $0.contains(.bBuyDiv) })
        || (marks.contains(.bBuyDiv) && near.contains { $0.contains(.bBuy) })
      let down =
        (marks.contains(.bSell) && near.contains { $0.contains(.bSellDiv) })
        || (marks.contains(.bSellDiv) && near.contains { $0.contains(.bSell) })
      #expect(marks.contains(.bPurpleUpOurs) == up)
      #expect(marks.contains(.bPurpleDownOurs) == down)
    }
    #expect(rows.contains { $0.contains(.bPurpleUpOurs) })
    #expect(rows.contains { $0.contains(.bPurpleDownOurs) })
  }
}
