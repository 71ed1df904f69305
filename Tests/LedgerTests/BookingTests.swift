import Events
import LedgerCore
import Quantities
import Testing

private func posting(
  _ kind: AccountKind, _ asset: Name, _ amount: Money, on instrument: Name? = nil
) -> Posting {
  Posting(account: "paper", instrument: instrument, kind: kind, asset: asset, amount: amount)
}

@Suite struct `Bookings` {
  @Test func `a deposit comes from outside, and is marked`() {
    let scenario = Scenario()
    scenario.given(.configured)
    let said = scenario.when(.deposited(10_000))
    #expect(
      said == [
        .entryPosted(
          EntryPosted(
            entry: Identifier(of: "entry", "transfer", "paper", "USDT", "1"), occasion: .deposit,
            account: "paper",
            postings: [posting(.available, "USDT", 10_000), posting(.external, "USDT", -10_000)],
            at: .noon)),
        .equityMarked(
          EquityMarked(
            account: "paper", asset: "USDT", balance: 10_000, unrealised: 0, equity: 10_000,
            deposits: 10_000, at: .noon)),
      ])
  }

  @Test func `equal deposits are two entries`() {
    let scenario = Scenario.ready()
    let first = scenario.when(.deposited(5)).entries.first
    let second = scenario.when(.deposited(5)).entries.first
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

  @Test func `between own accounts money is on its way until it arrives`() {
    let scenario = Scenario.ready()
    let left = scenario.when(.reported(.transferOut, 400))
    #expect(left.entries.first?.occasion == .transfer)
    #expect(scenario.balance(.transfer, "USDT") == 400)
    #expect(scenario.balance(.external, "USDT") == -10_000)
    scenario.given(.reported(.transferIn, 400, in: "second"))
    #expect(scenario.balance(.available, "USDT", of: "second") == 400)
    #expect(scenario.balance(.transfer, "USDT", of: "second") == -400)
    #expect(scenario.state.equity(in: "USDT", of: "second") == 400)
    #expect(scenario.state.equity(in: "USDT", of: "paper") == 9_600)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `a fill is an entry, a position and a mark`() {
    let scenario = Scenario.ready()
    scenario.given(.candle(27_400), .approved("trade", "breakout"))
    let said = scenario.when(.filled("one", .buy, "0.22", at: "27412.5", fee: "3.015375"))
    let fill = Identifier(of: "fill", "one")
    #expect(
      said == [
        .entryPosted(
          EntryPosted(
            entry: Identifier(of: "entry", fill.description), occasion: .fill, account: "paper",
            instrument: "BTC/USDT", strategy: "breakout", trade: Identifier(of: "trade", "trade"),
            setup: Identifier(of: "setup", "trade"),
            postings: [
              posting(.position, "BTC", "0.22", on: "BTC/USDT"),
              posting(.external, "BTC", "-0.22"), posting(.available, "USDT", "-3.015375"),
              posting(.fee, "USDT", "3.015375", on: "BTC/USDT"),
            ], at: .noon)),
        .positionChanged(
          PositionChanged(
            account: "paper", instrument: "BTC/USDT", quantity: "0.22", averagePrice: "27412.5",
            cost: "6030.75", realised: 0, fees: "3.015375", funding: 0, at: .noon)),
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
      said.entries.first?.postings == [
        posting(.position, "BTC", -1, on: "BTC/USDT"), posting(.external, "BTC", 1),
        posting(.available, "USDT", 30), posting(.profit, "USDT", -30, on: "BTC/USDT"),
        posting(.available, "USDT", -2), posting(.fee, "USDT", 2, on: "BTC/USDT"),
      ])
    #expect(scenario.balance(.available, "USDT") == 10_027)
    #expect(scenario.holding()?.position.isFlat == true)
  }

  @Test func `spot is paid for, and its cost stays on the balance`() {
    let scenario = Scenario.ready()
    let bought = scenario.when(.filled("in", .buy, 2, at: 1_500, fee: 3, of: "ETH/USDT"))
    #expect(
      bought.entries.first?.postings == [
        posting(.position, "ETH", 2, on: "ETH/USDT"), posting(.external, "ETH", -2),
        posting(.available, "USDT", -3_000), posting(.position, "USDT", 3_000, on: "ETH/USDT"),
        posting(.available, "USDT", -3), posting(.fee, "USDT", 3, on: "ETH/USDT"),
      ])
    #expect(scenario.balance(.available, "USDT") == 6_997)
    #expect(scenario.state.balance(of: "USDT", in: "paper") == 9_997)
    scenario.given(.filled("out", .sell, 1, at: 1_600, of: "ETH/USDT"))
    #expect(scenario.balance(.available, "USDT") == 8_597)
    #expect(scenario.balance(.position, "USDT", on: "ETH/USDT") == 1_500)
    #expect(scenario.balance(.profit, "USDT", on: "ETH/USDT") == -100)
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
    #expect(scenario.holding()?.position.fees == 0)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `a fee in the coin that is bought leaves less of it`() {
    let scenario = Scenario.ready()
    let said = scenario.when(
      .filled("in", .buy, 2, at: 1_500, fee: "0.002", in: "ETH", of: "ETH/USDT"))
    #expect(said.found == [])
    #expect(scenario.state.wallet(of: "ETH", in: "paper") == "1.998")
    #expect(scenario.holding("ETH/USDT")?.position.quantity == 2)
    #expect(scenario.state.equity(in: "ETH", of: "paper") == "-0.002")
    // All that is left can be sold, and not a coin more.
    #expect(scenario.when(.filled("a", .sell, "1.998", at: 1_500, of: "ETH/USDT")).found == [])
    let more = scenario.when(.filled("b", .sell, "0.001", at: 1_500, of: "ETH/USDT"))
    #expect(more.found.map(\.what) == [Ledger.Law.available.name])
  }

  @Test func `a rebate is a fee that is gained`() {
    let scenario = Scenario.ready()
    scenario.given(.filled("in", .buy, 1, at: 100, fee: "-0.25"))
    #expect(scenario.balance(.available, "USDT") == "10000.25")
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `accounts hold the same instrument side by side`() {
    let scenario = Scenario.ready()
    scenario.given(
      .deposited(5_000, in: "second"), .filled("a", .buy, 1, at: 100, trade: "a"),
      .filled("b", .sell, 3, at: 110, fee: 1, trade: "b", account: "second"))
    #expect(scenario.holding()?.position.quantity == 1)
    #expect(scenario.holding(of: "second")?.position.quantity == -3)
    scenario.given(.candle(90))
    #expect(scenario.state.equity(in: "USDT", of: "paper") == 9_990)
    #expect(scenario.state.equity(in: "USDT", of: "second") == 5_059)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }
}

@Suite struct `Trades in one instrument` {
  @Test func `earn by their own cost, while the venue settles by all together`() {
    let scenario = Scenario.ready()
    scenario.given(
      .filled("a", .buy, 1, at: 100, trade: "a"), .filled("b", .buy, 1, at: 120, trade: "b"))
    let said = scenario.when(.filled("c", .sell, 1, at: 130, trade: "a"))
    // Trade a gained 30; of the average cost of 110 the venue settles 20.
    #expect(scenario.balance(.available, "USDT") == 10_020)
    #expect(scenario.balance(.profit, "USDT", on: "BTC/USDT") == -30)
    #expect(scenario.balance(.position, "USDT", on: "BTC/USDT") == 10)
    #expect(said.found == [])
    scenario.given(.filled("d", .sell, 1, at: 130, trade: "b"))
    #expect(scenario.balance(.available, "USDT") == 10_040)
    #expect(scenario.balance(.position, "USDT", on: "BTC/USDT") == 0)
    #expect(scenario.state.realised(in: "USDT", of: "paper") == 40)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `that are hedged hold nothing together, and still earn`() {
    let scenario = Scenario.ready()
    scenario.given(
      .filled("a", .buy, 1, at: 100, trade: "long"),
      .filled("b", .sell, 1, at: 110, trade: "short"),
      .candle(200))
    #expect(scenario.holding()?.position.isFlat == true)
    #expect(scenario.state.lots.map(\.position.quantity) == [1, -1])
    #expect(scenario.balance(.available, "USDT") == 10_010)
    #expect(scenario.state.equity(in: "USDT", of: "paper") == 10_010)
    #expect(scenario.when(.candle(300, closing: .noon + .minutes(1))).marks.count == 1)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `are compared with what execution says they earned`() {
    let scenario = Scenario.ready()
    scenario.given(.filled("a", .buy, 2, at: 100), .filled("b", .sell, 2, at: 110))
    #expect(scenario.when(.tradeClosed("trade", profit: 20)).found == [])
    scenario.given(.filled("c", .buy, 2, at: 100), .filled("d", .sell, 2, at: 110))
    let said = scenario.when(.tradeClosed("trade", profit: 21)).found
    #expect(said.map(\.what) == [Ledger.Law.tradeProfit.name])
    #expect(said.map(\.expected) == [21] && said.map(\.actual) == [20])
    scenario.given(.filled("e", .buy, 2, at: 100))
    let open = scenario.when(.tradeClosed("trade", profit: 0)).found
    #expect(open.map(\.what) == [Ledger.Law.tradeQuantity.name])
    #expect(open.map(\.actual) == [2])
  }

  @Test func `that are filled in two accounts have a lot in each`() {
    let scenario = Scenario.ready()
    scenario.given(
      .deposited(1_000, in: "second"), .filled("a", .buy, 1, at: 100, trade: "t"),
      .filled("b", .buy, 2, at: 110, trade: "t", account: "second"))
    #expect(scenario.state.lots.map(\.account) == ["paper", "second"])
    #expect(scenario.state.lots.map(\.position.quantity) == [1, 2])
    #expect(Ledger.invariants(of: scenario.state) == [])
    scenario.given(.filled("c", .sell, 2, at: 120, trade: "t", account: "second"))
    #expect(scenario.state.realised(in: "USDT", of: "second") == 20)
    #expect(scenario.state.realised(in: "USDT", of: "paper") == 0)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `that are flat for a while keep what they earned until they are closed`() {
    let scenario = Scenario.ready()
    scenario.given(
      .filled("a", .buy, 2, at: 100), .filled("b", .sell, 2, at: 110),
      .filled("c", .buy, 1, at: 100), .filled("d", .sell, 1, at: 103))
    #expect(scenario.state.lots.map(\.position.realised) == [23])
    #expect(scenario.when(.tradeClosed("trade", profit: 23)).found == [])
    #expect(scenario.state.lots.isEmpty)
    #expect(scenario.holding()?.realised == 23)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `that were never entered are forgotten`() {
    let scenario = Scenario.ready()
    scenario.given(.approved("a", "one"), .approved("b", "two"), .approved("c", "three"))
    var abandoned = TradeAbandoned()
    abandoned.trade = Identifier(of: "trade", "a")
    scenario.given(.tradeAbandoned(abandoned))
    #expect(scenario.state.lots.map(\.strategy) == ["two", "three"])
    scenario.given(.filled("x", .buy, 1, at: 100, trade: "c"), .ticked(.tuesday + .days(1)))
    #expect(scenario.state.lots.map(\.strategy) == ["three"])
  }
}

@Suite struct `Funding` {
  @Test func `is paid out of the balance, and told by trade`() {
    let scenario = Scenario.ready()
    scenario.given(
      .approved("a", "one"), .filled("a", .buy, 2, at: 100, trade: "a"),
      .filled("b", .buy, 1, at: 100, trade: "b"))
    let said = scenario.when(.funding(1))
    #expect(said.map(\.type) == [.entryPosted, .entryPosted, .equityMarked])
    let third: Money = "0.333333333333333334"
    #expect(said.entries.map(\.strategy) == ["one", nil])
    #expect(said.entries.map { $0.postings[0].amount } == [third - 1, -third])
    #expect(said.entries.allSatisfy { $0.occasion == .funding })
    #expect(scenario.balance(.funding, "USDT", on: "BTC/USDT") == 1)
    #expect(scenario.balance(.available, "USDT") == 9_999)
    #expect(scenario.holding()?.funding == 1)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `of hedged trades is what each would pay alone`() {
    let scenario = Scenario.ready()
    scenario.given(
      .filled("a", .buy, 3, at: 100, trade: "long"), .filled("b", .sell, 1, at: 100, trade: "short")
    )
    let said = scenario.when(.funding(2))
    #expect(said.entries.map { $0.postings[1].amount } == [3, -1])
  }

  @Test func `of a trade that the venue names is that trade's alone`() {
    let scenario = Scenario.ready()
    scenario.given(
      .filled("a", .buy, 3, at: 100, trade: "a"), .filled("b", .buy, 1, at: 100, trade: "b"))
    let said = scenario.when(.funding(2, trade: "b"))
    #expect(said.entries.map(\.trade) == [Identifier(of: "trade", "b")])
    #expect(scenario.state.lots.map(\.funding) == [0, 2])
  }

  @Test func `of one instant and one amount is as many entries as there are payments`() {
    let scenario = Scenario.ready()
    scenario.given(.filled("a", .buy, 3, at: 100, trade: "a"))
    var entries: [Identifier] = []
    for payment in ["first", "second"] {
      entries += scenario.when(.funding(2, payment: payment)).entries.map(\.entry)
    }
    #expect(Set(entries).count == 2)
    #expect(scenario.state.lots.map(\.funding) == [4])
  }

  @Test func `that is received adds to the balance`() {
    let scenario = Scenario.ready()
    scenario.given(.filled("a", .sell, 1, at: 100))
    scenario.given(.funding("-0.5"))
    #expect(scenario.balance(.available, "USDT") == "10000.5")
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `without a position is booked all the same`() {
    let scenario = Scenario.ready()
    let said = scenario.when(.funding(7, on: "XRP/USDT", account: "second"))
    #expect(said.entries.map(\.trade) == [nil])
    #expect(scenario.balance(.available, "USDT", of: "second") == -7)
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
