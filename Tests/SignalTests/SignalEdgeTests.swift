import Events
import Quantities
import SignalCore
import Testing

/// Signals fire when their condition begins and lapse when it ends.
@Suite struct SignalEdgeTests {
  @Test func `an RSI beyond its threshold fires once and lapses`() {
    var stage = Stage(levels: [])
    var signals: [[String]] = []
    for rsi in [70.0, 70.1, 75, 70, 30, 29.9, 40] {
      stage.rsi = rsi
      signals.append(stage.bar(at: 500).signals)
    }
    #expect(
      signals == [
        [], ["rsi-overbought short context"], [], ["not rsi-overbought condition-ended"], [],
        ["rsi-oversold long context"], ["not rsi-oversold condition-ended"],
      ])
  }

  @Test func `a flat market is not oversold`() {
    var stage = Stage(levels: [])
    stage.rsi = 0
    stage.isDegenerate = true
    #expect(stage.bar(at: 500).signals == [])
  }

  @Test func `volume twice the average is no spike, more is`() {
    var stage = Stage(levels: [])
    var signals: [[String]] = []
    for volume in [20.0, 20.1, 5, 4.9] {
      stage.volume = volume
      signals.append(stage.bar(at: 500).signals)
    }
    #expect(
      signals == [
        [], ["volume-spike  context"], ["not volume-spike condition-ended"],
        ["volume-decline  context"],
      ])
  }

  @Test func `without any volume there is neither a spike nor a decline`() {
    var stage = Stage(levels: [])
    stage.volumeMA = 0
    for volume in [0.0, 1, 100] {
      stage.volume = volume
      #expect(stage.bar(at: 500).signals == [])
    }
  }

  @Test func `missing bars end every signal and let none begin`() {
    var stage = Stage(levels: [])
    stage.rsi = 80
    stage.bar(at: 500)
    stage.isDegraded = true
    #expect(stage.bar(at: 500).signals == ["not rsi-overbought data-degraded"])
    #expect(stage.bar(at: 500).signals == [])
    stage.isDegraded = false
    #expect(stage.bar(at: 500).signals == ["rsi-overbought short context"])
  }

  @Test func `a signal speaks to the setups of its direction`() throws {
    var stage = Stage()
    stage.bar(at: 990)
    stage.rsi = 80
    stage.volume = 30
    let said = stage.bar(at: 991)
    #expect(said.signals == ["rsi-overbought short precondition", "volume-spike  precondition"])
    #expect(said.fired.map(\.setup) == Array(repeating: stage.setups.first?.id, count: 2))
    stage.rsi = 20
    #expect(
      stage.bar(at: 992).signals == [
        "not rsi-overbought condition-ended", "rsi-oversold long context",
      ])
    let trigger = stage.rejection()
    #expect(trigger.signals.contains("rejection-wick short trigger"))
    #expect(trigger.fired.first { $0.kind == .rejectionWick }?.value == 10.0 / 12)
  }

  @Test func `a divergence counts for twelve bars`() {
    var stage = Stage(levels: [])
    var signals: [Int: [String]] = [:]
    // Two peaks six bars apart, the second higher with a lower line.
    let highs = [0, 1, 2, 9, 2, 1, 2, 3, 4, 12, 2, 1, 0] + Array(repeating: 0, count: 15)
    for (index, high) in highs.enumerated() {
      stage.macd = index == 3 ? 5 : index == 9 ? 4 : 1
      let top = 500.0 + Double(high)
      signals[index] = stage.bar(500, top + 1, 450, 500).signals
        .filter { !$0.contains("wick") }
    }
    #expect(signals[12] == ["macd-divergence short context"])
    #expect(signals[24] == ["not macd-divergence expired"])
    let rest = signals.filter { ![12, 24].contains($0.key) && !$0.value.isEmpty }
    #expect(rest.isEmpty)
  }

  @Test func `indicators without their candle say nothing, in any order`() {
    var stage = Stage()
    let first = stage.candle(989, 992, 988, 990, frame: .h1)
    stage.time += .hours(1)
    let second = stage.candle(990, 993, 989, 991, frame: .h1)
    stage.time += .hours(1)
    #expect(stage.indicators(of: first) == [])
    // Both candles are in the log before the indicators of the first.
    #expect(stage.say(.candleClosed(first)) + stage.say(.candleClosed(second)) == [])
    #expect(stage.indicators(of: first).story == ["formed"])
    #expect(stage.indicators(of: first) == [])
    #expect(stage.indicators(of: second).story == [])
    #expect(stage.say(.candleClosed(first)) == [])
    #expect(stage.indicators(of: first) == [])
  }
}
