import EventSourcing
import Events
import Quantities
import SignalCore
import Testing

/// The life of setups without a level: waves and crossing averages.
@Suite struct MomentumLifeTests {
  typealias Act = SetupLifeTests.Act

  /// Up is the way of the trade: the regime and the wave of the level frame.
  private static func waves() -> Stage {
    var stage = Stage(levels: []) { $0.strategies = [.aether] }
    stage.wave = 0
    stage.regime(.trendingUp, strength: 80)
    stage.wave(leads: 1)
    return stage
  }

  /// What a bar makes of a wave setup that is forming.
  static let formingWave: [Act] = [
    Act("is not stretched", []) { $0.bar(wave: -52.9) },
    Act("is stretched", ["activated"]) { $0.bar(wave: -53) },
    Act("is stretched the other way", []) { $0.bar(wave: 60) },
    Act("a circle", ["activated", "triggered"]) { $0.bar(wave: -54, .bBuy) },
    Act("a divergence", ["activated", "triggered"]) { $0.bar(wave: -40, .bBuyDiv) },
    Act("a circle of the other direction", []) { $0.bar(wave: 54, .bSell) },
    Act("another mark", []) { $0.bar(wave: -40, .bWtBullDiv) },
    Act("the higher wave turns", ["invalidated wave-turned"]) {
      $0.wave(leads: -1)
      return $0.bar(wave: 0)
    },
    Act("the higher wave is flat", ["invalidated wave-turned"]) {
      $0.wave(leads: 0)
      return $0.bar(wave: -60, .bBuy)
    },
    Act("the trend ends", ["invalidated regime-forbids"]) {
      $0.regime(.neutral)
      return $0.bar(wave: -60, .bBuy)
    },
    Act("bars are missing", ["invalidated data-degraded"]) {
      $0.isDegraded = true
      return $0.bar(wave: -60, .bBuy)
    },
    Act("a person halts", ["cancelled"]) { $0.halt(.requested) },
    Act("72 hours pass", ["expired"]) { stage in (0..<72).flatMap { _ in stage.bar(wave: 0) } },
    Act("the next level is too near", ["activated", "rejected no-room"]) {
      $0.map([Stage.level("resistance", 1_000, 1_010)])
      return $0.bar(wave: -54, .bBuy)
    },
  ]

  @Test(arguments: formingWave) func `a forming wave`(act: Act) {
    var stage = Self.waves()
    #expect(stage.bar(wave: 0).story == ["formed"])
    #expect(act.play(&stage).story == act.story)
  }

  /// What a bar makes of a wave setup that is active.
  static let activeWave: [Act] = [
    Act("stays stretched", []) { $0.bar(wave: -60) },
    Act("is no longer stretched", ["deactivated"]) { $0.bar(wave: -52) },
    Act("a circle", ["triggered"]) { $0.bar(wave: -54, .bBuy) },
    Act("a divergence when it is no longer stretched", ["triggered"]) {
      $0.bar(wave: -50, .bBuyDiv)
    },
    Act("the higher wave turns", ["invalidated wave-turned"]) {
      $0.wave(leads: -0.1)
      return $0.bar(wave: -54, .bBuy)
    },
    Act("the trend ends", ["invalidated regime-forbids"]) {
      $0.regime(.volatile)
      return $0.bar(wave: -54, .bBuy)
    },
    Act("bars are missing", ["invalidated data-degraded"]) {
      $0.isDegraded = true
      return $0.bar(wave: -54, .bBuy)
    },
    Act("24 hours pass", ["expired"]) { stage in
      (0..<23).flatMap { _ in stage.bar(wave: -60) } + stage.bar(wave: -60, .bBuy)
    },
    Act("a person halts", ["cancelled"]) { $0.halt(.requested) },
    Act("a limit halts", []) { $0.halt(.dailyFlatten) },
  ]

