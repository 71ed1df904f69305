import Events
import LedgerCore
import Quantities
import Testing

private func posting(
  _ account: Name, _ kind: AccountKind, _ asset: Name, _ amount: Money
) -> Posting {
  Posting(account: account, kind: kind, asset: asset, amount: amount)
}

@Suite struct `Bookings` {
  private func entry(of said: [Event]) -> EntryPosted? {
    guard case .entryPosted(let entry)? = said.first else { return nil }
    return entry
  }

  @Test func `a deposit comes from outside, and is marked`() {
    let scenario = Scenario()
    scenario.given(.configured)
    let said = scenario.when(.deposited(10_000))
    #expect(
      said == [
        .entryPosted(
          EntryPosted(
            entry: Identifier(of: "entry", "transfer", "paper", "USDT", "1"), account: "paper",
            postings: [
              posting("paper", .available, "USDT", 10_000),
              posting("paper", .external, "USDT", -10_000),
            ], at: .noon)),
        .equityMarked(
          EquityMarked(
            account: "paper", asset: "USDT", balance: 10_000, unrealised: 0, equity: 10_000,
            deposits: 10_000, at: .noon)),
      ])
  }

  @Test func `equal deposits are two entries`() {
    let scenario = Scenario.ready()
    let first = entry(of: scenario.when(.deposited(5)))
    let second = entry(of: scenario.when(.deposited(5)))
    #expect(first?.entry != second?.entry)
    #expect(scenario.balance(.available, "USDT") == 10_010)
  }

  @Test func `a withdrawal goes outside`() {
    let scenario = Scenario.ready()
    scenario.given(.reported(.withdrawal, 2_500))
    #expect(scenario.balance(.available, "USDT") == 7_500)
    #expect(scenario.balance(.external, "USDT") == -7_500)
    #expect(scenario.state.books.first?.deposits == 7_500)
  }

  @Test func `a fill is an entry, a position and a mark`() {
    let scenario = Scenario.ready()
    scenario.given(.candle(27_400))
    let said = scenario.when(.filled("one", .buy, "0.22", at: "27412.5", fee: "3.015375"))
    let fill = Identifier(of: "fill", "one")
    #expect(
      said == [
        .entryPosted(
          EntryPosted(
            entry: Identifier(of: "entry", fill.description), account: "paper",
            instrument: "BTC/USDT", trade: Identifier(of: "trade"), setup: Identifier(of: "setup"),
            postings: [
              posting("BTC/USDT", .position, "BTC", "0.22"),
              posting("paper", .external, "BTC", "-0.22"),
              posting("paper", .available, "USDT", "-3.015375"),
              posting("paper", .fee, "USDT", "3.015375"),
            ], at: .noon)),
        .positionChanged(
          PositionChanged(
            account: "paper", instrument: "BTC/USDT", quantity: "0.22", averagePrice: "27412.5",
            cost: "6030.75", realised: 0, fees: "3.015375", at: .noon)),
        .equityMarked(
          EquityMarked(
            account: "paper", asset: "USDT", balance: "9996.984625", unrealised: "-2.75",
            equity: "9994.234625", deposits: 10_000, at: .noon)),
      ])
  }

  @Test func `profit comes out of its account when a contract closes`() {
    let scenario = Scenario.ready()
    scenario.given(.filled("in", .buy, 1, at: 100, fee: 1))
    let said = scenario.when(.filled("out", .sell, 1, at: 130, fee: 2))
    #expect(
      entry(of: said)?.postings == [
        posting("BTC/USDT", .position, "BTC", -1), posting("paper", .external, "BTC", 1),
        posting("paper", .available, "USDT", 30), posting("paper", .profit, "USDT", -30),
        posting("paper", .available, "USDT", -2), posting("paper", .fee, "USDT", 2),
      ])
    #expect(scenario.balance(.available, "USDT") == 10_027)
    #expect(scenario.state.openPositions == 0)
  }

  @Test func `spot is paid for, and its cost stays on the balance`() {
    let scenario = Scenario.ready()
    let bought = scenario.when(.filled("in", .buy, 2, at: 1_500, fee: 3, of: "ETH/USDT"))
    #expect(
      entry(of: bought)?.postings == [
        posting("ETH/USDT", .position, "ETH", 2), posting("paper", .external, "ETH", -2),
        posting("paper", .available, "USDT", -3_000),
        posting("ETH/USDT", .position, "USDT", 3_000),
        posting("paper", .available, "USDT", -3), posting("paper", .fee, "USDT", 3),
      ])
    #expect(scenario.balance(.available, "USDT") == 6_997)
    #expect(scenario.state.balance(of: "USDT", in: "paper") == 9_997)
    scenario.given(.filled("out", .sell, 1, at: 1_600, of: "ETH/USDT"))
    #expect(scenario.balance(.available, "USDT") == 8_597)
    #expect(scenario.balance(.position, "USDT", of: "ETH/USDT") == 1_500)
    #expect(scenario.balance(.profit, "USDT") == -100)
    #expect(scenario.state.equity(in: "USDT", of: "paper") == 10_197)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `a fee in another asset is paid out of that asset`() {
    let scenario = Scenario.ready()
    scenario.given(.deposited(2, "BNB"))
    let said = scenario.when(.filled("in", .buy, 1, at: 100, fee: "0.5", in: "BNB"))
    #expect(said.map(\.type) == [.entryPosted, .positionChanged, .equityMarked, .equityMarked])
    #expect(scenario.balance(.available, "BNB") == "1.5")
    #expect(scenario.balance(.available, "USDT") == 10_000)
    #expect(scenario.state.holdings.first?.position.fees == 0)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `a rebate is a fee that is gained`() {
    let scenario = Scenario.ready()
    scenario.given(.filled("in", .buy, 1, at: 100, fee: "-0.25"))
    #expect(scenario.balance(.available, "USDT") == "10000.25")
    #expect(Ledger.invariants(of: scenario.state) == [])
  }
}

