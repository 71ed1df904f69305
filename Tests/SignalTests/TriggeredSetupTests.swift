import Events
import Quantities
import SignalCore
import Testing

/// What a trigger proposes, and what becomes of it.
@Suite struct TriggeredSetupTests {
  /// A setup that has triggered at 995 with the stop at 1012.5.
  private func triggered(change: (inout Configuration) -> Void = { _ in }) throws
    -> (Stage, SetupTriggered)
  {
    var stage = Stage(change: change)
    stage.bar(at: 990)
    let event = try #require(stage.rejection().triggered.first)
    return (stage, event)
  }

  private func opened(_ event: SetupTriggered) -> Event {
    var opened = TradeOpened()
    opened.trade = Identifier(of: "trade")
    opened.setup = event.setup
    opened.instrument = event.instrument
    opened.at = event.at
    return .tradeOpened(opened)
  }

  @Test func `the proposal says all that a trade needs`() throws {
    let (stage, event) = try triggered()
    #expect(event.reference == 995)
    #expect(event.stop == "1012.5")
    #expect(event.entryLow == "990.625")
    #expect(event.entryHigh == "1003.75")
    #expect(event.target1 == "968.75")
    #expect(event.target2 == "942.5")
    #expect(event.atr == 10)
    #expect(event.room == nil)
    #expect(event.at == stage.time)
    #expect(event.expiresAt == stage.time + .hours(6))
    // 40 × 60 % for the level and 25 × 0.6 for the range.
    #expect(event.confidence == 39)
    #expect(event.regime == .ranging)
    #expect(event.levelStrength == 60)
    let exits = 0.5 * 968.75 + 0.3 * 942.5 + 0.2 * 995
    #expect(abs(event.reward - (1.65 - 0.00055 * (995 + exits) / 17.5)) < 1e-12)
  }

  @Test func `everything that speaks for it adds to the confidence`() throws {
    var stage = Stage()
    stage.regime(.trendingDown, strength: 80)
    stage.rsi = 71
    stage.bar(at: 990)
    stage.rsi = 60
    stage.volume = 30
    let event = try #require(stage.rejection().triggered.first)
    // Level 24, trend 20, RSI 15, volume 10.
    #expect(event.confidence == 69)
  }

  @Test func `an extreme RSI counts for six bars`() throws {
    for (bars, expected) in [(4, 39.0 + 15), (5, 39.0)] {
      var stage = Stage()
      stage.rsi = 71
      stage.bar(at: 990)
      stage.rsi = 60
      for _ in 0..<bars { stage.bar(at: 990) }
      let event = try #require(stage.rejection().triggered.first)
      #expect(event.confidence == expected, "\(bars) bars later")
    }
  }

  @Test func `the price of the next opposite level limits the room`() throws {
    var stage = Stage(levels: [
      Stage.resistance, Stage.level("far", 900, 910), Stage.level("near", 940, 950),
      Stage.level("above", 1_100, 1_110),
    ])
    stage.bar(at: 990)
    let event = try #require(stage.rejection().triggered.first)
    #expect(event.room == (995.0 - 945) / 17.5)
  }

  @Test func `a trade completes it`() throws {
    var (stage, event) = try triggered()
    let said = stage.say(opened(event))
    #expect(said.story == ["completed"])
    #expect(said.signals == ["not price-in-entry-zone setup-ended"])
    #expect(stage.say(opened(event)) == [])
  }

  @Test func `a refusal rejects it with code and numbers`() throws {
    var (stage, event) = try triggered()
    let refused = TradeRefused(
      setup: event.setup, strategy: event.strategy, instrument: event.instrument,
      direction: event.direction, code: .openRisk, value: "0.031", limit: "0.03", asOf: event.at)
    let said = stage.say(.tradeRefused(refused))
    #expect(said.story == ["rejected risk"])
    let rejected = try #require(said.rejected.first)
    #expect(rejected.code == .openRisk)
    #expect(rejected.value == 0.031)
    #expect(rejected.limit == 0.03)
    #expect(stage.say(.tradeRefused(refused)) == [])
  }

  @Test(arguments: [HaltReason.dailyFlatten, .hardDrawdown, .diverged, .rejections])
  func `a halt by a limit cancels it, and only it`(reason: HaltReason) throws {
    var (stage, _) = try triggered()
    stage.map([Stage.resistance, Stage.level("other", 1_015, 1_020)])
    #expect(stage.bar(at: 996).story == ["formed"])
    let halted = TradingHalted(reason: reason, flatten: true, at: stage.time)
    #expect(stage.say(.tradingHalted(halted)).story == ["cancelled"])
    #expect(stage.setups.compactMap(\.phase) == [.forming])
  }

