import EventSourcing
import Events
import Quantities
import SignalCore
import Testing

/// Marks of the ciphers as signals, and how long a sign of its time counts.
@Suite struct SignalLifeTests {
  @Test func `a mark fires with its direction, its wave and its end`() throws {
    var stage = Stage(levels: [])
    stage.markers = [.aRedDiamond, .bBuy]
    let fired = stage.bar(at: 500).fired
    #expect(fired.map(\.kind) == [.cipherMarker, .cipherMarker])
    #expect(fired.map(\.marker) == [.aRedDiamond, .bBuy])
    #expect(fired.map(\.direction) == [.short, .long])
    #expect(fired.map(\.value) == [-50, -60])
    #expect(fired.map(\.threshold) == [0, -53])
    #expect(fired.map(\.validUntil) == [stage.time + .hours(3), stage.time + .hours(3)])
    #expect(Set(fired.map(\.signal)).count == 2)
    stage.markers = []
    #expect(stage.bar(at: 500).signals == [])
    #expect(stage.bar(at: 500).signals == [])
    let lapsed = stage.bar(at: 500).lapsed
    #expect(lapsed.map(\.signal) == fired.map(\.signal))
    #expect(lapsed.map(\.marker) == [.aRedDiamond, .bBuy])
    #expect(lapsed.map(\.reason) == [.expired, .expired])
    #expect(stage.replica.state.markets[0].tapes[0].signals.isEmpty)
  }

  @Test(arguments: Marker.allCases)
  func `every mark of a moment is a signal, and no other`(marker: Marker) {
    var stage = Stage(levels: [])
    stage.markers = [marker]
    var fired = stage.bar(at: 500).fired
    #expect(fired.map(\.marker) == (marker.isSignal ? [marker] : []))
    stage.markers = []
    var bars = 0
    while bars < 20, !stage.replica.state.markets[0].tapes[0].signals.isEmpty {
      fired += stage.bar(at: 500).fired
      bars += 1
    }
    #expect(bars == (marker.isSignal ? marker.isDivergence ? 12 : 3 : 0))
    #expect(fired.count <= 1)
  }

