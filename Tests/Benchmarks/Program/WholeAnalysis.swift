import Counting
import EventSourcing
import Events
import IndicatorCore
import MarketDataCore
import Quantities
import SignalCore

/// What the analysis of an hour's candle costs on its way through the two deciders: core, ciphers,
/// levels of four hours, regime of the day, signals, setups.
struct WholeAnalysis {
  /// The candles of a generated market in the order in which they became known.
  private let candles: [Event]
  private let hours: Int

  init(days: Int) {
    let generated = GeneratedMarket(seed: 7, instruments: 1, days: days, timeFrame: .h1)
    var market = Market(generated, frames: [.h1, .h4, .d1])
    var candles: [Event] = []
    var facts: [Event] = []
    while market.nextStep(into: &facts) {
      for fact in facts {
        if case .candleClosed = fact { candles.append(fact) }
      }
    }
    self.candles = candles
    hours = days * 24
  }

  /// Prints time, allocations and the size of the state.
  func report(runs: Int) {
    var deciders = Deciders()
    let time = medianDuration(of: runs) {
      deciders = Deciders()
      for index in candles.indices { deciders.take(candles[index]) }
    }
    figure(
      "indicator and signal, an hour's candle",
      "\(whole(time.processor / Double(hours) * 1e9)) ns, \(spaced(Double(hours))) of them")
    // Everything is warm, and the same candles once more are too late to matter: half and half.
    deciders = Deciders()
    let half = candles.count / 2
    for index in 0..<half { deciders.take(candles[index]) }
    let before = counting_allocations()
    for index in half..<candles.count { deciders.take(candles[index]) }
    let allocations = counting_allocations() - before
    figure("  allocations", hundredths(Double(allocations) / Double(hours / 2)))
    reportStates()
  }

  private func reportStates() {
    var used: [Double] = []
    for _ in 0..<3 {
      let before = counting_bytes_in_use()
      var deciders = Deciders()
      for index in candles.indices.prefix(candles.count / 4) { deciders.take(candles[index]) }
      deciders.forgetQueue()
      used.append(Double(counting_bytes_in_use()) - Double(before))
      withExtendedLifetime(deciders) {}
    }
    figure("  state of an instrument, three time frames", "\(spaced(median(used))) bytes")
    figure("  the same, of each time frame", "\(spaced(median(used) / 3)) bytes")
  }

  /// The two deciders, each fed with what the other said.
  private struct Deciders {
    private var indicator = Replica<Indicator>()
    private var signal = Replica<Signal>()
    private var queue: [Event] = []

    init() {
      take(.configurationApplied(ConfigurationApplied(configuration: .standard)))
    }

    mutating func take(_ event: Event) {
      answer(event)
      var next = 0
      while next < queue.count {
        answer(queue[next])
        next += 1
      }
      queue.removeAll(keepingCapacity: true)
    }

    private mutating func answer(_ event: Event) {
      if let answers = indicator.answer(event) {
        for answer in answers { queue.append(answer.event) }
      }
      if let answers = signal.answer(event) { for answer in answers { queue.append(answer.event) } }
    }

    mutating func forgetQueue() { queue = [] }
  }
}

/// What one part of the analysis costs alone.
struct AnalysisPart: Sendable {
  let name: String
  /// Feeds the bars and gives how many steps were measured.
  let feed: @Sendable ([Candle]) -> Int

  func report(_ bars: [Candle], runs: Int) {
    var steps = 0
    let before = counting_allocations()
    let time = medianDuration(of: runs) { steps = feed(bars) }
    let allocations = Double(counting_allocations() - before) / Double(runs * steps)
    figure(
      name,
      "\(tenths(time.processor / Double(steps) * 1e9)) ns, \(hundredths(allocations)) allocations")
  }

  static let analysis = AnalysisPart(name: "core and both ciphers, a candle") { bars in
    var analysis = FullAnalysis()
    for index in bars.indices { analysis.update(bars[index]) }
    return bars.count
  }

  static let window = AnalysisPart(name: "window of levels, a bar of the level frame") { bars in
    var levels = Levels()
    for index in bars.indices { levels.append(bars[index]) }
    return bars.count
  }

  static let map = AnalysisPart(name: "window and map of levels, a bar") { bars in
    var levels = Levels()
    var known: [Level] = []
    for index in bars.indices {
      levels.append(bars[index])
      guard let atr = levels.atr.value else { continue }
      known =
        LevelMap(
          of: levels.window, atr: atr, known: known, instrument: "paper:BTC/USDT", timeFrame: .h4
        ).levels
    }
    return bars.count
  }

  private struct Levels {
    var window = LevelWindow()
    var atr = AverageTrueRange(length: 14)

    mutating func append(_ bar: Candle) {
      atr.update(high: bar.high, low: bar.low, close: bar.close)
      window.append(
        LevelBar(
          openTime: bar.openTime, high: bar.high, low: bar.low, close: bar.close, atr: atr.value,
          volumeRatio: 1))
    }
  }
}
