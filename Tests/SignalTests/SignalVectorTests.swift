import Events
import EventSourcing
import Foundation
import Quantities
import SignalCore
import TestSupport
import Testing

/// Signals and rejection triggers against the reference lists.
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

  struct Trigger: Decodable {
    var bar: Int
    var open_time_ms: Int64
    var type: String
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

  struct Found {
    var bar: Int
    var approach: Approach
    var proposal: TradePlan
  }

  private func reference(_ market: ReferenceMarket) throws -> [Trigger] {
    let data = try TestData.bytes("vectors/\(market.name)_setups_1h.json.gz")
    return try JSONDecoder().decode([Trigger].self, from: data)
      .filter { $0.type.hasSuffix("REJECTION") }
  }

  /// Every rejection on the bar that the market has just closed, whatever the setups are: all
  /// usable levels, no cost check, no memory.
  private func rejections(_ market: Market, bar: Int) -> [Found] {
    var strategy = StrategyConfiguration.targetReacher
    strategy.minimumReward = -.infinity
    guard let tape = market.tapes.first, let last = tape.bar, let atr = last.atr14,
      let previous = tape.previousClose, let map = market.levels.first, let levelATR = map.atr,
      let climate = market.climates.first
    else { return [] }
    var found: [Found] = []
    for level in map.all where level.usable {
      for direction in Direction.allCases where !climate.confirmed.forbids(direction) {
        let approach = Approach(level, direction)
        guard
          approach.isRejected(last, previousClose: previous, levelATR: levelATR, within: 1),
          let proposal = try? TradePlan(
            approach, on: last, atr: atr, among: map.all, strategy: strategy, fee: 0)
        else { continue }
        found.append(Found(bar: bar, approach: approach, proposal: proposal))
      }
    }
    return found
  }

  @Test(arguments: ReferenceMarket.all)
  func `rejections trigger where the reference's do`(market: ReferenceMarket) throws {
    let expected = try reference(market)
    var found: [Found] = []
    var bar = 0
    for step in try #require(Self.recordings[market.name]) {
      guard step.closesBar else { continue }
      found += rejections(try #require(step.market), bar: bar)
      bar += 1
    }
    #expect(found.map(\.bar) == expected.map(\.bar))
    for (mine, theirs) in zip(found, expected) {
      let level = mine.approach.level
      let type = mine.approach.direction == .short ? "RESISTANCE_REJECTION" : "SUPPORT_REJECTION"
      #expect(type == theirs.type)
      let pairs = [
        (level.price, theirs.level), (level.low, theirs.zone[0]), (level.high, theirs.zone[1]),
        (mine.proposal.reference, theirs.entry), (mine.proposal.stop, theirs.stop),
        (mine.proposal.target1, theirs.tp1), (mine.proposal.target2, theirs.tp2),
        (mine.proposal.risk, theirs.r),
      ]
      // The list has eight decimals, strength and room six.
      for (a, b) in pairs { #expect(abs(a - b) <= 1e-8 + 1e-9 * abs(b), "bar \(theirs.bar)") }
      #expect(abs(level.strength - theirs.level_strength) <= 1e-6)
      #expect((mine.proposal.room == nil) == (theirs.room_r == nil))
      #expect(abs((mine.proposal.room ?? 0) - (theirs.room_r ?? 0)) <= 1e-6)
      #expect(level.tests == theirs.tests)
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
          $0.closeTime == event.at && abs($0.level - (event.levelPrice ?? 0)) < 1e-6
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
            $0.level == level?.id && ($0.phase == .triggered || $0.phase == nil)
          }, "bar \(theirs.bar)")
      }
    }
    print("\(market.name): \(triggered) triggered, \(missing.map(\.bar)) taken or resting")
    #expect(triggered > 2 * missing.count)
  }
}

extension SignalVectorTests.Trigger {
  var closeTime: Instant { TimeFrame.h1.closing(of: Instant(milliseconds: open_time_ms)) }
}