  @Test func `marks come in pairs of opposite directions`() {
    let signals = Marker.allCases.filter(\.isSignal)
    #expect(signals.count == 26)
    #expect(signals.count { $0.direction == .long } == 12)
    #expect(signals.count { $0.direction == .short } == 12)
    #expect(signals.filter { $0.direction == nil } == [.aYellowXUp, .aYellowXDown])
    for marker in Marker.allCases {
      #expect(marker.isOfCipherA == marker.rawValue.hasPrefix("a_"))
      let name = marker.rawValue
      if name.contains("bull") || name.contains("buy") { #expect(marker.direction == .long) }
      if name.contains("bear") || name.contains("sell") { #expect(marker.direction == .short) }
      #expect(MarkerSet.signals.contains(marker) == marker.isSignal)
    }
  }

  @Test func `a mark that shows again while it counts is renewed`() throws {
    var stage = Stage(levels: [])
    stage.markers = [.bCrossUp]
    let first = try #require(stage.bar(at: 500).fired.first)
    stage.markers = [.bCrossDown]
    #expect(stage.bar(at: 500).signals == ["b_cross_down short context"])
    stage.markers = [.bCrossUp]
    let said = stage.bar(at: 500)
    #expect(said.signals == ["not b_cross_up renewed", "b_cross_up long context"])
    #expect(said.lapsed.map(\.signal) == [first.signal])
    #expect(said.fired.map(\.signal) != [first.signal])
    stage.markers = []
    let rest = (0..<4).map { _ in stage.bar(at: 500).signals }
    #expect(rest == [[], ["not b_cross_down expired"], ["not b_cross_up expired"], []])
  }

  @Test func `a rejection wick counts on its bar alone`() throws {
    var stage = Stage(levels: [])
    let first = stage.bar(500, 512, 499, 501)
    #expect(first.signals == ["rejection-wick short context"])
    #expect(first.fired.map(\.validUntil) == [stage.time + .hours(1)])
    #expect(
      stage.bar(500, 512, 499, 501).signals == [
        "not rejection-wick expired", "rejection-wick short context",
      ])
    #expect(stage.bar(at: 500).signals == ["not rejection-wick expired"])
  }

  @Test func `without a bar a sign of its time lapses with the tick one interval later`() throws {
    var stage = Stage(levels: [])
    stage.markers = [.bSell]
    stage.rsi = 80
    let fired = stage.bar(at: 500).fired
    #expect(fired.map(\.validUntil) == [nil, stage.time + .hours(3)])
    stage.time += .hours(3)
    #expect(stage.tick().signals == [])
    stage.time += .hours(1) - .nanoseconds(1)
    #expect(stage.tick().signals == [])
    stage.time += .nanoseconds(1)
    let said = stage.tick()
    // A state waits for the bar that checks it.
    #expect(said.signals == ["not b_sell expired"])
    #expect(said.lapsed.map(\.signal) == fired.suffix(1).map(\.signal))
    #expect(stage.tick().signals == [])
    stage.markers = []
    stage.rsi = 50
    #expect(stage.bar(at: 500).signals == ["not rsi-overbought condition-ended"])
    stage.time += .days(1)
    #expect(stage.tick().signals == [])
    #expect(stage.replica.state.nextLapse == nil)
  }

  @Test func `the clock ends signals of every market, each when its time is over`() {
    var stage = Stage(levels: [])
    var said: [Int: [String]] = [:]
    stage.markers = [.bSell, .bSellDiv]
    _ = stage.bar(at: 500)
    stage.markers = []
    for hour in 1...20 {
      stage.time += .hours(1)
      let signals = stage.tick().signals
      if !signals.isEmpty { said[hour] = signals }
    }
    #expect(said == [4: ["not b_sell expired"], 13: ["not b_sell_div expired"]])
  }

  @Test func `missing bars end a mark, and let none begin`() {
    var stage = Stage(levels: [])
    stage.markers = [.bGoldBuy]
    #expect(stage.bar(at: 500).signals == ["b_gold_buy long context"])
    stage.isDegraded = true
    #expect(stage.bar(at: 500).signals == ["not b_gold_buy data-degraded"])
    #expect(stage.bar(at: 500).signals == [])
    stage.isDegraded = false
    #expect(stage.bar(at: 500).signals == ["b_gold_buy long context"])
  }

  @Test func `a mark is a precondition of what forms and a trigger of what is active`() {
    var stage = Stage()
    stage.bar(at: 990)
    stage.markers = [.bSell, .bBuy, .aYellowXUp]
    let said = stage.bar(at: 991)
    #expect(
      said.signals == [
        "a_yellow_x_up  precondition", "b_buy long context", "b_sell short precondition",
      ])
    let setup = stage.setups.first?.id
    #expect(said.fired.map(\.setup) == [setup, nil, setup])
    stage.markers = [.bSellDiv]
    #expect(stage.bar(at: 1_004).signals.contains("b_sell_div short trigger"))
    stage.markers = []
    // What lapses tells the setup that it spoke to.
    let lapsed = stage.bar(at: 1_004).lapsed + stage.bar(at: 1_004).lapsed
    #expect(lapsed.map(\.marker) == [.aYellowXUp, .bBuy, .bSell])
    #expect(lapsed.map(\.setup) == [setup, nil, setup])
  }

  @Test func `a bar has what was computed of it, and of no other`() throws {
    var stage = Stage(levels: [])
    let candle = stage.candle(500, 502, 497, 501, frame: .h1)
    _ = stage.say(.candleClosed(candle))
    stage.markers = [.bBuy]
    stage.cipher(of: candle.openTime, .h1)
    _ = stage.say(
      .averagesComputed(
        AveragesComputed(
          instrument: Stage.instrument, timeFrame: .h1, openTime: candle.openTime,
          averages: [
            AverageReading(length: 9, value: 7), AverageReading(length: 200, value: nil),
          ])))
    _ = stage.indicators(of: candle)
    let bar = try #require(stage.replica.state.markets[0].tapes[0].bar)
    #expect(bar.markers.markers == [.bBuy])
    #expect((bar.wave.wt1, bar.wave.wt2, bar.wave.aWt2) == (1, -60, -50))
    #expect(bar.wave.moneyFlow == 3)
    #expect([9, 20, 50, 200, 7].map { bar.average(length: $0) } == [7, 0, 0, nil, nil])

    // The ciphers of another bar and of another frame are not the next bar's.
    stage.cipher(of: candle.openTime, .h4)
    stage.time += .hours(1)
    let next = stage.candle(500, 502, 497, 501, frame: .h1)
    _ = stage.say(.candleClosed(next))
    _ = stage.say(
      .indicatorsComputed(
        IndicatorsComputed(
          instrument: Stage.instrument, timeFrame: .h1, openTime: next.openTime,
          close: next.close, degenerate: false, degraded: false)))
    let after = try #require(stage.replica.state.markets[0].tapes[0].bar)
    #expect(after.candle.openTime == next.openTime)
    #expect(after.markers.isEmpty && after.averages.isEmpty && after.wave.wt1 == nil)
    let waves = stage.replica.state.markets[0].waves
    #expect(waves.map(\.timeFrame) == [.h1, .h4])
    #expect(waves.map(\.wt2) == [-60, -60])
  }
}
