import EventSourcing
import Events
import Quantities
import SignalCore
import Testing

/// What becomes of a triggered setup, whatever its type.
@Suite struct EveryTypeTests {
  /// What happens to a triggered setup.
  enum Fate: String, CaseIterable, Sendable {
    case opened, refused, stopTouched, sixBars, regime, levelGone, barsMissing, person, limit

    /// What is said of the setup.
    func story(of type: SetupType) -> [String] {
      let hasLevel: Bool
      switch type {
      case .waveMomentum, .averageCross: hasLevel = false
      case .resistanceRejection, .supportRejection, .supportBreakdown, .resistanceBreakout:
        hasLevel = true
      }
      return switch self {
      case .opened: ["completed"]
      case .refused: ["rejected risk"]
      case .stopTouched: ["invalidated stop-touched"]
      case .sixBars: ["expired"]
      case .regime: type == .averageCross ? [] : ["invalidated regime-forbids"]
      case .levelGone: hasLevel ? ["invalidated level-retired"] : []
      case .barsMissing: ["invalidated data-degraded"]
      case .person, .limit: ["cancelled"]
      }
    }
  }

  @Test(arguments: SetupType.allCases, Fate.allCases)
  func `a triggered setup`(type: SetupType, fate: Fate) throws {
    var stage = Self.stage(type)
    let trigger = try #require(stage.trigger(type).triggered.first)
    #expect(trigger.type == type)
    let said = stage.play(fate, to: trigger)
      .filter { $0.event.payload.correlation == trigger.setup }
    #expect(said.story == fate.story(of: type))
    // What has ended stays ended.
    guard !said.story.isEmpty else { return }
    stage.isDegraded = false
    let more = stage.play(.refused, to: trigger) + stage.play(.opened, to: trigger)
    #expect(more.story == [])
    #expect(
      stage.play(.person, to: trigger).allSatisfy { $0.event.payload.correlation != trigger.setup })
  }

  @Test(arguments: SetupType.allCases)
  func `no setup begins while bars are missing, whatever its type`(type: SetupType) {
    var stage = Self.stage(type)
    stage.isDegraded = true
    #expect(stage.trigger(type).story == [])
  }

  @Test(arguments: SetupType.allCases)
  func `a strategy leaves other instruments alone`(type: SetupType) {
    var stage = Self.stage(type)
    stage.configuration.strategies[0].instruments = ["test:ETH/USD"]
    _ = stage.say(
      .configurationApplied(ConfigurationApplied(configuration: stage.configuration)))
    #expect(stage.trigger(type).story == [])
  }

  @Test func `a strategy may ask for more tests of a level`() {
    var stage = Stage { $0.strategies[0].minimumTests = 4 }
    #expect((stage.bar(at: 990) + stage.rejection()).story == [])
    var level = Stage.resistance
    level.tests = 4
    stage.map([level])
    #expect(stage.rejection().story == ["formed", "activated", "triggered"])
  }

  @Test(arguments: Regime.allCases)
  func `linea sells at a resistance in a falling market only`(regime: Regime) {
    var stage = Stage { $0.strategies = [.linea] }
    stage.regime(regime)
    let said = stage.bar(at: 990) + stage.rejection()
    #expect(said.story == (regime == .trendingDown ? ["formed", "activated", "triggered"] : []))
    // It buys at no support.
    #expect(stage.bar(at: 1_020).story.contains("formed") == false)
  }

  private static func stage(_ type: SetupType) -> Stage {
    var stage: Stage
    switch type {
    case .waveMomentum:
      stage = Stage(levels: []) { $0.strategies = [.aether] }
      stage.regime(.trendingUp)
      stage.wave(leads: 1)
      stage.wave = -54
    case .averageCross:
      stage = Stage(levels: []) { $0.strategies = [.emaCross] }
    case .resistanceRejection, .supportRejection, .supportBreakdown, .resistanceBreakout:
      stage = Stage { $0.strategies[0].setups = [type] }
    }
    return stage
  }
}

extension Stage {
  /// Leads a setup of the type to its trigger.
  fileprivate mutating func trigger(_ type: SetupType) -> [Signal.Conclusion] {
    switch type {
    case .resistanceRejection: return bar(at: 990) + rejection()
    case .supportRejection: return bar(at: 1_020) + bar(1_014, 1_016, 1_004, 1_015)
    case .supportBreakdown: return bar(at: 1_015) + breakdown() + retest()
    case .resistanceBreakout:
      volume = 20
      defer { volume = 10 }
      return bar(at: 995) + bar(999, 1_018, 998, 1_016) + bar(1_016, 1_019, 1_009, 1_018)
    case .waveMomentum:
      markers.insert(.bBuy)
      return bar(at: 990)
    case .averageCross:
      (fast, slow) = (980, 1_000)
      let said = bar(at: 990)
      (fast, slow) = (1_001, 1_000)
      return said + bar(at: 990)
    }
  }

  fileprivate mutating func play(_ fate: EveryTypeTests.Fate, to trigger: SetupTriggered)
    -> [Signal.Conclusion]
  {
    switch fate {
    case .opened:
      var opened = TradeOpened()
      opened.trade = Identifier(of: "trade")
      opened.setup = trigger.setup
      opened.instrument = trigger.instrument
      opened.at = trigger.at
      return say(.tradeOpened(opened))
    case .refused:
      return say(
        .tradeRefused(
          TradeRefused(
            setup: trigger.setup, strategy: trigger.strategy, instrument: trigger.instrument,
            direction: trigger.direction, code: .openRisk, value: "0.031", limit: "0.03",
            asOf: trigger.at)))
    case .stopTouched:
      let stop = trigger.stop.double
      let candle = candle(stop, stop, stop, stop, frame: .m1)
      time += .minutes(1)
      return tick() + say(.candleClosed(candle)) + nextTick()
    case .sixBars:
      let said = (0..<6).flatMap { _ in bar(at: trigger.reference.double) }
      return said + nextTick()
    case .regime:
      regime(.volatile)
      return nextTick()
    case .levelGone:
      map([])
      return nextTick()
    case .barsMissing:
      isDegraded = true
      return bar(at: trigger.reference.double) + nextTick()
    case .person: return halt(.requested)
    case .limit: return halt(.dailyFlatten)
    }
  }

  private mutating func nextTick() -> [Signal.Conclusion] {
    time += .seconds(1)
    return tick()
  }
}
