import EventSourcing
import Events
import Quantities
import Testing

@testable import ExecutionCore

/// What the venue says it holds, against what is booked here.
struct ReconciliationTests {
  /// A configuration that asks every minute.
  static var asking: Configuration {
    var configuration = Configuration.testing
    configuration.paper.reconciliation = .minutes(1)
    return configuration
  }

  @Test func `the venue is asked now and then, while a trade is on`() {
    var quiet = Bench(Self.asking)
    #expect(quiet.tick(seconds: 600).isEmpty)
    var bench = Bench.open(Self.asking)
    #expect(bench.tick(seconds: 59).isEmpty)
    #expect(bench.tick(seconds: 60) == ["reconcile 1"])
    #expect(bench.report().isEmpty)
    #expect(bench.tick(seconds: 119).isEmpty)
    #expect(bench.tick(seconds: 120) == ["reconcile 1"])
  }

  @Test func `after a start and a reconnection everything is compared at once`() {
    var bench = Bench(Self.asking)
    let connected = Event.venueConnected(VenueConnected(account: "paper", at: .minute(1)))
    #expect(bench.say(connected) == ["reconcile 1"])
    #expect(bench.report().isEmpty)
    bench.say(.venueDisconnected(VenueDisconnected(account: "paper", why: "cut", at: .minute(1))))
    #expect(bench.approve() == ["abandoned disconnected"])
    #expect(bench.say(connected) == ["reconcile 1"])
    #expect(bench.approve(2) == ["request entry buy 1"])
  }

  @Test func `a question without an answer is asked again, later each time`() {
    var bench = Bench.open(Self.asking)
    var asked: [Int] = []
    for second in 1...400 where bench.tick(seconds: second).contains(where: { $0 != "" }) {
      asked.append(second)
    }
    #expect(asked == [60, 65, 75, 90, 150, 210, 270, 330, 390])
  }

  @Test func `three reports that differ end in a diverged instrument, there and only there`() {
    var bench = Bench.open(Self.asking)
    bench.tick(seconds: 60)
    #expect(bench.report(long: "0.4").isEmpty)
    #expect(bench.tick(seconds: 64).isEmpty)
    #expect(bench.tick(seconds: 65) == ["reconcile 2"])
    #expect(bench.report(long: "0.4").isEmpty)
    bench.tick(seconds: 75)
    #expect(bench.report(long: "0.4") == ["instrument diverged position 1 0.4"])
    #expect(bench.execution.state.frozen == [.market])
    #expect(bench.approve(2) == ["abandoned diverged"])
    var other = InstrumentListed.testing
    other.instrument = "paper:ETH/USDT"
    bench.say(.instrumentListed(other))
    var candle = CandleClosed.testing(0, 100, 100, 100, 100)
    candle.instrument = "paper:ETH/USDT"
    bench.say(.candleClosed(candle))
    var approval = TradeApproved.testing(3)
    approval.instrument = "paper:ETH/USDT"
    #expect(bench.say(.tradeApproved(approval)) == ["request entry buy 1"])
    // It is still managed to its end: nothing is lost by waiting, and the stop stands.
    if case .diverged? = bench.trade?.phase {} else { Issue.record("not in error") }
    #expect(bench.trade?.isProtected == true)
  }

  @Test func `a report that agrees sets the instrument and its trades free`() {
    var bench = Bench.partial(Self.asking)
    _ = bench.ask(attempt: 3)
    #expect(bench.report(long: 7) == ["instrument diverged position 0.5 7"])
    #expect(bench.report(long: 7).isEmpty)
    #expect(bench.report() == ["instrument reconciled"])
    if case .partial? = bench.trade?.phase {} else { Issue.record("not partial again") }
    #expect(bench.execution.state.frozen.isEmpty)
    #expect(bench.fill(.target2, "0.3", 130).first == "target 2 0.3 left 0.2")
  }

