import Events
import MarketDataCore
import MarketDataFiles
import Quantities
import Testing

private let header = "open_time_ms,open,high,low,close,volume\n"
private let row = "1704110400000,10,12,9,11,5\n"

struct MarketFilesTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: [
    ("btcusd_bitstamp_1h_2021-01_2021-07.csv.gz", "bitstamp:BTC/USD"),
    ("btcperp_ftx_1h_2022-01-01_2022-01-16.csv", "ftx:BTC/USD"),
    ("BTCUSDT_Bybit_1h_2022-12-13.csv", "bybit:BTC/USDT"),
    ("ethbtc_1h_2018-01.csv", "paper:ETH/BTC"),
    ("eth-usdc_kraken_1h.csv", "kraken:ETH/USDC"),
    ("solfdusd_1h.csv", "paper:SOL/FDUSD"),
    ("btcusd.csv", "paper:BTC/USD"),
  ])
  func `the name tells the instrument`(name: String, instrument: String) throws {
    let path = try directory.write(name, header + row + "1704114000000,11,13,10.25,12,0\n")
    let file = try MarketArgument(path).load()
    #expect(file.symbol.instrument.description == instrument)
    #expect(file.timeFrame == .h1)
  }

  @Test(
    arguments: [
      ("a.csv", "a.csv", nil, nil),
      ("a.csv@1h", "a.csv", nil, "1h"),
      ("a.csv@kraken:BTC/USD", "a.csv", "kraken:BTC/USD", nil),
      ("/x@y/a.csv@kraken:BTC/USD@15m", "/x@y/a.csv", "kraken:BTC/USD", "15m"),
      ("me@home.csv", "me@home.csv", nil, nil),
    ] as [(String, String, String?, String?)])
  func `an argument may name what the file does not`(
    text: String, path: String, symbol: String?, frame: String?
  ) throws {
    let argument = try MarketArgument(text)
    #expect(argument.path == path)
    #expect(argument.symbol?.instrument.description == symbol)
    #expect(argument.timeFrame?.description == frame)
  }

  @Test(arguments: ["a.csv@60m", "a.csv@BTC", "a.csv@kraken:BTC", "a.csv@1h@1h", "a.csv@"])
  func `a part that says nothing is refused`(text: String) {
    #expect(throws: CandleFileError.self) { try MarketArgument(text) }
  }

  @Test func `files become a configuration, and it the same market again`() throws {
    let fine = try directory.write("btcusd_1h.csv", header + row)
    let coarse = try directory.write("btcusd_4h.csv", header + row)
    let files = try MarketFiles(arguments: [fine, coarse])
    var configuration = Configuration.standard
    configuration.market = files.configuration
    #expect(configuration.market.source == .files)
    #expect(configuration.market.files.map(\.timeFrame) == [.h1, .h4])
    let again = try market(from: configuration)
    #expect(try steps(again) == steps(files.market(frames: configuration.frames)))
    #expect(words(again).last == ["end 16:00 2"])
  }

  @Test func `a file that has changed since is refused`() throws {
    let path = try directory.write("btcusd_1h.csv", header + row)
    let configuration = try MarketFiles(arguments: [path]).configuration
    _ = try directory.write("btcusd_1h.csv", header + row + "1704114000000,11,13,10,12,0\n")
    let error = #expect(throws: CandleFileError.self) { try MarketFiles(configuration) }
    guard case .changed = error?.reason else {
      Issue.record("refused for another reason")
      return
    }
  }

  @Test func `the same series twice is refused`() throws {
    let one = try directory.write("btcusd_1h.csv", header + row)
    let two = try directory.write("btcusd_1h_2.csv", header + row)
    #expect(
      throws: CandleFileError(path: two, reason: .repeatedSeries("paper:BTC/USD", .h1, other: one))
    ) { try MarketFiles(arguments: [one, two]) }
  }

  @Test func `time frames that cannot be had are refused`() throws {
    let path = try directory.write("btcusd_4h.csv", header + row)
    let files = try MarketFiles(arguments: [path])
    #expect(
      throws: CandleFileError(
        path: path, reason: .frameNotAvailable(.h1, "paper:BTC/USD", finest: .h4))
    ) { try files.market(frames: [.h1, .h4, .d1]) }
  }

  @Test func `a configuration of the generator makes its market`() throws {
    var configuration = Configuration.standard
    configuration.market.days = 2
    let generated = GeneratedMarket(seed: configuration.market.seed, instruments: 3, days: 2)
    let wanted = Market(generated, frames: [.h1, .h4, .d1])
    #expect(try steps(market(from: configuration)) == steps(wanted))

    configuration.market.instruments = 99
    #expect(throws: MarketConfigurationError.instruments(99, limit: 8)) {
      try market(from: configuration)
    }
    configuration.market.instruments = 3
    configuration.market.days = -1
    #expect(throws: MarketConfigurationError.days(-1)) { try market(from: configuration) }
    configuration.market = MarketConfiguration()
    configuration.market.source = .files
    #expect(throws: MarketConfigurationError.noFiles) { try market(from: configuration) }
  }

  @Test func `recorded files beside the checkout make a market of three frames`() throws {
    guard let data = recordedMarkets() else { return }
    let files = try MarketFiles(
      arguments: ["1h_2021-01", "4h_2020-07", "1d_2020-01"].map {
        "\(data)/btcusd_bitstamp_\($0)_2021-07.csv.gz"
      })
    let market = try files.market(frames: [.h1, .h4, .d1])
    #expect(market.listings.map(\.tick) == ["0.01"])
    let all = candles(market)
    #expect(all.count { $0.timeFrame == .h1 } == 5_088)
    #expect(all.count { $0.timeFrame == .h4 } == 2_376)
    #expect(all.count { $0.timeFrame == .d1 } == 578)
    #expect(all.first?.openTime == Instant("2020-01-01"))
    #expect(all.allSatisfy { $0.quality == .complete })
  }
}
