import Events
import Quantities
import SignalCore
import Testing

/// The life of a setup before its trigger.
@Suite struct SetupLifeTests {
  struct Act: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var story: [String]
    var play: @Sendable (inout Stage) -> [Signal.Conclusion]

    init(
      _ description: String, _ story: [String],
      _ play: @escaping @Sendable (inout Stage) -> [Signal.Conclusion]
    ) {
      testDescription = description
      self.story = story
      self.play = play
    }
  }

  /// What a bar makes of a setup that is forming, at 990.
  static let forming: [Act] = [
    Act("stays near", []) { $0.bar(at: 992) },
    Act("stays near when it only touches the zone", []) { $0.bar(990, 1_003, 989, 999) },
    Act("enters the zone", ["activated"]) { $0.bar(at: 1_003) },
    Act("closes behind the zone, but not far", ["activated"]) { $0.bar(at: 1_012) },
    Act("is rejected at once", ["activated", "triggered"]) { $0.rejection() },
    Act("closes beyond", ["invalidated closed-beyond"]) { $0.bar(at: 1_013) },
    Act("goes away", ["invalidated left-level"]) { $0.bar(at: 959) },
    Act("goes almost away", []) { $0.bar(at: 960) },
    Act("regime forbids", ["invalidated regime-forbids"]) {
      $0.regime(.trendingUp)
      return $0.bar(at: 992)
    },
    Act("volatile regime", ["invalidated regime-forbids"]) {
      $0.regime(.volatile)
      return $0.bar(at: 992)
    },
    Act("level is retired", ["invalidated level-retired"]) {
      $0.map([Stage.level("resistance", 1_000, 1_010, phase: .retired, usable: false)])
      return $0.bar(at: 992)
    },
    Act("level is gone", ["invalidated level-retired"]) {
      $0.map([])
      return $0.bar(at: 992)
    },
    Act("level is no longer usable: no trigger", []) {
      $0.map([Stage.level("resistance", 1_000, 1_010, usable: false)])
      return $0.rejection()
    },
    Act("bars are missing", ["invalidated data-degraded"]) {
      $0.isDegraded = true
      return $0.bar(at: 992)
    },
    Act("72 hours pass", ["expired"]) { stage in
      (0..<72).flatMap { _ in stage.bar(at: 990) }
    },
    Act("71 hours pass", []) { stage in (0..<71).flatMap { _ in stage.bar(at: 990) } },
    Act("72 hours pass without bars", []) { stage in
      stage.time += .hours(72)
      return stage.tick()
    },
    Act("73 hours pass without bars", ["expired"]) { stage in
      stage.time += .hours(73)
      return stage.tick()
    },
  ]

  @Test(arguments: forming) func `a forming setup`(act: Act) {
    var stage = Stage()
    #expect(stage.bar(at: 990).story == ["formed"])
    #expect(act.play(&stage).story == act.story)
  }

  /// What a bar makes of a setup that is active, at 1003.
  static let active: [Act] = [
    Act("stays inside", []) { $0.bar(at: 1_005) },
    Act("leaves without a trigger", ["deactivated"]) { $0.bar(at: 995) },
    Act("is rejected", ["triggered"]) { $0.rejection() },
    Act("is rejected by a short wick", ["deactivated"]) { $0.bar(999, 1_001, 994, 995) },
    Act("is rejected by a small bar", ["deactivated"]) { $0.bar(996, 1_001, 994, 995.5) },
    Act("is rejected too far away", ["deactivated"]) { $0.bar(978, 1_006, 975, 979) },
    Act("stop too far", ["rejected stop-distance"]) { $0.bar(996, 1_040, 994, 995) },
    Act("closes beyond", ["invalidated closed-beyond"]) { $0.bar(at: 1_013) },
    Act("no room", ["rejected no-room"]) {
      $0.map([Stage.resistance, Stage.level("support", 978, 984)])
      return $0.rejection()
    },
    Act("room behind a level that is not usable", ["triggered"]) {
      $0.map([Stage.resistance, Stage.level("support", 978, 984, usable: false)])
      return $0.rejection()
    },
    Act("23 hours pass", []) { stage in (0..<23).flatMap { _ in stage.bar(at: 1_003) } },
    Act("24 hours pass", ["expired"]) { stage in
      (0..<24).flatMap { _ in stage.bar(at: 1_003) }
    },
    Act("25 hours pass without bars", ["expired"]) { stage in
      stage.time += .hours(25)
      return stage.tick()
    },
    Act("on one bar an invalid one does not expire", ["invalidated closed-beyond"]) { stage in
      (0..<23).flatMap { _ in stage.bar(at: 1_003) } + stage.bar(at: 1_013)
    },
    Act("on one bar an expired one does not trigger", ["expired"]) { stage in
      (0..<23).flatMap { _ in stage.bar(at: 1_003) } + stage.rejection()
    },
    Act("on one bar an expired one is not rejected", ["expired"]) { stage in
      (0..<23).flatMap { _ in stage.bar(at: 1_003) } + stage.bar(996, 1_040, 994, 995)
    },
    Act("on one bar an invalid one does not trigger", ["invalidated regime-forbids"]) {
      $0.regime(.trendingUp)
      return $0.rejection()
    },
  ]

  @Test(arguments: active) func `an active setup`(act: Act) {
    var stage = Stage()
    stage.bar(at: 990)
    #expect(stage.bar(at: 1_003).story == ["activated"])
    #expect(act.play(&stage).story == act.story)
  }

  @Test func `fees that eat the reward reject it`() throws {
    var stage = Stage { $0.risk.fee = "0.01" }
    stage.bar(at: 990)
    let said = stage.rejection()
    #expect(said.story == ["activated", "rejected cost"])
    let rejected = try #require(said.rejected.first)
    // 1.65 R, less one percent of the entry and of the exits in R of 17.5.
    let exits = 0.5 * (995 - 26.25) + 0.3 * (995 - 52.5) + 0.2 * 995
    #expect(abs(rejected.value - (1.65 - 0.01 * (995 + exits) / 17.5)) < 1e-12)
    #expect(rejected.limit == 1)
  }

  @Test func `everything may happen on one bar`() {
    var stage = Stage()
    stage.bar(at: 950)
    #expect(stage.rejection().story == ["formed", "activated", "triggered"])
  }

  @Test func `a level takes a rest of six bars after an end`() {
    var stage = Stage()
    stage.bar(at: 990)
    #expect(stage.bar(at: 1_013).story == ["invalidated closed-beyond"])
    for _ in 0..<5 { #expect(stage.bar(at: 990).story == []) }
    #expect(stage.bar(at: 990).story == ["formed"])
    #expect(stage.setups.count == 1)
  }

  @Test func `a level has one live setup of a kind`() {
    var stage = Stage()
    stage.bar(at: 990)
    for _ in 0..<10 { #expect(stage.bar(at: 991).story == []) }
    #expect(stage.setups.count == 1)
  }

  @Test func `the same level serves two strategies`() {
    var stage = Stage { configuration in
      var second = configuration.strategies[0]
      second.name = "second"
      configuration.strategies.append(second)
    }
    #expect(stage.bar(at: 990).story == ["formed", "formed"])
    #expect(Set(stage.setups.map(\.id)).count == 2)
  }

  static let quiet: [Act] = [
    Act("too far", []) { $0.bar(at: 979) },
    Act("inside the zone", []) { $0.bar(at: 1_003) },
    Act("level not usable", []) {
      $0.map([Stage.level("resistance", 1_000, 1_010, usable: false)])
      return $0.bar(at: 990)
    },
    Act("regime forbids", []) {
      $0.regime(.trendingUp)
      return $0.bar(at: 990)
    },
    Act("volatile", []) {
      $0.regime(.volatile)
      return $0.bar(at: 990)
    },
    Act("bars are missing", []) {
      $0.isDegraded = true
      return $0.bar(at: 990)
    },
  ]

  @Test(arguments: quiet) func `no setup forms`(act: Act) {
    var stage = Stage()
    #expect(act.play(&stage).story == act.story)
  }

  @Test func `missing bars of the level frame block new setups too`() {
    var stage = Stage()
    var indicators = IndicatorsComputed()
    indicators.instrument = Stage.instrument
    indicators.timeFrame = .h4
    indicators.degraded = true
    _ = stage.say(.indicatorsComputed(indicators))
    #expect(stage.bar(at: 990).story == [])
    indicators.degraded = false
    _ = stage.say(.indicatorsComputed(indicators))
    #expect(stage.bar(at: 990).story == ["formed"])
  }

  @Test func `what is not borrowed cannot be sold: spot offers no short trade`() {
    var stage = Stage(kind: .spot) {
      $0.strategies[0].setups = [.resistanceRejection, .supportRejection]
    }
    #expect(stage.bar(at: 990).story == [])
    #expect(stage.bar(at: 1_020).story == ["formed"])
    #expect(stage.setups.map(\.type) == [.supportRejection])
  }

  @Test func `a support is the mirror of a resistance`() throws {
    var stage = Stage { $0.strategies[0].setups = [.supportRejection] }
    #expect(stage.bar(at: 1_020).story == ["formed"])
    #expect(stage.bar(at: 1_007).story == ["activated"])
    let said = stage.bar(1_014, 1_016, 1_004, 1_015)
    #expect(said.story == ["triggered"])
    let event = try #require(said.triggered.first)
    #expect(event.direction == .long)
    #expect(event.stop == "997.5")
    #expect(event.entryLow == "1006.25")
    #expect(event.entryHigh == "1019.375")
    #expect(event.target1 == "1041.25")
    #expect(event.target2 == "1067.5")
  }

  @Test func `without levels, regime or range nothing is said`() {
    var stage = Stage(levels: [])
    #expect(stage.bar(at: 990) == [])
    var flat = Stage()
    flat.atr = 0
    #expect(flat.bar(at: 990) == [])
  }
}
