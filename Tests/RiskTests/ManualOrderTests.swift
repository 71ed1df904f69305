import Events
import Quantities
import RiskCore
import Testing

@Suite struct `A person's trade` {
  /// The long of the sizing table: 0.22 by risk.
  static func order(
    _ name: String = "one", quantity: Quantity? = nil, limit: Price? = nil, stop: Price = 26_998
  ) -> Event {
    .orderRequestedManually(
      OrderRequestedManually(
        request: Identifier(of: name), strategy: "test", instrument: "paper:BTC/USDT",
        direction: .long, quantity: quantity, limitPrice: limit, stop: stop, reason: "test"))
  }

  static func scenario() -> Scenario {
    let scenario = Scenario.ready()
    scenario.given(.bar("paper:BTC/USDT", "27412.5", closing: .noon))
    return scenario
  }

  static func approval(_ events: [Event]) -> TradeApproved? {
    if case .tradeApproved(let approved)? = events.first { approved } else { nil }
  }

  static func refusal(_ events: [Event]) -> RefusalCode? {
    if case .tradeRefused(let refused)? = events.first { refused.code } else { nil }
  }

  @Test func `it is sized like any other, from the last price`() {
    let approved = Self.approval(Self.scenario().when(Self.order()))
    #expect(approved?.quantity == "0.22")
    #expect(approved?.setup == Identifier(of: "one"))
    #expect(approved?.entry == .market)
    #expect(approved?.stop == 26_998)
    #expect(approved?.target1 == "28034.2")
    #expect(approved?.lossAtStop == "99.569217")
  }

  @Test func `what is asked for only makes it smaller`() {
    let less = Self.approval(Self.scenario().when(Self.order(quantity: "0.1005")))
    #expect(less?.quantity == "0.1")
    #expect(less?.lossAtStop == "45.258735")
    #expect(Self.approval(Self.scenario().when(Self.order(quantity: 5)))?.quantity == "0.22")
    #expect(Self.refusal(Self.scenario().when(Self.order(quantity: "0.0001"))) == .belowMinimum)
  }

  @Test func `a limit is kept`() {
    let approved = Self.approval(Self.scenario().when(Self.order(limit: 27_400)))
    #expect(approved?.entry == .limit)
    #expect(approved?.limitPrice == 27_400)
  }

  @Test func `it passes the same checks`() {
    let halted = Self.scenario()
    halted.given(.haltRequested(HaltRequested(reason: "test")))
    #expect(Self.refusal(halted.when(Self.order())) == .halted)
    #expect(Self.refusal(Self.scenario().when(Self.order(stop: 28_000))) == .stopSide)
    #expect(Self.refusal(Scenario.ready().when(Self.order())) == .staleData)
    let twice = Self.scenario()
    #expect(Self.approval(twice.when(Self.order())) != nil)
    #expect(Self.approval(twice.when(Self.order("two"))) == nil)
  }
}
