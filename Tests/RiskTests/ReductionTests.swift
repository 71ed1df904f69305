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

  @Test func `it is asked for once while that is awaited, and again for another breach`() throws {
    let scenario = Scenario.limited()
    let ether: Name = "paper:ETH/USDT"
    scenario.hold("bad", 20, from: 2_000)
    #expect(scenario.cuts(.marked(equity: 10_000)) == ["bad 5"])
    for minute in 1...3 {
      try scenario.restart()
      #expect(
        scenario.cuts(.marked(equity: 9_990, at: .noon + .minutes(Int64(minute)))) == [])
    }
    scenario.given(.reduced(Identifier(of: "bad"), on: ether, to: "14.9"))
    #expect(scenario.story(.ticked(.noon + .seconds(1))) == ["no leverage active"])
    scenario.given(.bar(ether, 2_500, closing: .noon))
    #expect(scenario.cuts(.marked(equity: 10_000)) == ["bad 2.9"])
  }

  @Test func `what did not leave is asked for again, until the excess is gone`() throws {
    let scenario = Scenario.limited()
    let ether: Name = "paper:ETH/USDT"
    scenario.hold("bad", 20, from: 2_000)
    #expect(scenario.cuts(.marked(equity: 10_000)) == ["bad 5"])
    // Nothing left; then a part of it, and less than a fifth is too much.
    for (seconds, left, asked) in [
      (0, 20, nil), (14, 20, nil), (15, 20, "bad 5"), (16, "15.5", nil), (29, "15.5", nil),
      (30, "15.5", "bad 0.5"),
    ] as [(Int64, Quantity, String?)] {
      try scenario.restart()
      scenario.given(.reduced(Identifier(of: "bad"), on: ether, to: left))
      let now = Instant.noon + .seconds(seconds)
      #expect(scenario.cuts(.marked(equity: 10_000, at: now)) == [asked].compactMap { $0 })
      // Nothing new while more is held than may be.
      #expect(scenario.refusal(of: .long())?.code == .leverageExceeded)
    }
    scenario.given(.reduced(Identifier(of: "bad"), on: ether, to: 15))
    #expect(scenario.story(.ticked(.noon + .seconds(31))) == ["no leverage active"])
  }

  @Test func `less than the venue trades is not asked for, and never more than is held`() {
    let scenario = Scenario.limited()
    scenario.given(.listed("paper:ETH/USDT", lot: "0.1", minimumQuantity: "0.5"))
    scenario.hold("bad", "18.1", from: 2_000)
    #expect(scenario.cuts(.marked(equity: 10_000)) == ["bad 3.1"])
    scenario.given(.reduced(Identifier(of: "bad"), on: "paper:ETH/USDT", to: "15.1"))
    #expect(scenario.cuts(.marked(equity: 10_000, at: .noon + .minutes(1))) == ["bad 0.5"])
    scenario.given(.reduced(Identifier(of: "bad"), on: "paper:ETH/USDT", to: "0.3"))
    #expect(scenario.cuts(.marked(equity: 100, at: .noon + .minutes(2))) == ["bad 0.3"])
  }

  @Test func `a trade that no part leaves of waits for a person, and the others give more`() {
    let scenario = Scenario.limited()
    let bitcoin: Name = "paper:BTC/USDT"
    scenario.given(
      .opened(Identifier(of: "worse"), on: bitcoin, quantity: 1, entry: 21_000, stop: 20_000))
    scenario.given(.bar(bitcoin, 20_000, closing: .noon))
    scenario.hold("good", 10, from: 2_000)
    #expect(scenario.cuts(.marked(equity: 10_000)) == ["worse 0.5"])
    scenario.given(
      .tradeDiverged(
        TradeDiverged(
          trade: Identifier(of: "worse"), setup: .zero, instrument: bitcoin, cause: .stuck,
          expected: "0.5", actual: 1, at: .noon)))
    #expect(scenario.cuts(.marked(equity: 10_000, at: .noon + .seconds(14))) == [])
    #expect(scenario.cuts(.marked(equity: 10_000, at: .noon + .seconds(15))) == ["good 5"])
    #expect(scenario.story(.marked(equity: 10_000, at: .noon + .seconds(16))) == [])
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