  @Test(arguments: activeWave) func `an active wave`(act: Act) {
    var stage = Self.waves()
    stage.bar(wave: 0)
    #expect(stage.bar(wave: -55).story == ["activated"])
    #expect(act.play(&stage).story == act.story)
  }

  @Test func `a wave proposes a stop by ATR, and is void when the higher wave turns`() throws {
    var stage = Self.waves()
    let said = stage.bar(wave: -54, .bBuy)
    #expect(said.story == ["formed", "activated", "triggered"])
    let event = try #require(said.triggered.first)
    #expect(event.type == .waveMomentum)
    #expect(event.direction == .long)
    #expect(event.level == nil)
    #expect(event.levelPrice == nil)
    #expect(event.stop == "970")
    #expect(event.target1 == "1020")
    // The trend alone: 25 × 80 %.
    #expect(event.confidence == 20)
    stage.wave(leads: -1)
    #expect(stage.tick().story == ["invalidated wave-turned"])
  }

  @Test func `a short wave is the mirror, and each direction has a life of its own`() throws {
    var stage = Stage(levels: []) {
      $0.strategies = [.aether]
      $0.strategies[0].regimeRule = .any
    }
    stage.wave(leads: -1)
    let event = try #require(stage.bar(wave: 54, .bSell).triggered.first)
    #expect(event.direction == .short)
    #expect(event.stop == "1010")
    #expect(event.regime == .ranging)
    stage.wave(leads: 1)
    let said = stage.bar(wave: -54, .bBuyDiv)
    #expect(said.story == ["invalidated wave-turned", "formed", "activated", "triggered"])
    #expect(Set(stage.setups.map(\.id)).count == 2)
  }

  private static func averages() -> Stage { Stage(levels: []) { $0.strategies = [.emaCross] } }

  /// What a bar makes of a setup that waits for EMA20 to cross EMA50 upwards, 5 below it; the
  /// close is at 990, and setups for the other direction are left away.
  static let formingCross: [Act] = [
    Act("comes nearer", []) { $0.bar(fast: 997, slow: 1_000) },
    Act("goes away, but not far", []) { $0.bar(fast: 980, slow: 1_000) },
    Act("goes away", ["invalidated averages-apart"]) { $0.bar(fast: 979, slow: 1_000) },
    Act("closes above the slow average", ["activated"]) { $0.bar(fast: 985, slow: 989) },
    Act("crosses", ["activated", "triggered"]) { $0.bar(fast: 1_001, slow: 1_000) },
    Act("touches", []) { $0.bar(fast: 1_000, slow: 1_000) },
    Act("touches, then crosses", ["activated", "triggered"]) {
      $0.bar(fast: 1_000, slow: 1_000) + $0.bar(fast: 1_001, slow: 1_000)
    },
    Act("volatile regime", []) {
      $0.regime(.volatile)
      return $0.bar(fast: 997, slow: 1_000)
    },
    Act("bars are missing", ["invalidated data-degraded"]) {
      $0.isDegraded = true
      return $0.bar(fast: 1_001, slow: 1_000)
    },
    Act("72 hours pass", ["expired"]) { stage in
      (0..<72).flatMap { _ in stage.bar(fast: 997, slow: 1_000) }
    },
    Act("a person halts", ["cancelled"]) { $0.halt(.requested) },
  ]

  @Test(arguments: formingCross) func `a forming cross`(act: Act) {
    var stage = Self.averages()
    #expect(stage.bar(fast: 995, slow: 1_000).upward.story == ["formed"])
    #expect(act.play(&stage).upward.story == act.story)
  }

