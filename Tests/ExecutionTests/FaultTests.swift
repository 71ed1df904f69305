import EventSourcing
import Events
import Quantities
import Testing

@testable import ExecutionCore

/// What goes wrong at a venue, and what becomes of the trade.
struct FaultTests {
  @Test func `no acknowledged stop within five seconds flattens`() {
    var bench = Bench.pending()
    #expect(bench.fill(.entry, 1).last == "request stop sell 1 stop 90")
    #expect(bench.tick(seconds: 4).isEmpty)
    #expect(bench.tick(seconds: 5) == ["request exit sell 1"])
    bench.accept(.exit)
    #expect(bench.fill(.exit, 1, 99).first == "closed unprotected @ 99 net -1 R -0.1")
  }

  @Test func `an acknowledged stop ends the wait`() {
    var bench = Bench.open()
    #expect(bench.tick(seconds: 5).isEmpty)
  }

  @Test func `a refused stop flattens at once`() {
    var bench = Bench.pending()
    bench.fill(.entry, 1)
    #expect(bench.reject(.stop) == ["request exit sell 1"])
  }

  @Test func `a stop of unknown outcome does not protect`() {
    var bench = Bench.pending()
    bench.fill(.entry, 1)
    bench.send(.stop)
    #expect(bench.doubt(.stop).isEmpty)
    #expect(bench.tick(seconds: 5) == ["request exit sell 1"])
  }

