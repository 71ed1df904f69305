import Events
import MarketDataCore
import MarketDataFiles
import Quantities
import Testing

struct BucketTests {
  @Test func `a coarser candle is first open, highest, lowest, last close, summed volume`() {
    var given = bars(Array(0..<4), of: .m15, from: noon)
    given[1].high = 250
    given[2].low = 3
    let candle = candles(market(given, .m15, building: [.h1]), of: .h1)
    #expect(
      candle == [
        CandleClosed(
          instrument: "test:A/USD", timeFrame: .h1, openTime: noon, open: 100, high: 250, low: 3,
          close: 104, volume: 8, quality: .complete)
      ])
  }

  @Test func `the unfinished first and last candles are dropped`() {
    // From 12:15 to 14:45: only the hour from 13:00 is whole.
    let market = market(bars(Array(1..<11), of: .m15, from: noon), .m15, building: [.h1])
    #expect(candles(market, of: .h1).map(\.openTime) == [noon + .hours(1)])
  }

  @Test func `a hole inside makes a candle partial, also at its end`() {
    let places = [0, 1, 3, 4, 5, 6, 7, 8, 9, 12]
    let market = market(bars(places, of: .m15, from: noon), .m15, building: [.h1])
    #expect(
      words(market) == [
        ["tick 12:00", "list A"],
        ["tick 12:15", "A 15m 12:00 complete"],
        ["tick 12:30", "A 15m 12:15 complete"],
        ["tick 12:45", "A 15m gap 12:30"],
        [
          "tick 13:00", "A 1h 12:00 partial", "A 15m gap over 12:30-12:45 1",
          "A 15m 12:45 complete",
        ],
        ["tick 13:15", "A 15m 13:00 complete"],
        ["tick 13:30", "A 15m 13:15 complete"],
        ["tick 13:45", "A 15m 13:30 complete"],
        ["tick 14:00", "A 1h 13:00 complete", "A 15m 13:45 complete"],
        ["tick 14:15", "A 15m 14:00 complete"],
        ["tick 14:30", "A 15m 14:15 complete"],
        ["tick 14:45", "A 15m gap 14:30"],
        ["tick 15:00", "A 1h 14:00 partial"],
        ["tick 15:15", "A 15m gap over 14:30-15:00 2", "A 15m 15:00 complete"],
        ["end 15:15 13"],
      ])
  }

  @Test func `a wholly missing bucket is a gap of the coarser frame`() {
    let places = Array(0..<4) + Array(12..<16)
    let market = market(bars(places, of: .m15, from: noon), .m15, building: [.h1])
    let hours = words(market).joined().filter { $0.contains("1h") }
    #expect(
      Array(hours) == [
        "A 1h 12:00 complete", "A 1h gap 13:00", "A 1h gap over 13:00-15:00 2",
        "A 1h 15:00 complete",
      ])
  }

  @Test func `weeks begin on Monday`() {
    let market = market(
      bars(Array(0..<21), of: .d1, from: midnight - .days(3)), .d1, building: [.w1])
    #expect(candles(market, of: .w1).map(\.openTime) == [midnight, midnight + .days(7)])
  }

  @Test(arguments: [
    ("btcusd_bitstamp_1h_2021-01_2021-07", "btcusd_bitstamp_4h_2020-07_2021-07"),
    ("btcusd_bitstamp_1h_2021-01_2021-07", "btcusd_bitstamp_1d_2020-01_2021-07"),
    ("ethusdt_binance_1h_2020-01_2020-07", "ethusdt_binance_4h_2019-07_2020-07"),
    ("ethusdt_binance_1h_2020-01_2020-07", "ethusdt_binance_1d_2019-01_2020-07"),
    ("btcperp_ftx_1m_2022-01-01_2022-01-16", "btcperp_ftx_5m_2022-01-01_2022-01-16"),
    ("btcperp_ftx_1m_2022-01-01_2022-01-16", "btcperp_ftx_15m_2022-01-01_2022-01-16"),
    ("btcperp_ftx_1m_2022-01-01_2022-01-16", "btcperp_ftx_1h_2022-01-01_2022-01-16"),
    ("btcusd_coinbase_4h_2020_2022", "btcusd_coinbase_1d_2019_2022"),
  ])
  func `built candles equal those of the recorded coarser file`(
    finer: String, coarser: String
  ) throws {
    guard let data = recordedMarkets() else { return }
    let given = try CandleFile.load(path: "\(data)/\(coarser).csv.gz")
    let files = try MarketFiles(arguments: ["\(data)/\(finer).csv.gz"])
    let built = candles(try files.market(frames: [given.timeFrame]), of: given.timeFrame)
    let first = try #require(built.first).openTime
    let wanted = given.bars.filter { $0.openTime >= first }
    try #require(built.count == wanted.count && built.count > 100)
    for (candle, bar) in zip(built, wanted) {
      #expect(candle.openTime == bar.openTime && candle.quality == .complete)
      #expect(
        [candle.open, candle.high, candle.low, candle.close]
          == [bar.open, bar.high, bar.low, bar.close])
      // The volumes of the coarser files were summed in binary.
      #expect((candle.volume - bar.volume).magnitude <= "0.0001")
    }
  }
}