  @Test func `an order that is listed no more is asked about, and does not protect`() {
    var bench = Bench.open(Self.asking)
    bench.tick(seconds: 60)
    bench.report(without: [.stop])
    #expect(Execution.outstanding(in: bench.execution.state).isEmpty)
    bench.tick(seconds: 65)
    bench.report(without: [.stop])
    let effects = Execution.outstanding(in: bench.execution.state)
    guard effects.count == 1, case .query(_, let order) = effects[0] else {
      Issue.record("\(effects)")
      return
    }
    #expect(order.purpose == .stop)
    #expect(bench.approve(2) == ["abandoned unknown-outcome"])
    #expect(
      bench.tick(seconds: 70) == [
        "cancel replaced", "cancel replaced", "request exit sell 1",
      ])
  }

  @Test func `a report that lists an order ends the doubt about it`() {
    var bench = Bench(Self.asking)
    bench.approve()
    bench.send(.entry)
    bench.doubt(.entry)
    let it = bench.order(.entry)
    bench.report(and: [
      ReportedOrder(order: it.order, side: .buy, quantity: 1, filled: 0)
    ])
    #expect(bench.trade?.orders[0].phase == .resting)
    #expect(!bench.execution.state.isInDoubt(.market))
  }

  @Test func `fills that the venue counts and never told are a difference`() {
    var bench = Bench.open(Self.asking)
    _ = bench.ask(attempt: 3)
    #expect(bench.report(filled: "0.1") == ["instrument diverged fills 0 0.1"])
  }

  @Test func `a fill that tells of another before it asks the venue`() {
    var bench = Bench.pending(Self.asking)
    let it = bench.order(.entry)
    bench.say(
      .orderFilled(
        OrderFilled(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          fill: Identifier(of: "second"), venueTradeID: "t", side: .buy, quantity: "0.4",
          price: 100, fee: 0, feeAsset: "USDT", liquidity: .taker, filled: "0.7",
          remaining: "0.3", at: it.at)))
    #expect(bench.tick(seconds: 1) == ["reconcile 1"])
  }

  @Test func `orders of others are shown and never touched`() {
    var bench = Bench.open(Self.asking)
    bench.say(.externalOrderSeen(.testing(.foreign)))
    #expect(bench.execution.state.externalOrders.map(\.venueOrderID) == ["x"])
    let theirs = ReportedOrder(
      order: Identifier(of: "external"), side: .sell, quantity: 1, filled: 0)
    _ = bench.ask(attempt: 3)
    #expect(bench.report(and: [theirs]).isEmpty)
    #expect(bench.report().isEmpty)
    #expect(bench.execution.state.externalOrders.isEmpty)
    // One that nobody announced is a difference.
    _ = bench.ask(attempt: 3)
    #expect(bench.report(and: [theirs]) == ["instrument diverged orders 3 4"])
  }

  @Test func `what is held by somebody else on our instrument stops new exposure`() {
    var bench = Bench(Self.asking)
    _ = bench.ask(attempt: 3)
    #expect(bench.report(short: 2) == ["instrument diverged position 0 -2"])
    #expect(bench.approve() == ["abandoned diverged"])
  }

  @Test func `in one-way mode only the sum counts`() {
    var configuration = Self.asking
    configuration.paper.mode = .oneWay
    var oneWay = Bench.open(configuration)
    _ = oneWay.ask(attempt: 3)
    #expect(oneWay.report(long: 3, short: 2).isEmpty)
    var hedge = Bench.open(Self.asking)
    _ = hedge.ask(attempt: 3)
    #expect(hedge.report(long: 3, short: 2) == ["instrument diverged position 1 1"])
  }

  @Test func `an exit that nobody takes waits for a person, whatever the venue reports`() {
    var bench = Bench.closing(Self.asking)
    for wait in [1, 3, 7] {
      bench.reject(.exit)
      bench.tick(seconds: 48 * 3_600 + wait)
    }
    #expect(bench.reject(.exit) == ["diverged 0 1"])
    #expect(bench.report().isEmpty)
    #expect(bench.execution.state.frozen == [.market])
    bench.say(.tradingResumed(TradingResumed(isReleased: true, at: .minute(1))))
    #expect(bench.tick(seconds: 48 * 3_600 + 8).first == "request exit sell 1")
  }
}
