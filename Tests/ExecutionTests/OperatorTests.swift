import EventSourcing
import Events
import Quantities
import Testing

@testable import ExecutionCore
@testable import PaperVenue

/// What a person asks for, and what a trade costs to hold.
struct OperatorTests {
  @Test func `cancel-all takes entries and targets, and leaves stops`() {
    var floor = TradeLifeTests.floor()
    floor.publish(.tradeApproved(.testing(1)))
    floor.publish(.tradeApproved(.testing(2, direction: .short, entry: .limit, limit: 105)))
    let said = floor.publish(.cancelAllRequested(CancelAllRequested(reason: "test")))
    #expect(
      lines(said) == [
        "cancel requested", "cancel requested", "cancel requested", "cancelled 0", "cancelled 0",
        "cancelled 0", "abandoned cancelled",
      ])
    #expect(floor.venue.state.books[0].orders.map(\.kind) == [.stop])
    #expect(lines(floor.bar(1, 100, 120, 100, 120)).isEmpty)
    #expect(
      lines(floor.bar(2, 120, 120, 89, 90)).last == "closed stop @ 90 net -10.095 R -1.0095")
    // What is approved later is none of it.
    #expect(lines(floor.publish(.tradeApproved(.testing(3, stop: 80, at: 3)))).count > 5)
  }

  @Test func `close-all lets everything leave, and close one trade only`() {
    var floor = TradeLifeTests.floor()
    floor.publish(.tradeApproved(.testing(1)))
    floor.publish(.tradeApproved(.testing(2, direction: .short)))
    var one = floor
    let id = Identifier(of: "trade", "2")
    let only = one.publish(.closeRequested(CloseRequested(trade: id, reason: "test")))
    #expect(lines(only).count { $0.hasPrefix("closed requested") } == 1)
    #expect(one.execution.state.trades.map(\.id) == [Identifier(of: "trade", "1")])
    let all = floor.publish(.closeAllRequested(CloseAllRequested(reason: "test")))
    #expect(lines(all).count { $0.hasPrefix("closed requested") } == 2)
    #expect(floor.execution.state.trades.isEmpty)
    #expect(floor.venue.state.books[0].orders.isEmpty)
  }

  @Test func `an entry that is half done when everything is to close leaves at once`() {
    var bench = Bench.pending()
    bench.fill(.entry, "0.4")
    #expect(bench.close(1).isEmpty)
    #expect(
      bench.cancelled(.entry, filled: "0.4") == [
        "opened 0.4 @ 100 stop 90 targets 115 130", "request stop sell 0.4 stop 90",
        "request exit sell 0.4",
      ])
  }

  @Test func `a halt that a person asks for holds while risk is down`() {
    var bench = Bench()
    bench.say(.haltRequested(HaltRequested(reason: "test")))
    #expect(bench.approve() == ["abandoned halted"])
    bench.say(.tradingResumed(TradingResumed(isReleased: true, at: .minute(1))))
    #expect(bench.approve(2) == ["request entry buy 1"])
  }

  @Test func `a runner that has gained enough ends with a close beyond the EMA20`() {
    for (exit, gain) in [("4", false), ("3", true), ("0", false)] as [(Ratio, Bool)] {
      var configuration = Configuration.testing
      configuration.strategies[0].averageExit = exit
      var bench = Bench.runner(configuration)
      var indicators = IndicatorsComputed.testing(atr: 20, openTime: .minute(5))
      indicators.close = 130
      indicators.ema20 = 129
      #expect(!bench.say(.indicatorsComputed(indicators)).contains("request exit sell 0.2"))
      indicators.ema20 = 131
      // The best price is 140, four R from the entry: more than three and no more than four.
      let said = bench.say(.indicatorsComputed(indicators))
      #expect(said.contains("request exit sell 0.2") == gain, "\(exit)")
      guard gain else { continue }
      bench.accept(.exit)
      #expect(bench.fill(.exit, "0.2", 130).first?.hasPrefix("closed average") == true)
    }
  }

  @Test func `funding is part of what a trade came to`() {
    var floor = TradeLifeTests.floor()
    floor.publish(.tradeApproved(.testing()))
    floor.publish(
      .fundingRatePublished(
        FundingRatePublished(instrument: .market, rate: "0.001", at: .minute(1))))
    let said = floor.bar(1, 100, 101, 89, 95)
    // 10 of loss, 0.095 of fees, 0.1 of funding.
    #expect(lines(said).contains("closed stop @ 90 net -10.195 R -1.0195"))
    #expect(floor.venue.state.balances[0].cash == "9989.805")
  }

  @Test func `the time without a stop is measured by the venue's clock`() {
    var configuration = Configuration.testing
    configuration.paper.latency = .milliseconds(250)
    var floor = TradeLifeTests.floor(configuration)
    floor.publish(.tradeApproved(.testing()))
    floor.bar(1, 100, 100, 100, 100)
    let said = floor.bar(2, 100, 100, 89, 90)
    let closed = said.compactMap { event -> TradeClosed? in
      if case .tradeClosed(let closed) = event { closed } else { nil }
    }
    #expect(closed.map(\.unprotected) == [.milliseconds(250)])
    #expect(closed.map(\.longestUnprotected) == [.milliseconds(250)])
  }

  @Test func `a position that the venue takes away ends its trade`() {
    var configuration = Configuration.testing
    configuration.risk.leverage = 10
    configuration.paper.rejections = 0
    var floor = TradeLifeTests.floor(configuration)
    floor.publish(.tradeApproved(.testing(stop: 70)))
    // The stop hangs beyond the liquidation at 90.45.
    let said = lines(floor.bar(1, 100, 100, 88, 89))
    #expect(
      said == [
        "external liquidation sell 1", "fill sell 1 @ 90 taker fee 0.045", "cancelled 0",
        "cancelled 0", "cancelled 0", "closed liquidated @ 90 net -10.095 R -0.3365",
        "cancel trade-closed", "cancel trade-closed", "cancel trade-closed",
      ])
    #expect(floor.execution.state.trades.isEmpty)
    #expect(floor.execution.state.frozen.isEmpty)
  }
}
