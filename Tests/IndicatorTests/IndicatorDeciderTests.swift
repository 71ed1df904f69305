import EventSourcing
import Events
import Foundation
import IndicatorCore
import Quantities
import TestSupport
import Testing

/// The decider as a whole: frames, order, restarts.
@Suite struct IndicatorDeciderTests {
  /// Three frames of one market in the order of the log: the coarser first.
  static func market(seed: Int, hours: Int) -> [CandleClosed] {
    let hourly = Candles.walk(seed: seed, count: hours)
    var candles: [CandleClosed] = []
    for (index, bar) in hourly.enumerated() {
      for (frame, count) in [(TimeFrame.d1, 24), (.h4, 4)] where (index + 1) % count == 0 {
        let part = hourly[(index + 1 - count)...index]
        candles.append(
          Candles.candle(
            Candle(
              openTime: part.first?.openTime ?? .epoch, open: part.first?.open ?? 0,
              high: part.map(\.high).max() ?? 0, low: part.map(\.low).min() ?? 0,
              close: bar.close, volume: part.map(\.volume).reduce(0, +).cents),
            frame: frame))
      }
      candles.append(Candles.candle(bar))
    }
    return candles
  }

  @Test(arguments: 0..<4) func `nobody looks ahead: a cut series gives the same answers`(
    seed: Int
  ) {
    let candles = Self.market(seed: seed, hours: 900)
    var whole = Run()
    let answers = candles.map { whole.answer($0) }
    var random = Seeded(seed &+ 77)
    for _ in 0..<5 {
      let cut = Int(random.next() % UInt64(candles.count))
      var part = Run()
      for index in 0..<cut { #expect(part.answer(candles[index]) == answers[index]) }
    }
  }

  @Test(arguments: 0..<3) func `a restart in the middle changes nothing`(seed: Int) throws {
    let candles = Self.market(seed: seed, hours: 1_000)
    var undisturbed = Run()
    var restarted = Run()
    for (index, candle) in candles.enumerated() {
      if index % 401 == 400 {
        let data = try JSONEncoder().encode(restarted.replica.state)
        let state = try JSONDecoder().decode(Indicator.State.self, from: data)
        #expect(state == restarted.replica.state)
        restarted.replica = Replica(restoring: state)
      }
      #expect(restarted.answer(candle) == undisturbed.answer(candle))
    }
    #expect(restarted.replica.state == undisturbed.replica.state)
  }

  @Test func `folding recorded answers gives the state of deciding them`() {
    var decided = Run()
    var replayed = decided.replica
    for candle in Self.market(seed: 3, hours: 1_000) {
      let answers = decided.answer(candle)
      replayed.replay(.candleClosed(candle), answers: answers.map(\.event))
    }
    #expect(replayed.state == decided.replica.state)
  }

  @Test func `a frame that no strategy uses is passed over`() {
    var run = Run()
    let before = run.replica.state
    for bar in Candles.walk(seed: 5, count: 100, frame: .m1) {
      #expect(run.answer(Candles.candle(bar, frame: .m1)) == [])
    }
    #expect(run.replica.state == before)
  }

  @Test func `one frame may have every role; the indicators come last`() throws {
    var run = Run(trigger: .h1, level: .h1, regime: .h1)
    var conclusions: [Indicator.Conclusion] = []
    for bar in Candles.walk(seed: 6, count: 200) { conclusions = run.answer(Candles.candle(bar)) }
    let last = try #require(conclusions.last)
    guard case .indicatorsComputed = last else { return #expect(Bool(false), "\(last)") }
    #expect(conclusions.maps.count == 1)
    #expect(conclusions.regimes.count == 1)
    #expect(conclusions.indicators.count == 1)
  }

  @Test func `flat prices are said to be degenerate`() {
    var run = Run()
    let bars = (0..<30).map {
      Candle(
        openTime: Instant(seconds: $0 * 3_600), open: 5, high: 5, low: 5, close: 5, volume: 0)
    }
    let computed = bars.flatMap { run.answer(Candles.candle($0)).indicators }
    #expect(computed.map(\.degenerate) == (0..<30).map { $0 >= 14 })
    #expect(computed.last?.rsi14 == 0)
    #expect(computed.last?.atr14 == 0)
    #expect(computed.last?.volumeMA20 == 0)
  }

  @Test func `instruments do not disturb each other`() {
    let names: [Name] = ["b:ETH/USDT", "a:BTC/USDT", "c:SOL/USDT"]
    var together = Run()
    var alone = names.map { _ in Run() }
    let walks = names.indices.map { Candles.walk(seed: $0, count: 300) }
    for index in 0..<300 {
      for (place, name) in names.enumerated() {
        let candle = Candles.candle(walks[place][index], instrument: name)
        #expect(together.answer(candle) == alone[place].answer(candle))
      }
    }
    #expect(together.replica.state.series.map(\.instrument) == names.sorted())
  }

  @Test func `another configuration keeps the series that it still needs`() {
    var run = Run()
    for candle in Self.market(seed: 9, hours: 200) { _ = run.answer(candle) }
    let hourly = run.replica.state.series.first
    var strategy = StrategyConfiguration.targetReacher
    strategy.levelFrame = .h1
    strategy.regimeFrame = .w1
    var configuration = Configuration()
    configuration.strategies = [strategy]
    _ = run.replica.answer(
      .configurationApplied(ConfigurationApplied(configuration: configuration)))
    let series = run.replica.state.series
    #expect(series.map(\.timeFrame) == [.h1])
    #expect(series.first?.rsi14 == hourly?.rsi14)
    #expect(series.first?.levels != nil)
  }
}
