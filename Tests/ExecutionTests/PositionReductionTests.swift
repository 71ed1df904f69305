import EventSourcing
import Events
import Foundation
import Quantities
import TestSupport
import Testing

@testable import ExecutionCore

/// A part of a trade leaves, because the account holds too much.
struct PositionReductionTests {
  private static let id = Identifier(of: "trade", "1")

  @Test func `the part leaves, the stop follows, and the targets take no more than is left`() {
    var bench = Bench.open()
    #expect(
      bench.say(.exposureReductionRequested(.testing("0.4"))) == ["request exit sell 0.4"])
    bench.accept(.exit)
    // 0.6 are left: 0.5 for the first target, 0.1 of 0.3 for the second.
    #expect(
      bench.fill(.exit, "0.4", 101) == [
        "amend 0.6 stop 90", "reduced 0.4 left 0.6", "amend 0.1 stop 0",
      ])
    bench.amended(.stop, "0.6", stop: 90)
    let it = bench.order(.target2)
    bench.say(
      .orderAmended(
        OrderAmended(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          quantity: "0.1", limitPrice: 130, at: it.at)))
    #expect(bench.fill(.target1, "0.5", 115).first == "target 1 0.5 left 0.1")
    bench.amended(.stop, "0.1", stop: "100.2")
    #expect(bench.fill(.target2, "0.1", 130).contains { $0.hasPrefix("closed target") })
  }

  @Test func `it is ordered once, whatever is said again`() throws {
    var bench = Bench.open()
    bench.say(.exposureReductionRequested(.testing("0.4")))
    bench.execution = Replica(restoring: try coded(bench.execution.state))
    #expect(bench.say(.exposureReductionRequested(.testing("0.4"))).isEmpty)
    #expect(bench.tick(seconds: 1).isEmpty)
  }

  @Test func `a venue that refuses it is asked again, later each time, and then a person`() throws {
    var bench = Bench.open()
    bench.say(.exposureReductionRequested(.testing("0.4")))
    var now = 0
    for wait in [1, 2, 4] {
      #expect(bench.reject(.exit).isEmpty)
      now += wait
      bench.execution = Replica(restoring: try coded(bench.execution.state))
      // What is asked for again meanwhile is the same part.
      #expect(bench.say(.exposureReductionRequested(.testing("0.4"))).isEmpty)
      #expect(bench.tick(seconds: now - 1).isEmpty)
      #expect(bench.tick(seconds: now) == ["request exit sell 0.4"])
    }
    #expect(bench.reject(.exit) == ["diverged 0.6 1"])
    #expect(bench.tick(seconds: 3_600).isEmpty)
    // It is protected, it stands still, and the venue's word alone does not end that.
    #expect(bench.execution.state.frozen == [.market])
    #expect(bench.report().isEmpty)
    #expect(bench.trade.map(TradePhaseTests.name) == "diverged")
    bench.say(.tradingResumed(TradingResumed(isReleased: true, at: .minute(61))))
    #expect(bench.tick(seconds: 3_601) == ["request exit sell 0.4"])
    bench.accept(.exit)
    #expect(bench.fill(.exit, "0.4", 101).contains("reduced 0.4 left 0.6"))
    #expect(bench.trade.map(TradePhaseTests.name) == "open")
  }

  @Test func `what the venue shows as absent was refused, what it takes back was not`() {
    var bench = Bench.open()
    bench.say(.exposureReductionRequested(.testing("0.4")))
    bench.send(.exit)
    bench.doubt(.exit)
    let it = bench.order(.exit)
    #expect(
      bench.say(
        .orderConfirmedAbsent(
          OrderConfirmedAbsent(
            order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
            evidence: "none", at: it.at))
      ).isEmpty)
    #expect(bench.tick(seconds: 1) == ["request exit sell 0.4"])
    bench.accept(.exit)
    bench.fill(.exit, "0.1", 101)
    #expect(bench.cancelled(.exit, filled: "0.1").contains("reduced 0.1 left 0.9"))
    #expect(bench.tick(seconds: 60).isEmpty)
  }

  private func coded(_ state: Execution.State) throws -> Execution.State {
    try JSONDecoder().decode(Execution.State.self, from: JSONEncoder().encode(state))
  }

  @Test func `as much as is held is all of it`() {
    var bench = Bench.open()
    #expect(
      bench.say(.exposureReductionRequested(.testing(1))) == [
        "cancel replaced", "cancel replaced", "request exit sell 1",
      ])
    bench.accept(.exit)
    #expect(bench.fill(.exit, 1, 99).first == "closed reduced @ 99 net -1 R -0.1")
  }

  @Test func `a stop that is hit meanwhile ends the trade`() {
    var bench = Bench.open()
    bench.say(.exposureReductionRequested(.testing("0.4")))
    let said = bench.fill(.stop, 1, 90)
    #expect(said.contains { $0.hasPrefix("closed stop") })
    #expect(said.contains("cancel trade-closed"))
  }

  /// Execution and the venue in a market that nobody planned, with parts taken off at any time.
  @Test(arguments: 0..<12)
  func `what is taken off at any time leaves stop, targets and position in accord`(seed: Int) {
    var random = Seeded(seed)
    let auditor = Auditor()
    var floor = Floor()
    floor.watch = auditor.watch
    var market = RandomMarket(seed: seed)
    var reduced = 0
    for _ in 0..<500 {
      for batch in market.next() {
        floor.publish(batch)
        auditor.audit(floor)
      }
      guard random.chance(15), let trade = floor.trade, trade.tally.position.isPositive else {
        continue
      }
      let part = trade.tally.position.multiplied(by: "0.4", rounding: .down)
        .rounded(toLot: "0.001", .down)
      let said = floor.publish(
        .exposureReductionRequested(
          ExposureReductionRequested(
            trade: trade.id, instrument: .market, quantity: part, held: 2, allowed: 1,
            at: floor.execution.state.clock)))
      reduced += said.count { $0.type == .tradeReduced }
      auditor.audit(floor)
    }
    #expect(reduced > 0)
  }
}
