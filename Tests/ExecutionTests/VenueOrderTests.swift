import EventSourcing
import Events
import Quantities
import Testing

@testable import PaperVenue

/// The kinds of orders beyond market, limit and stop, their times in force and their groups.
struct VenueOrderTests {
  @Test func `a stop-limit becomes a limit with the bar that touches its stop`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1)
    #expect(counter.send(.stopLimit, .sell, 1, limit: 94, stop: 95) == ["accepted"])
    #expect(counter.bar(100, 101, "95.1", 100).isEmpty)
    #expect(counter.bar(96, 97, 95, 96).isEmpty)
    #expect(counter.bar(93, 94, 92, 93).isEmpty)
    #expect(
      counter.bar(93, "94.1", 92, 93) == ["fill sell 1 @ 94 maker fee 0.0188"])
  }

  @Test func `a take-profit is filled at its trigger, also when the market jumped over it`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1)
    #expect(counter.send(.takeProfit, .sell, 1, stop: 110) == ["accepted"])
    var jumped = counter
    #expect(counter.bar(100, "109.9", 99, 100).isEmpty)
    #expect(
      counter.bar(100, 110, 99, 100, volume: 4) == ["fill sell 0.4 @ 110 taker fee 0.022"])
    #expect(counter.bar(105, 106, 104, 104) == ["fill sell 0.6 @ 105 taker fee 0.0315"])
    #expect(jumped.bar(120, 121, 119, 120) == ["fill sell 1 @ 110 taker fee 0.055"])
  }

  @Test func `a trailing stop follows the best of whole bars`() {
    var counter = Counter()
    counter.place(.entry, .buy, 1)
    #expect(counter.send(.trailing, .sell, 1, distance: 5) == ["accepted"])
    // It hangs at 95 while this bar is met, and at 105 from the next on.
    #expect(counter.bar(100, 110, 96, 109).isEmpty)
    var jumped = counter
    #expect(counter.bar(109, 109, "105.1", 106).isEmpty)
    #expect(counter.bar(106, 107, 104, 105) == ["fill sell 1 @ 105 taker fee 0.0525"])
    #expect(jumped.bar(103, 104, 103, 104) == ["fill sell 1 @ 103 taker fee 0.0515"])
    var short = Counter()
    short.place(.entry, .sell, 1)
    short.send(.trailing, .buy, 1, distance: 5)
    #expect(short.bar(100, 104, 90, 91).isEmpty)
    #expect(short.bar(91, 96, 91, 95) == ["fill buy 1 @ 95 taker fee 0.0475"])
  }

  @Test func `all or nothing is all or nothing`() {
    var counter = Counter(last: nil)
    counter.bar(100, 100, 100, 100, volume: 5)
    #expect(
      counter.send(.market, .buy, "0.6", timeInForce: .fillOrKill) == ["accepted", "expired 0"])
    #expect(
      counter.send(.market, .buy, "0.5", timeInForce: .fillOrKill)
        == ["accepted", "fill buy 0.5 @ 100 taker fee 0.025"])
    #expect(
      counter.send(.limit, .buy, "0.2", limit: 99, timeInForce: .immediateOrCancel)
        == ["accepted", "expired 0"])
    #expect(
      counter.send(.limit, .buy, 1, limit: 101, timeInForce: .immediateOrCancel)
        == ["accepted", "fill buy 0.5 @ 100 taker fee 0.025", "expired 0.5"])
  }

  @Test func `post-only never takes, and what waits for a price cannot be immediate`() {
    var counter = Counter()
    #expect(
      counter.send(.limit, .buy, 1, limit: 100, timeInForce: .postOnly) == ["rejected would-take"])
    #expect(
      counter.send(.limit, .sell, 1, limit: 100, timeInForce: .postOnly) == ["rejected would-take"])
    #expect(counter.send(.limit, .buy, 1, limit: "99.9", timeInForce: .postOnly) == ["accepted"])
    #expect(
      counter.send(.market, .buy, 1, timeInForce: .postOnly) == ["rejected time-in-force"])
    #expect(
      counter.send(.stop, .buy, 1, stop: 105, timeInForce: .fillOrKill)
        == ["rejected time-in-force"])
    #expect(counter.send(.stopLimit, .buy, 1, stop: 105) == ["rejected tick-size"])
    #expect(counter.send(.trailing, .buy, 1, distance: "0.05") == ["rejected tick-size"])
  }

  @Test func `of two orders that cancel each other, what one fills the other loses`() {
    var counter = Counter()
    let (group, oco) = (Identifier(of: "group"), OrderGrouping.oneCancelsOther)
    counter.send(.limit, .buy, 1, limit: 95, group: group, grouping: oco)
    counter.send(.stop, .buy, 1, stop: 105, group: group, grouping: oco)
    var up = counter
    #expect(up.bar(100, 105, 99, 104) == ["fill buy 1 @ 105 taker fee 0.0525", "cancelled 0"])
    #expect(
      counter.bar(100, 100, 94, 95, volume: 4)
        == ["fill buy 0.4 @ 95 maker fee 0.0076", "amended 0.6 stop 105"])
    #expect(
      counter.bar(100, 105, 99, 104) == ["fill buy 0.6 @ 105 taker fee 0.0315", "cancelled 0.4"])
  }

  @Test func `stop and target of a bracket wait for its entry, and go with it`() {
    var counter = Counter()
    let group = Identifier(of: "group")
    #expect(
      counter.send(.stop, .sell, 1, stop: 90, reduceOnly: true, group: group, grouping: .bracket)
        == ["rejected reduce-only"])
    counter.send(.limit, .buy, 1, limit: 99, group: group, grouping: .bracket)
    for (kind, price) in [(OrderKind.stop, Price(90)), (.limit, 110)] {
      #expect(
        counter.send(
          kind, .sell, 1, limit: kind == .limit ? price : nil, stop: kind == .stop ? price : nil,
          reduceOnly: true, group: group, grouping: .bracket) == ["accepted"])
    }
    var gone = counter
    #expect(gone.cancel(2) == ["cancelled 0", "cancelled 0", "cancelled 0"])
    #expect(counter.bar(100, 112, "99.5", 100).isEmpty)
    #expect(counter.bar(99, 99, 98, 98) == ["fill buy 1 @ 99 maker fee 0.0198"])
    #expect(
      counter.bar(100, 111, 99, 100) == ["fill sell 1 @ 110 maker fee 0.022", "cancelled 0"])
  }

  @Test func `with latency an order meets the bar in which it arrives, at its worse end`() {
    var configuration = Configuration.testing
    configuration.paper.latency = .milliseconds(200)
    var counter = Counter(configuration)
    #expect(counter.place(.entry, .buy, 1) == ["accepted"])
    var falling = counter
    #expect(counter.bar(101, 105, 99, 103) == ["fill buy 1 @ 103 taker fee 0.0515"])
    #expect(falling.bar(101, 105, 99, 100) == ["fill buy 1 @ 101 taker fee 0.0505"])
    counter.place(.target1, .sell, 1, limit: 110)
    // The cancellation is on its way while the bar is met.
    #expect(counter.cancel(2).isEmpty)
    var late = counter
    #expect(counter.bar(103, 104, 103, 104) == ["cancelled 0"])
    #expect(late.bar(103, 111, 103, 104) == ["fill sell 1 @ 110 maker fee 0.022"])
  }

  @Test func `latency longer than a bar lets the bar pass`() {
    var configuration = Configuration.testing
    configuration.paper.latency = .seconds(90)
    var counter = Counter(configuration)
    counter.place(.entry, .buy, 1, timeInForce: .immediateOrCancel)
    #expect(counter.bar(101, 101, 101, 101).isEmpty)
    #expect(counter.bar(102, 103, 102, 103) == ["fill buy 1 @ 103 taker fee 0.0515"])
  }

  @Test func `what chance refuses is the same in every run, and about the part that is wanted`() {
    func run() -> [Int] {
      var configuration = Configuration.testing
      configuration.paper.rejections = "0.25"
      var counter = Counter(configuration)
      return (0..<400).filter { _ in
        counter.place(.entry, .buy, "0.1", limit: 50) == ["rejected chance"]
      }
    }
    let refused = run()
    #expect(refused == run())
    #expect((60...140).contains(refused.count))
  }

  @Test func `an order in doubt is found or absent later, and never both`() {
    var configuration = Configuration.testing
    configuration.paper.doubts = 1
    var counter = Counter(configuration)
    for _ in 0..<40 {
      #expect(counter.place(.entry, .buy, "0.1", limit: 50) == ["unknown"])
    }
    let said = counter.bar(100, 100, 100, 100)
    let found = said.count { $0 == "found" }
    #expect(said.count == 40)
    #expect(said.count { $0 == "absent" } == 40 - found)
    #expect((8...32).contains(found))
    #expect(counter.venue.state.books[0].orders.count == found)
    #expect(counter.venue.state.doubts.isEmpty)
    #expect(counter.bar(100, 100, 100, 100).isEmpty)
  }

  @Test func `a cancellation of an order in doubt ends the doubt`() {
    var configuration = Configuration.testing
    configuration.paper.doubts = 1
    var answers: Set<[String]> = []
    var counter = Counter(configuration)
    for number in 1...20 {
      counter.place(.entry, .buy, "0.1", limit: 50)
      answers.insert(counter.cancel(number))
    }
    #expect(answers == [["cancelled 0"], ["absent"]])
    #expect(counter.venue.state.doubts.isEmpty)
  }
}

extension Counter {
  /// Any order of trade 1, by an identifier that `cancel` and `amend` count on.
  @discardableResult
  mutating func send(
    _ kind: OrderKind, _ side: Side, _ quantity: Quantity, limit: Price? = nil,
    stop: Price? = nil, distance: Price? = nil, reduceOnly: Bool = false,
    timeInForce: TimeInForce = .goodTillCancelled, group: Identifier? = nil,
    grouping: OrderGrouping? = nil
  ) -> [String] {
    placed += 1
    let order = OrderRequested(
      order: Identifier(of: "order", String(placed)), trade: Identifier(of: "trade", "1"),
      setup: .zero, instrument: .market, side: side, kind: kind, purpose: .entry,
      quantity: quantity, limitPrice: limit, stopPrice: stop, distance: distance,
      reduceOnly: reduceOnly, timeInForce: timeInForce, attempt: 1, at: .minute(minute),
      group: group, grouping: grouping)
    return Array(say(.orderRequested(order)).dropFirst())
  }
}
