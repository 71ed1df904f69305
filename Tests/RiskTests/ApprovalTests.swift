import Events
import Quantities
import RiskCore
import Testing

@Suite struct `Approvals` {
  @Test func `an approval carries the size, what it rests on, and how long it holds`() {
    let scenario = Scenario.ready()
    let approved = scenario.approval(of: .long())
    let setup = Identifier(of: "setup", "one")
    #expect(
      approved
        == TradeApproved(
          trade: Identifier(of: "trade", setup.description), setup: setup, strategy: "test",
          instrument: "paper:BTC/USDT", direction: .long, entry: .market, quantity: "0.22",
          reference: "27412.5", entryLow: "27205.25", entryHigh: "27516.125", limitPrice: nil,
          stop: 26_998, target1: "28034.2", target2: 28_656, leverage: 5, equity: 10_000,
          budget: 100, lossPerUnit: "452.58735", lossAtStop: "99.569217", asOf: .noon,
          expiresAt: .noon + .minutes(5)))
  }

  struct Prices: Sendable, CustomTestStringConvertible {
    let trigger: SetupTriggered
    let limit: Price?
    let stop: Price
    let target1: Price
    let target2: Price

    var testDescription: String { "\(trigger.direction) \(trigger.entry) \(trigger.stop)" }
  }

  // With a tick of 0.1: the stop leaves the entry, the targets come nearer to it, the limit is
  // the middle of the zone (an eighth of the stop distance on the better side) in our favour.
  @Test(arguments: [
    Prices(
      trigger: .long(reference: "27412.5", stop: "26998.07"), limit: nil, stop: 26_998,
      target1: "28034.1", target2: "28655.7"),
    Prices(
      trigger: .short(reference: "27412.5", stop: 27_655), limit: nil, stop: 27_655,
      target1: "27048.8", target2: 26_685),
    Prices(
      trigger: .short(reference: "27412.5", stop: "27654.91"), limit: nil, stop: 27_655,
      target1: "27048.9", target2: "26685.3"),
    Prices(
      trigger: .long(entry: .limit, reference: "27412.5", stop: 26_998), limit: "27360.6",
      stop: 26_998, target1: "28034.2", target2: 28_656),
    Prices(
      trigger: .short(entry: .limit, reference: "27412.5", stop: 27_655), limit: "27442.9",
      stop: 27_655, target1: "27048.8", target2: 26_685),
  ])
  func `prices go to the tick, never in our favour where it flatters`(prices: Prices) {
    let scenario = Scenario.ready()
    let approved = scenario.approval(of: prices.trigger)
    #expect(approved?.limitPrice == prices.limit)
    #expect(approved?.stop == prices.stop)
    #expect(approved?.target1 == prices.target1)
    #expect(approved?.target2 == prices.target2)
    // The size follows from the rounded stop and the price of entry.
    let entry = prices.limit ?? prices.trigger.reference
    let cost: Price = (entry + prices.stop) * Ratio("0.0007")
    #expect(approved?.lossPerUnit == (entry - prices.stop).magnitude + cost)
  }

  @Test func `profit that is not taken does not raise the size`() {
    let scenario = Scenario.ready()
    scenario.given(.marked(equity: 12_000, balance: 10_000, deposits: 10_000))
    #expect(scenario.approval(of: .long())?.budget == 100)
    let losing = Scenario.ready()
    losing.given(.marked(equity: 9_900, balance: 10_000, deposits: 10_000))
    #expect(losing.approval(of: .long())?.budget == 99)
  }

  @Test func `no configuration risks more than two percent`() {
    let scenario = Scenario.ready(.testing.with { $0.riskPerTrade = "0.5" })
    #expect(scenario.approval(of: .long())?.budget == 200)
  }

  @Test func `the greatest notional is a multiple of equity`() {
    let scenario = Scenario.ready(.testing.with { $0.maximumNotional = "0.5" })
    // 5 000 / 27 412.5 = 0.1823…
    #expect(scenario.approval(of: .long())?.quantity == "0.182")
  }

  @Test func `margin that other trades hold is not there twice`() {
    let scenario = Scenario.ready()
    scenario.given(
      .opened(Identifier(of: "a"), on: "paper:ETH/USDT", quantity: 24, entry: 2_000, stop: 2_000))
    // 48 000 at five times holds 9 600; 400 × 5 / (27 412.5 × 1.0007) = 0.0729…
    #expect(scenario.approval(of: .long())?.quantity == "0.072")
  }

  @Test func `the venue's leverage is a cap`() {
    let scenario = Scenario.ready()
    scenario.given(.listed("paper:BTC/USDT", maximumLeverage: 2))
    #expect(scenario.approval(of: .long())?.leverage == 2)
  }

  @Test func `the minimum is met, never reached by rounding up`() {
    let least: [(Money, RefusalCode?)] = [("6030.75", nil), ("6030.76", .belowMinimum)]
    for (minimum, code) in least {
      let scenario = Scenario.ready()
      scenario.given(.listed("paper:BTC/USDT", minimumNotional: minimum))
      let refused = scenario.refusal(of: .long())
      #expect(refused?.code == code)
      if code != nil {
        #expect(refused?.value == "6030.75" && refused?.limit == "6030.76")
      }
    }
  }
}

