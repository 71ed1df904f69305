import EventSourcing
import Events
import IndicatorCore
import Quantities
import SignalCore
import TestSupport
import Testing

/// The indicator and the signal decider over one log, in its order: the facts of one market
/// instant, then the indicator's answers to each of them.
struct Duet {
  var indicator = Replica<Indicator>()
  var signal = Replica<Signal>()

  init(change: (inout Configuration) -> Void = { _ in }) {
    var configuration = Configuration()
    configuration.strategies = [.targetReacher]
    configuration.risk = .moderate
    change(&configuration)
    let applied = Event.configurationApplied(ConfigurationApplied(configuration: configuration))
    _ = indicator.answer(applied)
    _ = signal.answer(applied)
  }

  /// What the signal decider says to one market instant.
  mutating func play(_ moment: Moment) -> [Signal.Conclusion] {
    let facts =
      [.clockTicked(ClockTicked(at: moment.at))] + moment.candles.map { Event.candleClosed($0) }
    var said: [Signal.Conclusion] = []
    for fact in facts { said += signal.answer(fact) ?? [] }
    for fact in facts {
      for answer in indicator.answer(fact) ?? [] { said += signal.answer(answer.event) ?? [] }
    }
    return said
  }
}

/// The candles that close at one time, the coarser first.
struct Moment {
  var at: Instant
  var candles: [CandleClosed]

  /// Groups candles by the time of their close.
  static func all(of candles: [CandleClosed]) -> [Moment] {
    let sorted = candles.sorted {
      ($0.closeTime, $1.timeFrame) < ($1.closeTime, $0.timeFrame)
    }
    var moments: [Moment] = []
    for candle in sorted {
      if moments.last?.at != candle.closeTime {
        moments.append(Moment(at: candle.closeTime, candles: []))
      }
      moments[moments.count - 1].candles.append(candle)
    }
    return moments
  }
}

/// A market of the reference data on three frames.
struct ReferenceMarket: Sendable, CustomTestStringConvertible {
  var name: String
  var files: [(TimeFrame, String)]
  var testDescription: String { name }

  static let all = [
    ReferenceMarket(
      name: "btcusd_bitstamp",
      files: [
        (.h1, "btcusd_bitstamp_1h_2021-01_2021-07"), (.h4, "btcusd_bitstamp_4h_2020-07_2021-07"),
        (.d1, "btcusd_bitstamp_1d_2020-01_2021-07"),
      ]),
    ReferenceMarket(
      name: "ethusdt_binance",
      files: [
        (.h1, "ethusdt_binance_1h_2020-01_2020-07"), (.h4, "ethusdt_binance_4h_2019-07_2020-07"),
        (.d1, "ethusdt_binance_1d_2019-01_2020-07"),
      ]),
  ]

  func moments() throws -> [Moment] {
    var candles: [CandleClosed] = []
    for (frame, file) in files {
      let table = try TestData.table("data/\(file).csv.gz")
      let columns = try ["open_time_ms", "open", "high", "low", "close", "volume"].map {
        try table.texts($0)
      }
      for row in table.rows.indices {
        candles.append(
          CandleClosed(
            instrument: Stage.instrument, timeFrame: frame,
            openTime: Instant(milliseconds: Int64(columns[0][row]) ?? 0),
            open: Price(columns[1][row]) ?? 0, high: Price(columns[2][row]) ?? 0,
            low: Price(columns[3][row]) ?? 0, close: Price(columns[4][row]) ?? 0,
            volume: Quantity(columns[5][row]) ?? 0, quality: .complete))
      }
    }
    return Moment.all(of: candles)
  }
}