@Suite struct `Positions` {
  struct Step: Sendable {
    let signed: Quantity
    let price: Price
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let steps: [Step]
    let quantity: Quantity
    let cost: Money
    let average: Price
    let realised: Money
  }

  private static func steps(_ pairs: [(Quantity, Price)]) -> [Step] {
    pairs.map { Step(signed: $0, price: $1) }
  }

  static let cases: [Case] = [
    Case(
      testDescription: "adds at cost", steps: steps([(1, 100), (3, 120)]), quantity: 4, cost: 460,
      average: 115, realised: 0),
    Case(
      testDescription: "closes at average cost", steps: steps([(1, 100), (3, 120), (-2, 130)]),
      quantity: 2, cost: 230, average: 115, realised: 30),
    Case(
      testDescription: "closes short with profit", steps: steps([(-2, 100), (2, 90)]), quantity: 0,
      cost: 0, average: 0, realised: 20),
    Case(
      testDescription: "closes short with loss", steps: steps([(-2, 100), (1, 110)]), quantity: -1,
      cost: -100, average: 100, realised: -10),
    Case(
      testDescription: "flips from long to short", steps: steps([(2, 100), (-5, 110)]),
      quantity: -3, cost: -330, average: 110, realised: 20),
    Case(
      testDescription: "flips from short to long", steps: steps([(-2, 100), (5, 110)]),
      quantity: 3, cost: 330, average: 110, realised: -20),
    Case(
      testDescription: "three of seven lots cost three sevenths",
      steps: steps([(7, 1_000), (-3, 1_001)]), quantity: 4, cost: 4_000, average: 1_000,
      realised: 3),
    Case(
      testDescription: "thirds do not drift",
      steps: steps([(1, 100), (2, "100.01"), (-1, 100), (-1, 100), (-1, 100)]), quantity: 0,
      cost: 0, average: 0, realised: "-0.02"),
    Case(
      testDescription: "a great many of a small coin",
      steps: steps([
        (1_000_000_000_000, "0.00001234"), (-333_333_333_333, "0.00001235"),
        (-666_666_666_667, "0.00001235"),
      ]),
      quantity: 0, cost: 0, average: 0, realised: 10_000),
  ]

  @Test(arguments: cases) func `are kept at average cost`(case: Case) {
    var position = Position()
    for step in `case`.steps { position.apply(step.signed, at: step.price) }
    #expect(position.quantity == `case`.quantity)
    #expect(position.cost == `case`.cost)
    #expect(position.averagePrice == `case`.average)
    #expect(position.realised == `case`.realised)
  }
}
