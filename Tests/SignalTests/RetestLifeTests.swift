import EventSourcing
import Events
import Quantities
import SignalCore
import Testing

/// The life of setups that wait for a broken level to be tested again.
///
/// The support stands at 1000 to 1010; the price comes from above.
@Suite struct RetestLifeTests {
  typealias Act = SetupLifeTests.Act

  private static func stage(_ type: SetupType = .supportBreakdown) -> Stage {
    Stage { $0.strategies[0].setups = [type] }
  }

  /// What a bar makes of a setup that is forming, at 1015.
  static let forming: [Act] = [
    Act("stays near", []) { $0.bar(at: 1_020) },
    Act("comes into the zone", []) { $0.bar(at: 1_003) },
    Act("breaks", ["activated"]) { $0.breakdown() },
    Act("breaks on thin volume", []) { $0.breakdown(volume: 15) },
    Act("breaks not far enough", []) { $0.breakdown(close: 997.5) },
    Act("breaks with a small body", []) { $0.breakdown(open: 1_000, high: 1_006) },
    Act("breaks with a long tail", []) { $0.breakdown(low: 985) },
    Act("goes away", ["invalidated left-level"]) { $0.bar(at: 1_051) },
    Act("goes almost away", []) { $0.bar(at: 1_050) },
    Act("regime forbids", ["invalidated regime-forbids"]) {
      $0.regime(.trendingUp)
      return $0.breakdown()
    },
    Act("level is retired", ["invalidated level-retired"]) {
      $0.map([Stage.level("resistance", 1_000, 1_010, phase: .retired, usable: false)])
      return $0.breakdown()
    },
    Act("level is no longer usable: no break", []) {
      $0.map([Stage.level("resistance", 1_000, 1_010, usable: false)])
      return $0.breakdown()
    },
    Act("bars are missing", ["invalidated data-degraded"]) {
      $0.isDegraded = true
      return $0.breakdown()
    },
    Act("72 hours pass", ["expired"]) { stage in
      (0..<72).flatMap { _ in stage.bar(at: 1_015) }
    },
    Act("73 hours pass without bars", ["expired"]) { stage in
      stage.time += .hours(73)
      return stage.tick()
    },
    Act("a person halts", ["cancelled"]) { $0.halt(.requested) },
    Act("a limit halts", []) { $0.halt(.dailyFlatten) },
  ]

  @Test(arguments: forming) func `a forming setup`(act: Act) {
    var stage = Self.stage()
    #expect(stage.bar(at: 1_015).story == ["formed"])
    #expect(act.play(&stage).story == act.story)
  }

  /// What a bar makes of a setup that is active: the support broke on the bar before.
  static let active: [Act] = [
    Act("stays away", []) { $0.bar(at: 985) },
    Act("goes far away", []) { $0.bar(at: 900) },
    Act("is tested again", ["triggered"]) { $0.retest() },
    Act("is tested again from a buffer away", ["triggered"]) { $0.bar(993, 997.5, 990, 992) },
    Act("is almost tested again", []) { $0.bar(993, 997.4, 990, 992) },
    Act("comes back into the zone", []) { $0.bar(at: 1_004) },
    Act("comes back into the zone and falls again", ["triggered"]) {
      $0.bar(at: 1_004) + $0.retest()
    },
    Act("comes back beyond the price", ["invalidated false-break"]) { $0.bar(at: 1_006) },
    Act("stop too far", ["rejected stop-distance"]) { $0.bar(993, 1_030, 990, 992) },
    Act("no room above the next level, which is near", ["rejected no-room", "formed"]) {
      $0.map([Stage.resistance, Stage.level("support", 975, 981)])
      return $0.retest()
    },
    Act("the zone of the break bar counts", ["triggered"]) {
      $0.map([Stage.level("resistance", 1_010, 1_020)])
      return $0.retest()
    },
    Act("twelve bars later is in time", ["triggered"]) { stage in
      (0..<11).flatMap { _ in stage.bar(at: 985) } + stage.retest()
    },
    Act("thirteen bars later it has expired", ["expired"]) { stage in
      (0..<12).flatMap { _ in stage.bar(at: 985) } + stage.retest()
    },
    Act("on one bar an invalid one does not expire", ["invalidated false-break"]) { stage in
      (0..<12).flatMap { _ in stage.bar(at: 985) } + stage.bar(at: 1_006)
    },
    Act("fourteen hours pass without bars", ["expired"]) { stage in
      stage.time += .hours(14)
      return stage.tick()
    },
    Act("regime forbids", ["invalidated regime-forbids"]) {
      $0.regime(.volatile)
      return $0.retest()
    },
    Act("level is gone", ["invalidated level-retired"]) {
      $0.map([])
      return $0.retest()
    },
    Act("bars are missing", ["invalidated data-degraded"]) {
      $0.isDegraded = true
      return $0.retest()
    },
    Act("a person halts", ["cancelled"]) { $0.halt(.requested) },
    Act("a limit halts", []) { $0.halt(.diverged) },
  ]