@Suite struct `Places` {
  private let instruments: [Name] = ["paper:BTC/USDT", "paper:ETH/USDT", "paper:SOL/USDT"]
  private let trade = Identifier(of: "trade", Identifier(of: "setup", "one").description)

  /// One approved trade on BTC; a second is refused while it keeps its place.
  private func approved() -> Scenario {
    let scenario = Scenario.ready()
    #expect(scenario.approval(of: .long()) != nil)
    return scenario
  }

  private func isTaken(in scenario: Scenario) -> Bool {
    var second = SetupTriggered.long("two")
    second.expiresAt = .noon + .days(1)
    return scenario.refusal(of: second)?.code == .sharedPosition
  }

  @Test func `an approval takes its place at once`() {
    #expect(isTaken(in: approved()))
  }

  @Test func `approvals count towards the most trades`() {
    let scenario = Scenario.ready(.testing.with { $0.maximumOpenRisk = 1 })
    scenario.given(.listed("paper:SOL/USDT"), .listed("paper:XRP/USDT"))
    for (index, instrument) in instruments.enumerated() {
      let approval = scenario.approval(of: .long("\(index)", on: instrument))
      #expect(approval != nil)
    }
    #expect(scenario.refusal(of: .long("last", on: "paper:XRP/USDT"))?.code == .maximumTrades)
  }

  @Test func `an abandoned trade gives its place back`() {
    let scenario = approved()
    scenario.given(.abandoned(trade))
    #expect(!isTaken(in: scenario))
  }

  @Test func `a closed trade gives its place back`() {
    let scenario = approved()
    scenario.given(
      .opened(trade, on: "paper:BTC/USDT", quantity: "0.22", entry: "27412.5", stop: 26_998))
    #expect(isTaken(in: scenario))
    scenario.given(.closed(trade, on: "paper:BTC/USDT"))
    #expect(!isTaken(in: scenario))
  }

  @Test func `an approval that nobody acts on lapses a minute after its expiry`() {
    let scenario = approved()
    scenario.given(.ticked(.noon + .minutes(6)))
    #expect(isTaken(in: scenario))
    scenario.given(.ticked(.noon + .minutes(6) + .nanoseconds(1)))
    #expect(!isTaken(in: scenario))
  }

  @Test func `an entry that rests keeps its place as long as it rests`() {
    let scenario = approved()
    scenario.given(.entryRequested(trade), .ticked(.noon + .hours(5)))
    #expect(isTaken(in: scenario))
  }

  @Test func `a trade that opens after its approval lapsed counts all the same`() {
    let scenario = approved()
    scenario.given(
      .ticked(.noon + .hours(1)),
      .opened(trade, on: "paper:BTC/USDT", quantity: "0.22", entry: "27412.5", stop: 26_998))
    #expect(isTaken(in: scenario))
  }

  @Test func `a stop at break-even frees the risk of its trade`() {
    let scenario = Scenario.ready(.testing.with { $0.maximumOpenRisk = "0.015" })
    #expect(scenario.approval(of: .long()) != nil)
    scenario.given(
      .opened(trade, on: "paper:BTC/USDT", quantity: "0.22", entry: "27412.5", stop: 26_998))
    #expect(scenario.refusal(of: .long("two", on: "paper:ETH/USDT"))?.code == .openRisk)
    var moved = StopMoved()
    moved.trade = trade
    moved.to = "27451.0"
    scenario.given(.stopMoved(moved))
    #expect(scenario.approval(of: .long("two", on: "paper:ETH/USDT")) != nil)
  }

  @Test func `what left at a target is not at risk`() {
    let scenario = Scenario.ready(.testing.with { $0.maximumOpenRisk = "0.015" })
    #expect(scenario.approval(of: .long()) != nil)
    var target = TargetReached()
    target.trade = trade
    target.remaining = "0.11"
    scenario.given(
      .opened(trade, on: "paper:BTC/USDT", quantity: "0.22", entry: "27412.5", stop: 26_998),
      .targetReached(target))
    // 0.11 × 452.58735 and the new 99.569217 are under 150.
    #expect(scenario.approval(of: .long("two", on: "paper:ETH/USDT")) != nil)
  }

  @Test func `open risk may reach its limit, not pass it`() {
    for (limit, code) in [("0.0199138434", nil), ("0.0199138433", .openRisk)]
      as [(Ratio, RefusalCode?)]
    {
      let scenario = Scenario.ready(.testing.with { $0.maximumOpenRisk = limit })
      #expect(scenario.approval(of: .long()) != nil)
      #expect(scenario.refusal(of: .long("two", on: "paper:ETH/USDT"))?.code == code)
    }
  }

  @Test func `a gap that closes makes the instrument tradable again`() {
    let scenario = Scenario.ready()
    scenario.given(
      .feedGapOpened(
        FeedGapOpened(instrument: "paper:BTC/USDT", timeFrame: .h1, expected: .noon)))
    #expect(scenario.refusal(of: .long())?.code == .degraded)
    var closed = FeedGapClosed()
    closed.instrument = "paper:BTC/USDT"
    closed.timeFrame = .h1
    scenario.given(.feedGapClosed(closed))
    #expect(scenario.approval(of: .long()) != nil)
  }
}
