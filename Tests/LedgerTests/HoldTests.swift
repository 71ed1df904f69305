import Events
import LedgerCore
import Quantities
import Testing

@Suite struct `What orders hold back` {
  private func entries(_ said: [Event]) -> [[Posting]] { said.entries.map(\.postings) }

  private func holding(_ kind: AccountKind, _ amount: Money) -> Posting {
    Posting(account: "paper", kind: kind, asset: "USDT", amount: amount)
  }

  @Test func `is what is left at the limit with the highest fee, from the venue's word on`() {
    let scenario = Scenario.ready()
    #expect(scenario.when(.requested("o", .buy, 2, limit: 1_000)) == [])
    let rests = scenario.when(.accepted("o"))
    #expect(entries(rests) == [[holding(.available, -2_002), holding(.hold, 2_002)]])
    #expect(rests.entries.map(\.occasion) == [.hold])
    let fill = scenario.when(
      .orderFilled(
        .fill(
          "f", order: "o", .buy, "0.5", at: 990, fee: "0.495", of: "ETH/USDT", filled: "0.5",
          remaining: "1.5")))
    #expect(fill.entries.map(\.occasion) == [.fill, .hold])
    #expect(scenario.balance(.hold, "USDT") == "1501.5")
    #expect(scenario.balance(.available, "USDT") == "8003.005")
    scenario.given(.amended("o", 1, limit: 1_200))
    #expect(scenario.balance(.hold, "USDT") == "600.6")
    let over = scenario.when(.cancelled("o", filled: "0.5"))
    #expect(over.entries.count == 1)
    #expect(scenario.balance(.hold, "USDT") == 0)
    #expect(scenario.balance(.available, "USDT") == "9504.505")
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `is held while nobody knows whether the venue has the order`() {
    let scenario = Scenario.ready()
    scenario.given(.requested("o", .buy, 1, limit: 1_000))
    var unknown = OrderOutcomeUnknown()
    unknown.order = Identifier(of: "order", "o")
    unknown.instrument = "ETH/USDT"
    scenario.given(.orderOutcomeUnknown(unknown))
    #expect(scenario.balance(.hold, "USDT") == 1_001)
    var absent = OrderConfirmedAbsent()
    absent.order = unknown.order
    absent.instrument = unknown.instrument
    scenario.given(.orderConfirmedAbsent(absent))
    #expect(scenario.balance(.hold, "USDT") == 0)
  }

  @Test func `of a sale is the coin that is sold`() {
    let scenario = Scenario.ready()
    scenario.given(
      .filled("in", .buy, 2, at: 1_000, of: "ETH/USDT"), .requested("o", .sell, 2, limit: 1_100),
      .accepted("o"))
    #expect(scenario.balance(.hold, "ETH", on: "ETH/USDT") == 2)
    #expect(scenario.balance(.position, "ETH", on: "ETH/USDT") == 0)
    #expect(scenario.holding("ETH/USDT")?.position.quantity == 2)
    #expect(scenario.state.wallet(of: "ETH", in: "paper") == 2)
    #expect(Ledger.invariants(of: scenario.state) == [])
    scenario.given(
      .orderFilled(
        .fill(
          "f", order: "o", .sell, 2, at: 1_100, of: "ETH/USDT", filled: 2, remaining: 0)))
    #expect(scenario.balance(.hold, "ETH", on: "ETH/USDT") == 0)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `does not let more rest than there is`() {
    let scenario = Scenario.ready()
    scenario.given(.requested("o", .buy, 10, limit: 1_000))
    // Nothing was traded there yet: the order alone overdraws the account, and that is when it
    // is said.
    let said = scenario.when(.accepted("o"))
    #expect(said.found.map(\.what) == [Ledger.Law.available.name])
    #expect(said.found.map(\.actual) == [-10])
    #expect(scenario.when(.cancelled("o", filled: 0)).cleared.count == 1)
  }

  @Test func `of an order that sells what is not there is said at once`() {
    let scenario = Scenario.ready()
    scenario.given(.requested("o", .sell, 1, limit: 1_000))
    let said = scenario.when(.accepted("o"))
    #expect(said.found.map(\.what) == [Ledger.Law.available.name])
    #expect(said.found.map(\.asset) == ["ETH"])
  }

  @Test func `is nothing for contracts, for exits, and for orders without a price`() {
    let scenario = Scenario.ready()
    scenario.given(
      .requested("a", .buy, 1, limit: 1_000, of: "BTC/USDT"),
      .requested("b", .sell, 1, limit: 1_000, reduceOnly: true),
      .requested("c", .buy, 1, limit: nil))
    #expect(scenario.when(.accepted("a", of: "BTC/USDT")) == [])
    #expect(scenario.when(.accepted("b")) == [])
    #expect(scenario.when(.accepted("c")) == [])
  }

  @Test func `of several orders adds up`() {
    let scenario = Scenario.ready()
    scenario.given(
      .requested("a", .buy, 1, limit: 1_000), .requested("b", .buy, 2, limit: 500),
      .accepted("a"), .accepted("b"))
    #expect(scenario.balance(.hold, "USDT") == 2_002)
    scenario.given(.cancelled("a", filled: 0))
    #expect(scenario.balance(.hold, "USDT") == 1_001)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `only orders that may still cost or tell something are remembered`() {
    let scenario = Scenario.ready()
    for number in 0..<200 {
      scenario.given(.filled("\(number)", number % 2 == 0 ? .buy : .sell, 1, at: 100))
    }
    #expect(scenario.state.orders.count <= 65)
    #expect(scenario.state.lots.count <= 1)
  }

  @Test func `trades that nobody closes are forgotten once they are flat, their profit is not`() {
    let scenario = Scenario.ready()
    for number in 0..<300 {
      let trade = "t\(number)"
      scenario.given(
        .filled("a\(number)", .buy, 1, at: 100, trade: trade),
        .filled("b\(number)", .sell, 1, at: 101, trade: trade))
      #expect(Ledger.invariants(of: scenario.state) == [])
    }
    #expect(scenario.state.lots.count == 64)
    #expect(scenario.holding()?.realised == 300)
    #expect(scenario.balance(.profit, "USDT", on: "BTC/USDT") == -300)
    // The oldest went; what is open stays, however old.
    #expect(scenario.state.lots.first?.trade == Identifier(of: "trade", "t236"))
  }

  @Test func `an open lot is never forgotten`() {
    let scenario = Scenario.ready()
    scenario.given(.filled("open", .buy, 2, at: 100, trade: "open"))
    for number in 0..<200 {
      scenario.given(
        .filled("a\(number)", .buy, 1, at: 100, trade: "t\(number)"),
        .filled("b\(number)", .sell, 1, at: 101, trade: "t\(number)"))
    }
    #expect(scenario.state.lots.first?.position.quantity == 2)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }
}
