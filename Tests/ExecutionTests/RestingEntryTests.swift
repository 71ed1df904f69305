import EventSourcing
import Events
import Foundation
import Quantities
import Testing

@testable import ExecutionCore

/// What takes entries back that wait, and what makes them wait; stops and exits are left alone.
struct RestingEntryTests {
  private static func configured(
    _ change: (inout RiskConfiguration) -> Void
  ) -> Configuration {
    var configuration = Configuration.testing
    change(&configuration.risk)
    return configuration
  }

  private static let fresh = configured {
    $0.staleAfter = .seconds(15)
    $0.cancelStaleAfter = .seconds(30)
  }

  private func restart(_ bench: inout Bench) throws {
    let state = try JSONEncoder().encode(bench.execution.state)
    bench.execution = Replica(
      restoring: try JSONDecoder().decode(Execution.State.self, from: state))
  }

  @Test(arguments: LimitKind.allCases)
  func `a limit that leaves exits alone takes entries back and leaves the rest`(
    limit: LimitKind
  ) throws {
    let stops = limit.mode != .active
    var bench = Bench.pending()
    try restart(&bench)
    #expect(bench.say(.limitBreached(.testing(limit))) == (stops ? ["cancel reducing"] : []))
    // Once is enough.
    #expect(bench.say(.limitBreached(.testing(.monthlyLoss))) == (stops ? [] : ["cancel reducing"]))
    var open = Bench.open()
    #expect(open.say(.limitBreached(.testing(limit))).isEmpty)
    var partial = Bench.partial()
    #expect(partial.say(.limitBreached(.testing(limit))).isEmpty)
  }

  @Test func `an entry that was asked for and not sent is taken back too`() {
    var bench = Bench()
    bench.approve()
    #expect(bench.say(.limitBreached(.testing(.weeklyLoss))) == ["cancel reducing"])
  }

  @Test func `data later than thirty seconds takes entries back, and leaves stops`() {
    // The bar that was due a minute after the last is late from then on.
    for (seconds, said) in [(90, []), (91, ["cancel stale-data"])] as [(Int, [String])] {
      var bench = Bench.pending(Self.fresh)
      #expect(bench.tick(seconds: seconds) == said)
    }
    var open = Bench.open(Self.fresh)
    #expect(open.tick(seconds: 3_600).isEmpty)
  }

  @Test func `a book older than thirty seconds takes entries back, unless none was due`() {
    let cases: [(cadence: Int64, age: Int, said: [String])] = [
      (1, 30, []), (1, 31, ["cancel stale-data"]), (60, 60, []), (60, 61, ["cancel stale-data"]),
    ]
    for (cadence, age, said) in cases {
      var bench = Bench.pending(Self.configured { $0.cancelStaleAfter = .seconds(30) })
      bench.say(.candleClosed(.testing(10, 100, 100, 100, 100)))
      bench.say(
        .bookObserved(
          BookObserved(
            instrument: .market, bids: [], asks: [], at: .minute(1), cadence: .seconds(cadence))))
      #expect(bench.tick(seconds: age) == said)
    }
  }

  @Test func `a venue out of reach for thirty seconds takes entries back`() {
    var bench = Bench.pending()
    var configuration = Configuration.testing
    configuration.risk.cancelStaleAfter = .seconds(30)
    bench = Bench.pending(configuration)
    bench.say(.candleClosed(.testing(10, 100, 100, 100, 100)))
    bench.say(
      .venueDisconnected(VenueDisconnected(account: "paper", why: "cut", at: .minute(1))))
    #expect(bench.tick(seconds: 30).isEmpty)
    #expect(bench.tick(seconds: 31) == ["cancel stale-data"])
    var back = Bench.pending(configuration)
    back.say(.candleClosed(.testing(10, 100, 100, 100, 100)))
    back.say(
      .venueDisconnected(VenueDisconnected(account: "paper", why: "cut", at: .minute(1))))
    back.tick(seconds: 20)
    back.say(.venueConnected(VenueConnected(account: "paper", at: .minute(1))))
    #expect(back.tick(seconds: 40).isEmpty)
  }

  @Test func `entries above the rate wait for the next seconds, oldest first`() throws {
    var bench = Bench(Self.configured { $0.ordersPerSecond = 2 })
    var said: [String] = []
    for number in 1...5 { said += bench.approve(apart: number) }
    #expect(said.count == 2)
    for (second, trades) in [(1, [3, 4]), (2, [5]), (3, [])] as [(Int, [Int])] {
      try restart(&bench)
      let answers = bench.execution.answer(
        .clockTicked(ClockTicked(at: .minute(1) + .seconds(Int64(second)))))
      let entered = (answers ?? []).compactMap { answer -> Identifier? in
        if case .orderRequested(let order) = answer { order.trade } else { nil }
      }
      #expect(entered == trades.map { Identifier(of: "trade", String($0)) })
    }
  }

  @Test func `an entry that waits is checked again before it goes`() {
    var bench = Bench(Self.configured { $0.ordersPerSecond = 1 })
    bench.approve(1)
    #expect(bench.approve(apart: 2).isEmpty)
    #expect(bench.say(.limitBreached(.testing(.dailyLoss))).last == "abandoned reducing")
    var late = Bench(Self.configured { $0.ordersPerSecond = 1 })
    late.approve(1)
    #expect(late.approve(apart: 2).isEmpty)
    #expect(late.tick(seconds: 300).contains("abandoned expired"))
  }

  @Test func `exits and cancellations do not wait for the rate`() {
    var bench = Bench(Self.configured { $0.ordersPerSecond = 1 })
    bench.approve(1)
    bench.accept(.entry)
    #expect(bench.fill(.entry, 1).last == "request stop sell 1 stop 90")
    #expect(bench.accept(.stop).count == 2)
    #expect(bench.approve(apart: 2).isEmpty)
    #expect(bench.close(1) == ["cancel requested", "cancel requested", "request exit sell 1"])
  }

  @Test func `a stop is changed twice within a second, and the third change is not lost`() throws {
    var bench = Bench.open()
    #expect(bench.fill(.target1, "0.5", 115).last == "amend 0.5 stop 100.2")
    bench.amended(.stop, "0.5", stop: "100.2")
    #expect(bench.fill(.target2, "0.3", 130).last == "amend 0.2 stop 100.2")
    bench.amended(.stop, "0.2", stop: "100.2")
    bench.say(.candleClosed(.testing(5, 130, 140, 128, 135, frame: .m5)))
    #expect(bench.say(.indicatorsComputed(.testing(atr: 2, openTime: .minute(5)))).isEmpty)
    try restart(&bench)
    #expect(bench.tick(seconds: 1) == ["amend 0.2 stop 134"])
  }

  @Test func `whether a person's halt closes everything is asked for, or configured`() {
    for (asked, configured) in [(false, false), (true, false), (false, true)] {
      var bench = Bench.open(Self.configured { $0.flattenOnRequest = configured })
      let said = bench.say(
        .haltRequested(HaltRequested(reason: "lunch", flatten: asked)))
      #expect(said.contains("request exit sell 1") == (asked || configured))
    }
  }
}
