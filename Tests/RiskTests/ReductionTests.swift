import EventSourcing
import Events
import Quantities
import RiskCore
import Testing

extension Event {
  fileprivate static func reduced(
    _ trade: Identifier, on instrument: Name, to remaining: Quantity
  ) -> Event {
    .tradeReduced(
      TradeReduced(
        trade: trade, setup: .zero, instrument: instrument, quantity: 1, remaining: remaining,
        at: .noon))
  }
}

extension Scenario {
  /// What of which trade is asked to leave.
  fileprivate func cuts(_ event: Event) -> [String] {
    when(event).compactMap { said in
      guard case .exposureReductionRequested(let it) = said else { return nil }
      let name = names.first { Identifier(of: $0) == it.trade } ?? "?"
      return "\(name) \(it.quantity)"
    }
  }

  private var names: [String] { ["good", "bad", "worse", "pending"] }

  fileprivate func hold(_ name: String, _ quantity: Quantity, from entry: Price) {
    given(
      .opened(
        Identifier(of: name), on: "paper:ETH/USDT", quantity: quantity, entry: entry, stop: entry))
  }

  /// 30 000 may be held; 36 000 is a fifth more.
  fileprivate static func limited() -> Scenario {
    .ready(.testing.with { $0.accountLeverage = 3 })
  }
}

@Suite struct `A position above the limit` {
  @Test func `exactly a fifth above the limit nothing has to leave, beyond it the excess does`() {
    let scenario = Scenario.limited()
    scenario.hold("bad", 18, from: 2_000)
    #expect(scenario.cuts(.marked(equity: 10_000)) == [])
    scenario.given(.bar("paper:ETH/USDT", "2000.1", closing: .noon))
    // 36 001.8 less 30 000 is 6 001.8; at 2 000.1 that is 3.0007…, up to the lot.
    #expect(scenario.cuts(.marked(equity: 10_000)) == ["bad 3.001"])
  }

  @Test func `the worst trade goes first, and of equal ones the older`() {
    let scenario = Scenario.limited()
    scenario.hold("good", 10, from: 1_900)
    scenario.hold("bad", 3, from: 2_010)
    scenario.hold("worse", 3, from: 2_100)
    scenario.given(.bar("paper:ETH/USDT", 2_500, closing: .noon))
    // 40 000 are held: four coins too many, all of them gain, the cheapest most.
    #expect(scenario.cuts(.marked(equity: 10_000)) == ["worse 3", "bad 1"])
    let equal = Scenario.limited()
    equal.hold("good", 10, from: 2_000)
    equal.hold("bad", 10, from: 2_000)
    equal.given(.bar("paper:ETH/USDT", 2_000, closing: .noon))
    #expect(equal.cuts(.marked(equity: 10_000)) == ["good 5"])
  }

  @Test func `it is asked for once, and again only for another breach`() throws {
    let scenario = Scenario.limited()
    let ether: Name = "paper:ETH/USDT"
    scenario.hold("bad", 20, from: 2_000)
    #expect(scenario.cuts(.marked(equity: 10_000)) == ["bad 5"])
    for _ in 0..<3 {
      try scenario.restart()
      #expect(scenario.cuts(.marked(equity: 9_990)) == [])
    }
    scenario.given(.reduced(Identifier(of: "bad"), on: ether, to: "14.9"))
    #expect(scenario.story(.ticked(.noon + .seconds(1))) == ["no leverage active"])
    scenario.given(.bar(ether, 2_500, closing: .noon))
    #expect(scenario.cuts(.marked(equity: 10_000)) == ["bad 2.9"])
  }

  @Test func `an entry that only rests is not cut, but what it becomes is`() {
    let scenario = Scenario.limited()
    scenario.approved("pending", on: "paper:ETH/USDT", quantity: 20)
    scenario.given(.bar("paper:ETH/USDT", 2_000, closing: .noon))
    #expect(scenario.story(.marked(equity: 10_000)) == ["leverage reducing"])
    let trade = Identifier(of: "trade", Identifier(of: "setup", "pending").description)
    scenario.given(
      .entryRequested(trade),
      .opened(trade, on: "paper:ETH/USDT", quantity: 20, entry: 2_000, stop: 1_900))
    #expect(scenario.cuts(.marked(equity: 10_000)) == ["? 5"])
  }
}
