import Assembly
import Events
import MarketDataCore
import MarketDataFiles
import Quantities

/// Candles a second through the whole chain of deciders, on one core.
enum BacktestSection {
  private static let days = 348

  static func run() throws {
    let bars = oneMinuteBars()
    print("  \(spaced(Double(bars.bars.count))) candles of 1m, generated, in memory")
    let standard = Configuration.standard
    var fast = Configuration.standard
    fast.strategies[0].triggerFrame = .m1
    fast.strategies[0].levelFrame = .m5
    fast.strategies[0].regimeFrame = .h1
    measure("1h/4h/1d, digest of conclusions", standard, bars, digesting: true)
    measure("1h/4h/1d, no digest", standard, bars, digesting: false)
    measure("1m/5m/1h, digest of conclusions", fast, bars, digesting: true)
    measure("1m/5m/1h, no digest", fast, bars, digesting: false)
    var market = made(bars, standard)
    var facts: [Event] = []
    let alone = duration { while market.nextStep(into: &facts) {} }
    figure("the market's own part", rate(bars.bars.count, alone))
  }

  private static func measure(
    _ name: String, _ configuration: Configuration, _ bars: Recording, digesting: Bool
  ) {
    var summary = SessionSummary()
    let time = medianDuration(of: 3) {
      var market = made(bars, configuration)
      var backtest = Backtest(configuration, digesting: digesting)
      backtest.run(&market)
      summary = backtest.summary
    }
    figure(name, rate(bars.bars.count, time), target: "500 000 candles/s")
    if !digesting {
      figure(
        "  which came to",
        "\(spaced(Double(summary.events))) events, \(spaced(Double(summary.conclusions)))"
          + " conclusions, \(summary.orders) orders, \(summary.trades.count) trades")
    }
  }

  /// One instrument's candles, and its rules.
  private struct Recording {
    var listing: InstrumentListed
    var bars: [Bar] = []
  }

  private static func made(_ recording: Recording, _ configuration: Configuration) -> Market {
    Market(
      listings: [recording.listing],
      series: [
        CandleSeries(
          instrument: recording.listing.instrument, timeFrame: .m1, bars: recording.bars)
      ],
      frames: configuration.frames)
  }

  /// Made once by the generator, so that making them is not part of what is measured.
  private static func oneMinuteBars() -> Recording {
    let generated = GeneratedMarket(seed: 7, instruments: 1, days: days, timeFrame: .m1)
    var market = Market(generated, frames: [.m1])
    var recording = Recording(listing: generated.listings[0])
    var facts: [Event] = []
    while market.nextStep(into: &facts) {
      for case .candleClosed(let candle) in facts {
        recording.bars.append(
          Bar(
            openTime: candle.openTime, open: candle.open, high: candle.high, low: candle.low,
            close: candle.close, volume: candle.volume))
      }
    }
    return recording
  }
}
