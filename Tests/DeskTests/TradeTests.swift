import EventSourcing
import Events
import ExecutionCore
import OrderDesk
import Quantities
import Testing
import Venues

/// Whole trades, decided by execution and carried out by the desk.
@Suite struct TradeTests {
  @Test func `a trade goes its way at a real venue: entry, stop, then targets, then flat`() {
    var storm = TradeStorm(seed: 1, faults: .none)
    for _ in 0..<15 { storm.pass() }
    storm.approve()
    for _ in 0..<12 { storm.pass() }
    let kinds = storm.world.venue.orders.map(\.view.kind)
    #expect(kinds == [.market, .stop, .limit, .limit])
    #expect(storm.world.venue.orders.map(\.view.isReduceOnly) == [false, true, true, true])
    storm.world.append(.closeAllRequested(CloseAllRequested(reason: "lunch")))
    for _ in 0..<12 { storm.pass() }
    #expect(storm.state?.trades.isEmpty == true)
    #expect(storm.world.venue.long.isZero)
    #expect(storm.world.events.contains { $0.type == .tradeClosed })
  }

  @Test func `after every storm trades are over, nothing is held, and both sides agree`() {
    var closed = 0
    for seed in 0..<StormTests.seeds.count / 4 {
      var storm = TradeStorm(seed: seed)
      let faults = storm.world.faults
      if let complaint = storm.run().first {
        Issue.record("seed \(seed): \(complaint)\n\(faults)")
        return
      }
      closed += storm.world.events.count { $0.type == .tradeClosed }
    }
    #expect(closed > StormTests.seeds.count / 4)
  }
}
