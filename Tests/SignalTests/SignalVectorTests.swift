import Events
import EventSourcing
import Foundation
import Quantities
import SignalCore
import TestSupport
import Testing

/// Signals and triggers against the reference lists.
@Suite(.enabled(if: TestData.isPresent)) struct SignalVectorTests {
  /// What one market instant brought: what was said, and what stood before and after it.
  struct Step: Sendable {
    var at: Instant
    var closesBar: Bool
    var said: [Signal.Conclusion]
    var setups: [Setup]
    var market: Market?
  }

  /// Both markets, played once for all tests.
  static let recordings: [String: [Step]] = {
    var recordings: [String: [Step]] = [:]
    for market in ReferenceMarket.all {
      var duet = Duet()
      recordings[market.name] = try? market.moments().map { moment in
        let setups = duet.signal.state.markets.first?.setups ?? []
        let said = duet.play(moment)
        return Step(
          at: moment.at, closesBar: moment.candles.last?.timeFrame == .h1, said: said,
          setups: setups, market: duet.signal.state.markets.first)
      }
    }
    return recordings
  }()

  @Test(arguments: ReferenceMarket.all)
  func `signals hold when the reference's do`(market: ReferenceMarket) throws {
    let table = try TestData.table("vectors/\(market.name)_signals_1h.csv.gz")
    let names = [
      "rsi_overbought", "rsi_oversold", "volume_spike", "volume_decline", "rejection_wick",
      "macd_divergence",
    ]
    let expected = try names.map { try table.numbers($0).map { Int($0 ?? 0) } }
    var held: [Identifier: SignalFired] = [:]
    var row = 0
    for step in try #require(Self.recordings[market.name]) {
      let said = step.said
      for lapsed in said.lapsed { held[lapsed.signal] = nil }
      for fired in said.fired { held[fired.signal] = fired }
      guard step.closesBar else { continue }
      let on = { (kind: SignalKind) in held.values.contains { $0.kind == kind } ? 1 : 0 }
      // Of two divergences on one bar the list keeps the bullish one.
      let side = { (events: [SignalFired], kind: SignalKind) in
        events.filter { $0.kind == kind }.compactMap { $0.direction?.sign }.max() ?? 0
      }
      let found = [
        on(.rsiOverbought), on(.rsiOversold), on(.volumeSpike), on(.volumeDecline),
        side(Array(held.values), .rejectionWick), side(said.fired, .macdDivergence),
      ]
      #expect(found == expected.map { $0[row] }, "row \(row)")
      row += 1
    }
    #expect(row == table.rows.count)
  }

  struct Reference: Decodable {
    var bar: Int
    var open_time_ms: Int64
    var type: String
    var side: String
    var regime: String
    var regime_strength: Double
    var level: Double
    var zone: [Double]
    var tests: Int
    var level_strength: Double
    var entry: Double
    var stop: Double
    var tp1: Double
    var tp2: Double
    var r: Double
    var room_r: Double?
  }

  private func reference(_ market: ReferenceMarket) throws -> [Reference] {
    let data = try TestData.bytes("vectors/\(market.name)_setups_1h.json.gz")
    return try JSONDecoder().decode([Reference].self, from: data)
  }

  @Test(arguments: ReferenceMarket.all)
  func `setups would trigger on the reference's bars and on no others`(
    market: ReferenceMarket
  ) throws {
    var strategy = StrategyConfiguration.targetReacher
    // The list knows no cost.
    strategy.minimumReward = -.infinity
    let expected = try reference(market)
    var found: [(bar: Int, trigger: Trigger)] = []
    var bar = 0
    for step in try #require(Self.recordings[market.name]) where step.closesBar {
      let triggers = try #require(step.market).triggers(for: strategy)
      found += triggers.filter { $0.failedCheck == nil }.map { (bar, $0) }
      bar += 1
    }
    #expect(
      found.map { "\($0.bar) \($0.trigger.word)" }.sorted()
        == expected.map { "\($0.bar) \($0.type)" }.sorted())
    for (bar, mine) in found {
      let theirs = try #require(expected.first { $0.bar == bar && $0.type == mine.word }, "\(bar)")
      let level = try #require(mine.level)
      let pairs = [
        (level.price, theirs.level), (level.low, theirs.zone[0]), (level.high, theirs.zone[1]),
        (mine.plan.reference, theirs.entry), (mine.plan.stop, theirs.stop),
        (mine.plan.target1, theirs.tp1), (mine.plan.target2, theirs.tp2),
        (mine.plan.risk, theirs.r),
      ]
      // The list has eight decimals, strength and room six.
      for (a, b) in pairs { #expect(abs(a - b) <= 1e-8 + 1e-9 * abs(b), "bar \(theirs.bar)") }
      #expect(abs(level.strength - theirs.level_strength) <= 1e-6)
      #expect((mine.plan.room == nil) == (theirs.room_r == nil), "bar \(theirs.bar)")
      #expect(abs((mine.plan.room ?? 0) - (theirs.room_r ?? 0)) <= 1e-6)
      #expect(level.tests == theirs.tests)
      #expect(mine.side == theirs.side)
      #expect(mine.regime.map { $0.word } == theirs.regime)
      #expect(abs((mine.regimeStrength ?? 0) - theirs.regime_strength) <= 1e-6)
    }
  }

  @Test(arguments: ReferenceMarket.all)
  func `setups trigger where the reference does, unless the level is taken or rests`(
    market: ReferenceMarket
  ) throws {
    var missing = try reference(market)
    var triggered = 0
    for step in try #require(Self.recordings[market.name]) {
      for event in step.said.triggered {
        let place = missing.firstIndex {
          $0.closeTime == event.at && $0.type == event.type.word
            && abs($0.level - (event.levelPrice ?? 0)) < 1e-6
        }
        let theirs = try #require(place.map { missing.remove(at: $0) }, "\(event.at)")
        #expect(abs(theirs.stop - event.stop.double) < 1e-7)
        triggered += 1
      }
      for theirs in missing where theirs.closeTime == step.at {
        let level = step.market?.levels.first?.all.first { abs($0.price - theirs.level) < 1e-6 }
        #expect(
          // A bar decides on what was there before it.
          step.setups.contains {
            $0.level == level?.id && $0.type.word == theirs.type
              && ($0.phase == .triggered || $0.phase == nil)
          }, "bar \(theirs.bar)")
      }
    }
    print("\(market.name): \(triggered) triggered, \(missing.map(\.bar)) taken or resting")
    #expect(triggered > 2 * missing.count)
  }
}

extension SignalVectorTests.Reference {
  var closeTime: Instant { TimeFrame.h1.closing(of: Instant(milliseconds: open_time_ms)) }
}

extension Trigger {
  fileprivate var word: String { type.word }
  fileprivate var side: String { direction.rawValue.uppercased() }
}

extension RawRepresentable<String> {
  /// As the reference spells it.
  fileprivate var word: String { rawValue.uppercased().replacing("-", with: "_") }
}