  @Test(arguments: active) func `an active setup`(act: Act) {
    var stage = Self.stage()
    stage.bar(at: 1_015)
    #expect(stage.breakdown().story == ["activated"])
    #expect(act.play(&stage).story == act.story)
  }

  @Test func `the first retest counts, and the level rests after it`() throws {
    var stage = Self.stage()
    stage.bar(at: 1_015)
    stage.breakdown()
    let event = try #require(stage.retest().triggered.first)
    #expect(event.type == .supportBreakdown)
    #expect(event.direction == .short)
    #expect(event.reference == 992)
    // The zone's far edge is above the retest's high; a quarter of 10 behind it.
    #expect(event.stop == "1012.5")
    #expect(event.target1 == "961.25")
    #expect(event.entryLow == "986.875")
    #expect(event.entryHigh == "1002.25")
    // A range suits only rejections: 40 × 60 % for the level.
    #expect(event.confidence == 24)
    #expect(stage.retest().story == [])
    let market = try #require(stage.replica.state.markets.first)
    #expect(market.triggers(for: stage.configuration.strategies[0]) == [])
  }

  @Test func `a triggered one is void when the price closes back beyond the level`() throws {
    var stage = Self.stage()
    stage.bar(at: 1_015)
    stage.breakdown()
    #expect(stage.retest().story == ["triggered"])
    #expect(stage.bar(at: 1_006).story == [])
    stage.time += .minutes(1)
    #expect(stage.tick().story == ["invalidated false-break"])
  }

  @Test func `the break may be the first that is seen of a level`() {
    var stage = Self.stage()
    stage.bar(at: 1_040)
    #expect(stage.breakdown().story == ["formed", "activated"])
    #expect(stage.retest().story == ["triggered"])
  }

  @Test func `a false break is forgotten when the level has rested`() {
    var stage = Self.stage()
    stage.bar(at: 1_015)
    stage.breakdown()
    #expect(stage.bar(at: 1_006).story == ["invalidated false-break"])
    for _ in 0..<5 { #expect(stage.bar(at: 1_006).story == []) }
    #expect(stage.bar(at: 1_003).story == ["formed"])
    #expect(stage.retest().story == [])
  }

  @Test func `a resistance that breaks is the mirror of a support`() throws {
    var stage = Self.stage(.resistanceBreakout)
    #expect(stage.bar(at: 995).story == ["formed"])
    stage.volume = 20
    #expect(stage.bar(999, 1_018, 998, 1_016).story == ["activated"])
    stage.volume = 10
    let event = try #require(stage.bar(1_016, 1_019, 1_009, 1_018).triggered.first)
    #expect(event.direction == .long)
    #expect(event.stop == "997.5")
    #expect(event.target1 == "1048.75")
  }

  @Test func `the scan sees the trigger, whatever setups there are`() throws {
    var stage = Self.stage()
    stage.bar(at: 1_015)
    stage.breakdown()
    _ = stage.halt(.requested)
    #expect(stage.retest().story == [])
    let market = try #require(stage.replica.state.markets.first)
    let trigger = try #require(market.triggers(for: stage.configuration.strategies[0]).first)
    #expect(trigger.type == .supportBreakdown)
    #expect(trigger.plan.stop == 1_012.5)
    #expect(trigger.failedCheck == nil)
    #expect(trigger.regime == .ranging)
  }
}

extension Stage {
  /// A bar that breaks the zone downwards, unless something about it is different.
  @discardableResult
  mutating func breakdown(
    open: Double = 1_001, high: Double = 1_002, low: Double = 991, close: Double = 993,
    volume: Double = 15.1
  ) -> [Signal.Conclusion] {
    self.volume = volume
    defer { self.volume = 10 }
    return bar(open, high, low, close)
  }

  /// A bar that comes back to the zone from below and closes there.
  @discardableResult
  mutating func retest() -> [Signal.Conclusion] { bar(993, 1_001, 990, 992) }

  mutating func halt(_ reason: HaltReason) -> [Signal.Conclusion] {
    say(.tradingHalted(TradingHalted(reason: reason, flatten: false, at: time)))
  }
}