  @Test func `a halt by a person cancels every live one`() throws {
    var (stage, _) = try triggered()
    stage.map([
      Stage.resistance, Stage.level("other", 1_015, 1_020), Stage.level("third", 1_001, 1_021),
    ])
    #expect(stage.bar(at: 996).story == ["formed", "formed"])
    #expect(stage.bar(at: 1_003).story == ["activated"])
    #expect(stage.setups.compactMap(\.phase).count == 3)
    let halted = TradingHalted(reason: .requested, flatten: false, at: stage.time)
    #expect(stage.say(.tradingHalted(halted)).story == ["cancelled", "cancelled", "cancelled"])
    #expect(stage.setups.compactMap(\.phase) == [])
    // Each place takes its rest.
    for _ in 0..<5 { #expect(stage.bar(at: 996).story == []) }
    #expect(stage.bar(at: 996).story == ["formed", "formed", "formed"])
  }

  @Test func `a touched stop voids it at the next tick`() throws {
    var (stage, _) = try triggered()
    #expect(stage.bar(995, 1_012.5, 990, 996).story == [])
    stage.time += .minutes(1)
    #expect(stage.tick().story == ["invalidated stop-touched"])
  }

  @Test func `a finer candle after the trigger may touch the stop, an older one may not`() throws {
    var (stage, _) = try triggered()
    var old = stage.candle(1_012, 1_020, 1_010, 1_012, frame: .m1)
    old.openTime = stage.time - .minutes(1)
    _ = stage.say(.candleClosed(old))
    stage.time += .minutes(1)
    #expect(stage.tick().story == [])
    _ = stage.say(.candleClosed(stage.candle(1_000, 1_013, 999, 1_000, frame: .m1)))
    stage.time += .minutes(1)
    #expect(stage.tick().story == ["invalidated stop-touched"])
  }

  @Test func `an entry that was filled on the bar that touched the stop is a trade`() throws {
    var (stage, event) = try triggered()
    #expect(stage.bar(995, 1_020, 990, 1_015).story == [])
    #expect(stage.say(opened(event)).story == ["completed"])
    stage.time += .minutes(1)
    #expect(stage.tick() == [])
  }

  @Test func `a close beyond the zone voids it at the next tick`() throws {
    var (stage, _) = try triggered()
    // The zone has moved down meanwhile, so that the stop is not touched.
    stage.map([Stage.level("resistance", 998, 1_002)])
    #expect(stage.bar(995, 1_010, 990, 1_006).story == [])
    stage.time += .minutes(1)
    #expect(stage.tick().story == ["invalidated closed-beyond"])
  }

  @Test(arguments: [Regime.trendingUp, .volatile])
  func `a regime that forbids it voids it at the next tick`(regime: Regime) throws {
    var (stage, _) = try triggered()
    stage.regime(regime)
    #expect(stage.tick().story == ["invalidated regime-forbids"])
  }

  @Test func `a level that is gone voids it at the next tick`() throws {
    var (stage, _) = try triggered()
    stage.map([])
    #expect(stage.tick().story == ["invalidated level-retired"])
  }

  @Test func `six bars without a fill end it, after the sixth had its say`() throws {
    var (stage, _) = try triggered()
    for _ in 0..<6 { #expect(stage.bar(at: 995).story == []) }
    stage.time += .seconds(1)
    #expect(stage.tick().story == ["expired"])
  }

  @Test func `of touching the stop and expiring the first counts`() throws {
    var (stage, _) = try triggered()
    for _ in 0..<5 { stage.bar(at: 995) }
    #expect(stage.bar(995, 1_013, 990, 996).story == [])
    stage.time += .seconds(1)
    #expect(stage.tick().story == ["invalidated stop-touched"])
  }

  @Test func `the price may leave the entry zone and come back`() throws {
    var (stage, event) = try triggered()
    var signals: [String] = []
    for close in [1_004.0, 1_003.75, 990, 990.625] {
      let candle = stage.candle(close, close + 1, close - 1, close, frame: .m1)
      stage.time += .minutes(1)
      let said = stage.tick() + stage.say(.candleClosed(candle))
      signals += said.signals
      #expect(said.fired.allSatisfy { $0.setup == event.setup && $0.role == .trigger })
    }
    #expect(
      signals == [
        "not price-in-entry-zone condition-ended", "price-in-entry-zone short trigger",
        "not price-in-entry-zone condition-ended", "price-in-entry-zone short trigger",
      ])
  }

  @Test func `setups end with their strategy`() throws {
    var (stage, _) = try triggered()
    let other = Configuration()
    let said = stage.say(.configurationApplied(ConfigurationApplied(configuration: other)))
    #expect(said.story == ["cancelled"])
  }
}
