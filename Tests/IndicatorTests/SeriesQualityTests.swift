import EventSourcing
import Events
import IndicatorCore
import Quantities
import TestSupport
import Testing

/// What the decider answers to candles that it cannot use, and to those it cannot trust.
@Suite struct SeriesQualityTests {
  /// How a candle that is not later than the last comes about.
  struct Offer: CustomTestStringConvertible, Sendable {
    var reason: DisregardReason
    var change: @Sendable (inout CandleClosed) -> Void
    var testDescription: String
  }

  static let offers = [
    Offer(reason: .repeated, change: { _ in }, testDescription: "the same again"),
    Offer(
      reason: .repeated, change: { $0.quality = .repaired },
      testDescription: "the same numbers, of another quality"),
    Offer(reason: .corrected, change: { $0.open += "0.01" }, testDescription: "another open"),
    Offer(reason: .corrected, change: { $0.high += "0.01" }, testDescription: "another high"),
    Offer(reason: .corrected, change: { $0.low -= "0.01" }, testDescription: "another low"),
    Offer(reason: .corrected, change: { $0.close += "0.01" }, testDescription: "another close"),
    Offer(reason: .corrected, change: { $0.volume += "1" }, testDescription: "another volume"),
    Offer(
      reason: .late, change: { $0.openTime = $0.openTime - .hours(1) },
      testDescription: "one bar earlier"),
    Offer(
      reason: .late, change: { $0.openTime = $0.openTime - .nanoseconds(1) },
      testDescription: "a moment earlier"),
  ]

  @Test(arguments: offers) func `a candle that is not later changes nothing, and why is said`(
    offer: Offer
  ) throws {
    var run = Run()
    var undisturbed = Run()
    let bars = Candles.walk(seed: 7, count: 80)
    for bar in bars.prefix(60) {
      #expect(run.answer(Candles.candle(bar)) == undisturbed.answer(Candles.candle(bar)))
    }
    let last = Candles.candle(bars[59])
    var candle = last
    offer.change(&candle)
    let answers = run.answer(candle)
    let expected = CandleDisregarded(
      instrument: last.instrument, timeFrame: .h1, openTime: candle.openTime,
      last: last.openTime, reason: offer.reason)
    #expect(answers == [.candleDisregarded(expected)])
    for bar in bars.dropFirst(60) {
      #expect(run.answer(Candles.candle(bar)) == undisturbed.answer(Candles.candle(bar)))
    }
    #expect(run.replica.state == undisturbed.replica.state)
  }

  @Test(arguments: [(3, 0), (4, 50), (50, 50), (80, 80)])
  func `a gap of more than three bars marks the bars after it`(missing: Int, marked: Int) {
    var run = Run()
    var bars = Candles.walk(seed: 8, count: 300)
    bars.removeSubrange(100..<100 + missing)
    let answers = bars.map { run.answer(Candles.candle($0)) }
    let flags = answers.flatMap { $0.indicators.map(\.degraded) }
    #expect(flags == bars.indices.map { (100..<100 + marked).contains($0) })
    let degraded = answers.flatMap(\.degraded)
    let restored = answers.flatMap(\.restored)
    guard marked > 0 else { return #expect(degraded.isEmpty && restored.isEmpty) }
    #expect(degraded.map(\.openTime) == [bars[100].openTime])
    #expect(degraded.map(\.missing) == [missing])
    #expect(degraded.map(\.life) == [marked])
    #expect(restored.map(\.openTime) == [bars[100 + marked].openTime])
  }

  @Test func `a gap while bars are marked makes it longer, and is said again`() {
    var run = Run()
    var bars = Candles.walk(seed: 8, count: 300)
    // After 80 missing bars 20 marked ones, then 4 missing; after 40 more, 10.
    bars.removeSubrange(240..<250)
    bars.removeSubrange(196..<200)
    bars.removeSubrange(96..<176)
    let answers = bars.map { run.answer(Candles.candle($0)) }
    let degraded = answers.flatMap(\.degraded)
    #expect(degraded.map(\.openTime) == [bars[96], bars[116], bars[156]].map(\.openTime))
    #expect(degraded.map(\.missing) == [80, 4, 10])
    // Of the 80 bars 60 are left on the second gap, which alone would mark 50.
    #expect(degraded.map(\.life) == [80, 60, 50])
    #expect(answers.flatMap(\.restored).isEmpty)
  }

  @Test func `a gap on the bar that would restore the series only marks it again`() {
    var run = Run()
    var bars = Candles.walk(seed: 9, count: 300)
    bars.removeSubrange(154..<158)
    bars.removeSubrange(100..<104)
    let answers = bars.map { run.answer(Candles.candle($0)) }
    #expect(answers.flatMap(\.degraded).map(\.life) == [50, 50])
    #expect(answers.flatMap(\.restored).map(\.openTime) == [bars[200].openTime])
  }

  @Test func `the indicators run over the bars that exist`() {
    var run = Run()
    var bars = Candles.walk(seed: 10, count: 200)
    bars.removeSubrange(80..<130)
    var analysis = FullAnalysis()
    for bar in bars {
      let computed = run.answer(Candles.candle(bar)).indicators
      analysis.update(bar)
      #expect(computed.map(\.rsi14) == [analysis.core.rsi14.value])
      #expect(computed.map(\.ema20) == [analysis.core.ema20.value])
    }
  }

  @Test func `before its first defined value an indicator is absent, not zero`() {
    var run = Run(trigger: .h1, level: .h1, regime: .h1)
    for (index, bar) in Candles.walk(seed: 11, count: 34).enumerated() {
      let answers = run.answer(Candles.candle(bar))
      let values = answers.indicators[0]
      #expect((values.rsi14 == nil, values.atr14 == nil) == (index < 14, index < 14))
      #expect((values.ema20 == nil, values.volumeMA20 == nil) == (index < 19, index < 19))
      #expect((values.macd == nil, values.macdSignal == nil) == (index < 33, index < 33))
      #expect(values.ema50 == nil)
      #expect((answers.ciphers[0].wt1 == nil) == (index < 27))
      #expect((answers.ciphers[0].wt2 == nil) == (index < 29))
      #expect((answers.ciphers[0].aWt2 == nil) == (index < 30))
      #expect(answers.ciphers[0].moneyFlow == nil)
      #expect(answers.maps.isEmpty == (index < 14))
      #expect(answers.regimes[0].raw == .neutral && answers.regimes[0].rawStrength == 0)
    }
  }

  @Test func `volume that stays zero has no ratio, and no mark comes of it`() {
    var run = Run()
    var bars = Candles.walk(seed: 12, count: 120)
    for index in bars.indices { bars[index].volume = 0 }
    let answers = bars.flatMap { run.answer(Candles.candle($0)) }
    #expect(answers.indicators.last?.volumeMA20 == 0)
    #expect(answers.indicators.last?.rsi14 != nil)
  }
}