  @Test func `a stop that the venue drops flattens`() {
    var bench = Bench.open()
    #expect(
      bench.cancelled(.stop) == ["cancel replaced", "cancel replaced", "request exit sell 1"])
  }

  @Test func `the rest of a stop that was filled in part leaves two seconds later`() {
    var bench = Bench.open()
    #expect(bench.fill(.stop, "0.4", 90) == ["cancel replaced", "cancel replaced"])
    #expect(bench.tick(seconds: 1).isEmpty)
    #expect(bench.tick(seconds: 2) == ["request exit sell 0.6"])
    bench.accept(.exit)
    #expect(bench.fill(.exit, "0.6", 89).first == "closed stop @ 89.4 net -10.6 R -1.06")
  }

  @Test func `an exit is tried four times, later each time, and then a person must look`() {
    var bench = Bench.closing()
    var now = 48 * 3_600
    for wait in [1, 2, 4] {
      #expect(bench.reject(.exit).isEmpty)
      #expect(bench.tick(seconds: now + wait - 1).isEmpty)
      now += wait
      #expect(bench.tick(seconds: now) == ["request exit sell 1"])
    }
    #expect(bench.reject(.exit) == ["diverged 0 1"])
    #expect(bench.tick(seconds: now + 3_600).isEmpty)
    #expect(bench.execution.state.frozen == [.market])
    // The stop stayed, and ends the trade after all.
    #expect(bench.fill(.stop, 1, 90).first == "closed stop @ 90 net -10 R -1")
  }

  @Test func `an exit of unknown outcome is not sent again before the venue denies it`() {
    var bench = Bench.open()
    bench.tick(seconds: 48 * 3_600)
    bench.send(.exit)
    bench.doubt(.exit)
    #expect(bench.tick(seconds: 49 * 3_600).isEmpty)
    let it = bench.order(.exit)
    bench.say(
      .orderConfirmedAbsent(
        OrderConfirmedAbsent(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          evidence: "none", at: it.at)))
    #expect(bench.tick(seconds: 49 * 3_600 + 1) == ["request exit sell 1"])
  }

  @Test func `an unknown order blocks new exposure there and counts both ways`() {
    var bench = Bench()
    bench.approve()
    bench.send(.entry)
    bench.doubt(.entry)
    #expect(bench.approve(2) == ["abandoned unknown-outcome"])
    #expect(bench.execution.state.exposure(of: .market) == (least: 0, most: 1))
    // It is asked about, and never sent again.
    let effects = Execution.outstanding(in: bench.execution.state)
    #expect(effects.map(Self.name) == ["query entry"])
    #expect(bench.accept(.entry).isEmpty)
    let short = TradeApproved.testing(3, direction: .short)
    #expect(bench.say(.tradeApproved(short)) == ["request entry sell 1"])
  }

  @Test func `one trade at a time uses a position, of the instrument or of a side`() {
    var configuration = Configuration.testing
    configuration.paper.mode = .oneWay
    var bench = Bench.open(configuration)
    let short = TradeApproved.testing(2, direction: .short)
    #expect(bench.say(.tradeApproved(short)) == ["abandoned shared-position"])
    #expect(bench.approve(3) == ["abandoned shared-position"])
    var hedge = Bench.open()
    #expect(hedge.approve(3) == ["abandoned shared-position"])
    #expect(hedge.say(.tradeApproved(.testing(2, direction: .short))) == ["request entry sell 1"])
  }

  @Test func `an overfill and a foreign fill freeze the instrument until trading is resumed`() {
    var over = Bench.open()
    #expect(over.fill(.target2, "0.4", 130).first == "diverged 1 0.6")
    var foreign = Bench()
    foreign.orders[.entry] = OrderRequested(
      order: Identifier(of: "theirs"), trade: .zero, setup: .zero, instrument: .market,
      side: .sell, kind: .market, purpose: .entry, quantity: 1, reduceOnly: false,
      timeInForce: .goodTillCancelled, attempt: 1, at: .epoch)
    #expect(foreign.fill(.entry, "0.5") == ["diverged 0 -0.5"])
    for var bench in [over, foreign] {
      #expect(bench.approve(7) == ["abandoned diverged"])
      // A new day's word is not a person's.
      bench.say(.tradingResumed(TradingResumed(at: .minute(2))))
      #expect(bench.approve(9) == ["abandoned diverged"])
      bench.say(.tradingResumed(TradingResumed(isReleased: true, at: .minute(2))))
      let short = TradeApproved.testing(8, direction: .short)
      #expect(bench.say(.tradeApproved(short)) == ["request entry sell 1"])
    }
  }

  @Test func `of more than was held nothing waits, and a person's word ends the trade`() {
    // The price of all that left, for what was held.
    let end = "closed target @ 123.18181818 net 23.18181818181818183 R 2.31818182"
    for word in ["resume", "close"] {
      var bench = Bench.runner()
      // Of the runner's 0.2 the venue let 0.3 go, beside a stop that rests.
      #expect(
        bench.fill(.target2, "0.3", 130) == ["diverged 0.2 -0.1", "cancel trade-closed"])
      #expect(bench.cancelled(.stop).isEmpty)
      #expect(bench.tick(seconds: 60).isEmpty)
      #expect(bench.report(long: 0).isEmpty)
      #expect(bench.approve(2) == ["abandoned diverged"])
      switch word {
      case "resume":
        bench.say(.tradingResumed(TradingResumed(isReleased: true, at: .minute(61))))
        #expect(bench.tick(seconds: 61) == [end])
      default:
        #expect(bench.close(1) == [end])
      }
      #expect(bench.trade == nil)
    }
  }

  @Test func `a late fill of a flat trade is told, and so is a fill after its end`() {
    var bench = Bench.closed()
    #expect(bench.fill(.target1, "0.5", 115) == ["diverged 0 -0.5"])
    var gone = Bench.closed()
    gone.cancelled(.target1)
    gone.cancelled(.target2)
    #expect(gone.execution.state.trades.isEmpty)
    #expect(gone.fill(.target1, "0.5", 115) == ["diverged 0 -0.5"])
  }

  @Test func `what the venue knows of us and was never sent is told as that`() {
    func causes(_ bench: inout Bench, _ event: Event) -> [TradeDivergence] {
      (bench.execution.answer(event) ?? []).compactMap {
        if case .tradeDiverged(let it) = $0 { it.cause } else { nil }
      }
    }
    func fill(of order: String, trade: Identifier) -> Event {
      .orderFilled(
        OrderFilled(
          order: Identifier(of: order), trade: trade, setup: .zero, instrument: .market,
          fill: Identifier(of: order), venueTradeID: "t", side: .buy, quantity: 1, price: 100,
          fee: 0, feeAsset: "USDT", liquidity: .taker, filled: 1, remaining: 0, at: .minute(1)))
    }
    var bench = Bench()
    #expect(causes(&bench, .externalOrderSeen(.testing(.unaccounted))) == [.unsent])
    #expect(causes(&bench, .externalOrderSeen(.testing(.foreign))) == [])
    #expect(causes(&bench, fill(of: "theirs", trade: .zero)) == [.stray])
    #expect(causes(&bench, fill(of: "ours", trade: Identifier(of: "trade", "9"))) == [.unsent])
    // An order that was requested, and is filled without having been sent.
    var early = Bench()
    early.approve()
    let it = early.order(.entry)
    #expect(
      causes(
        &early,
        .orderAccepted(
          OrderAccepted(
            order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
            venueOrderID: "v", at: it.at))) == [.unsent])
    // What more left than was held, and what the orders do not allow.
    var over = Bench.open()
    #expect(over.fill(.target2, "0.4", 130).first == "diverged 1 0.6")
    var gone = Bench.closed()
    gone.cancelled(.target1)
    gone.cancelled(.target2)
    #expect(causes(&gone, fill(of: "late", trade: Identifier(of: "trade", "1"))) == [.stray])
  }

  @Test func `the same fill told twice is booked once`() {
    var bench = Bench.pending()
    let it = bench.order(.entry)
    let fill = OrderFilled(
      order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
      fill: Identifier(of: "one"), venueTradeID: "t", side: .buy, quantity: "0.4", price: 100,
      fee: 0, feeAsset: "USDT", liquidity: .taker, filled: "0.4", remaining: "0.6", at: it.at)
    bench.say(.orderFilled(fill))
    bench.say(.orderFilled(fill))
    #expect(bench.trade?.tally.entered == "0.4")
  }

  @Test func `a cancellation that overtakes its fills waits for them`() {
    var bench = Bench.pending()
    #expect(bench.cancelled(.entry, filled: "0.5").isEmpty)
    #expect(
      bench.fill(.entry, "0.5").first == "opened 0.5 @ 100 stop 90 targets 115 130")
  }

  @Test func `a part that waits for its cancellation is protected after five seconds`() {
    var bench = Bench.pending()
    #expect(bench.fill(.entry, "0.4") == ["cancel entry-lapsed"])
    #expect(
      bench.tick(seconds: 5) == [
        "opened 0.4 @ 100 stop 90 targets 115 130", "request stop sell 0.4 stop 90",
      ])
    bench.accept(.stop)
    #expect(bench.fill(.entry, "0.6") == ["amend 1 stop 90"])
  }

  @Test func `what is outstanding is read off the state`() {
    var bench = Bench()
    bench.approve()
    let first = Execution.outstanding(in: bench.execution.state)
    #expect(first.map(Self.name) == ["send entry"])
    bench.accept(.entry)
    #expect(Execution.outstanding(in: bench.execution.state).isEmpty)
    bench.fill(.entry, "0.4")
    let second = Execution.outstanding(in: bench.execution.state)
    #expect(second.map(Self.name) == ["cancel entry"])
  }

  private static func name(_ effect: Execution.Effect) -> String {
    switch effect {
    case .send(_, let order): "send \(order.purpose.rawValue)"
    case .query(_, let order): "query \(order.purpose.rawValue)"
    case .cancel(_, let order): "cancel \(order.purpose.rawValue)"
    case .amend(_, let order, _, _, _): "amend \(order.purpose.rawValue)"
    }
  }
}