  /// What a bar makes of a setup that is active: the close is above the slow average.
  static let activeCross: [Act] = [
    Act("stays above", []) { $0.bar(fast: 986, slow: 989) },
    Act("falls back", ["deactivated"]) { $0.bar(fast: 988, slow: 991) },
    Act("crosses", ["triggered"]) { $0.bar(fast: 990, slow: 989) },
    Act("goes away", ["invalidated averages-apart"]) { $0.bar(fast: 960, slow: 989) },
    Act("stop too near", ["rejected stop-distance"]) { stage in
      stage.change { $0.strategies[0].stopDistance = 0.4 }
      return stage.bar(fast: 990, slow: 989)
    },
    Act("24 hours pass", ["expired"]) { stage in
      (0..<24).flatMap { _ in stage.bar(fast: 985, slow: 989) }
    },
    Act("a person halts", ["cancelled"]) { $0.halt(.requested) },
  ]

  @Test(arguments: activeCross) func `an active cross`(act: Act) {
    var stage = Self.averages()
    stage.bar(fast: 995, slow: 1_000)
    #expect(stage.bar(fast: 985, slow: 989).upward.story == ["activated"])
    #expect(act.play(&stage).upward.story == act.story)
  }

  @Test func `a cross that comes at once triggers, and is void when it is undone`() throws {
    var stage = Self.averages()
    #expect(stage.bar(fast: 980, slow: 1_000).story == [])
    let said = stage.bar(fast: 1_010, slow: 1_000)
    #expect(said.story == ["formed", "activated", "triggered"])
    let event = try #require(said.triggered.first)
    #expect(event.type == .averageCross)
    #expect(event.direction == .long)
    #expect(event.stop == "970")
    #expect(stage.bar(fast: 999, slow: 1_000).upward.story == [])
    stage.time += .minutes(1)
    #expect(stage.tick().upward.story == ["invalidated averages-apart"])
  }

  @Test func `averages of other lengths are those of the strategy`() {
    var stage = Stage(levels: []) {
      $0.strategies = [.emaCross]
      $0.strategies[0].fastLength = 9
      $0.strategies[0].slowLength = 21
    }
    // EMA20 and EMA50 would cross here.
    #expect((stage.bar(fast: 1, slow: 2) + stage.bar(fast: 2, slow: 1)).story == [])
    let pairs = [(980.0, 1_000.0), (1_010, 1_000)]
    let said = pairs.flatMap { fast, slow in
      _ = stage.say(
        .averagesComputed(
          AveragesComputed(
            instrument: Stage.instrument, timeFrame: .h1, openTime: stage.time,
            averages: [
              AverageReading(length: 9, value: fast), AverageReading(length: 21, value: slow),
            ])))
      return stage.bar(at: 990)
    }
    #expect(said.story == ["formed", "activated", "triggered"])
  }
}

extension Stage {
  @discardableResult
  fileprivate mutating func bar(wave: Double, _ marks: Marker...) -> [Signal.Conclusion] {
    self.wave = wave
    markers = MarkerSet()
    for mark in marks { markers.insert(mark) }
    return bar(at: 990)
  }

  @discardableResult
  fileprivate mutating func bar(fast: Double, slow: Double) -> [Signal.Conclusion] {
    self.fast = fast
    self.slow = slow
    return bar(at: 990)
  }

  fileprivate mutating func change(_ change: (inout Configuration) -> Void) {
    change(&configuration)
    _ = say(.configurationApplied(ConfigurationApplied(configuration: configuration)))
  }
}

extension [Signal.Conclusion] {
  /// Without what is said of short setups.
  fileprivate var upward: [Signal.Conclusion] {
    filter { $0.direction != .short }
  }
}

extension Signal.Conclusion {
  fileprivate var direction: Direction? {
    switch self {
    case .signalFired(let event): event.direction
    case .signalLapsed: nil
    case .setupFormed(let event): event.direction
    case .setupActivated(let event): event.direction
    case .setupDeactivated(let event): event.direction
    case .setupTriggered(let event): event.direction
    case .setupInvalidated(let event): event.direction
    case .setupExpired(let event): event.direction
    case .setupRejected(let event): event.direction
    case .setupCompleted(let event): event.direction
    case .setupCancelled(let event): event.direction
    }
  }
}
