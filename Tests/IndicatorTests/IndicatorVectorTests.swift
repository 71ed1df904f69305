import Events
import IndicatorCore
import Quantities
import TestSupport
import Testing

/// Every indicator against TA-Lib, bar by bar.
@Suite(.enabled(if: TestData.isPresent)) struct IndicatorVectorTests {
  static let markets = [
    "btcperp_ftx_15m_2022-01-01_2022-01-16", "btcperp_ftx_1m_2022-01-01_2022-01-16",
    "btcusd_bitstamp_1h_2021-01_2021-07", "btcusd_coinbase_1d_2019_2022",
    "btcusd_coinbase_4h_2020_2022", "ethbtc_5m_2018-01", "ethusdt_binance_1h_2020-01_2020-07",
  ]
  static let edges = [
    "alternating", "down", "exact_15", "flat", "flat_zero_volume", "gap_down", "short_13",
    "spike", "tiny_prices", "up", "zero_volume_stretch",
  ]

  @Test(arguments: markets) func `a market's indicators are TA-Lib's`(name: String) throws {
    let bars = try Candles.bars(TestData.table("data/\(name).csv.gz"))
    try compare(bars, with: TestData.table("vectors/\(name)_talib.csv.gz"))
  }

  @Test(arguments: edges) func `an odd series' indicators are TA-Lib's`(name: String) throws {
    let table = try TestData.table("vectors/edge_\(name).csv.gz")
    // Some were computed from prices with more digits than the ten that stand in the file.
    try compare(Candles.bars(table), with: table, within: 1e-7)
  }

  private func compare(_ bars: [Candle], with table: Table, within digits: Double = 1e-9) throws {
    let columns = [
      "rsi14", "macd", "macd_signal", "macd_hist", "ema20", "ema50", "atr14", "vol_sma20",
      "adx14", "plus_di14", "minus_di14",
    ]
    let expected = try columns.map { try table.numbers($0) }
    var dashboard = Dashboard()
    for (row, bar) in bars.prefix(table.rows.count).enumerated() {
      dashboard.update(bar)
      for (column, value) in dashboard.values.enumerated() {
        let reference = expected[column][row]
        // Differences of averages are near zero: ten digits of the price remain.
        let tolerance =
          columns[column].hasPrefix("macd") ? digits * max(1, bar.close / 100) : digits
        if !agrees(value, reference, within: tolerance) {
          Issue.record(
            "\(columns[column])[\(row)] is \(String(describing: value)), not \(String(describing: reference))"
          )
          return
        }
      }
    }
  }
}

/// All indicators at once.
struct Dashboard {
  var rsi = RelativeStrength(length: 14)
  var macd = MACD()
  var ema20 = ExponentialAverage(length: 20)
  var ema50 = ExponentialAverage(length: 50)
  var atr = AverageTrueRange(length: 14)
  var volume = MovingAverage<20>()
  var movement = DirectionalMovement(length: 14)

  mutating func update(_ bar: Candle) {
    rsi.update(close: bar.close)
    macd.update(close: bar.close)
    ema20.update(bar.close)
    ema50.update(bar.close)
    atr.update(high: bar.high, low: bar.low, close: bar.close)
    volume.update(bar.volume)
    movement.update(high: bar.high, low: bar.low, close: bar.close)
  }

  var values: [Double?] {
    [
      rsi.value, macd.line, macd.signal, macd.histogram, ema20.value, ema50.value, atr.value,
      volume.value, movement.adx, movement.plusDI, movement.minusDI,
    ]
  }
}
