import EventSourcing
import Events
import Quantities
import RiskCore
import Testing

extension Event {
  fileprivate static let halt = Event.haltRequested(HaltRequested(reason: "lunch"))
  fileprivate static let resume = Event.resumeRequested(ResumeRequested(reason: "back"))
}

@Suite struct `The loss of the day` {
  private func breach(
    _ limit: LimitKind, value: Money, allowed: Money, at: Instant = .noon
  ) -> Event {
    .limitBreached(
      LimitBreached(
        limit: limit, account: "paper", asset: "USDT", value: value.value, allowed: allowed.value,
        mode: limit.mode, at: at, until: .tuesday))
  }

  private func reset(
    _ limit: LimitKind, at: Instant, to mode: TradingMode = .active
  ) -> Event {
    .limitReset(LimitReset(limit: limit, account: "paper", asset: "USDT", mode: mode, at: at))
  }

  private let flattened = Event.tradingHalted(
    TradingHalted(reason: .dailyFlatten, flatten: true, at: .noon))

  @Test(arguments: [("9800.01", false), ("9800", true), ("9799.99", true)] as [(Money, Bool)])
  func `losing exactly the limit is a hit`(equity: Money, isHit: Bool) {
    let scenario = Scenario.ready()
    let said = scenario.when(.marked(equity: equity))
    #expect(said == (isHit ? [breach(.dailyLoss, value: 10_000 - equity, allowed: 200)] : []))
    let refusal = scenario.refusal(of: .long())
    #expect(refusal?.code == (isHit ? .dailyLoss : nil))
  }

  @Test func `realised and unrealised loss and fees count together`() {
    // 120.50 realised, 61.25 unrealised, 18.25 fees and funding: exactly 2 % of 10 000.
    let scenario = Scenario.ready()
    let said = scenario.when(.marked(equity: 9_800, balance: "9861.25"))
    #expect(said == [breach(.dailyLoss, value: 200, allowed: 200)])
  }

  @Test func `a breach is said once`() {
    let scenario = Scenario.ready()
    scenario.given(.marked(equity: 9_800))
    #expect(scenario.when(.marked(equity: 9_790)) == [])
    #expect(scenario.when(.marked(equity: 9_900)) == [])
    #expect(scenario.refusal(of: .long())?.code == .dailyLoss)
  }

  @Test(arguments: [("9700.01", false), ("9700", true)] as [(Money, Bool)])
  func `a greater loss closes everything`(equity: Money, isHit: Bool) {
    let scenario = Scenario.ready()
    let loss = 10_000 - equity
    let said = scenario.when(.marked(equity: equity))
    let first = breach(.dailyLoss, value: loss, allowed: 200)
    let second = [breach(.dailyFlatten, value: loss, allowed: 300), flattened]
    #expect(said == (isHit ? [first] + second : [first]))
    #expect(scenario.refusal(of: .long())?.code == (isHit ? .halted : .dailyLoss))
  }

  @Test func `the next UTC day lets entries through again`() {
    let scenario = Scenario.ready()
    scenario.given(.marked(equity: 9_700))
    let before = Instant.tuesday - .nanoseconds(1)
    #expect(scenario.when(.ticked(before)) == [])
    #expect(scenario.refusal(of: .long())?.code == .halted)
    #expect(
      scenario.when(.ticked(.tuesday)) == [
        reset(.dailyLoss, at: .tuesday, to: .halted), reset(.dailyFlatten, at: .tuesday),
        .tradingResumed(TradingResumed(at: .tuesday)),
      ])
    #expect(scenario.when(.ticked(.tuesday + .seconds(1))) == [])
    var later = SetupTriggered.long()
    later.expiresAt = .tuesday + .hours(1)
    #expect(scenario.approval(of: later) != nil)
  }

  @Test func `the first tick after midnight begins the day, however late`() {
    let scenario = Scenario.ready()
    scenario.given(.marked(equity: 9_800))
    let late = Instant.tuesday + .hours(30)
    #expect(scenario.when(.ticked(late)) == [reset(.dailyLoss, at: late)])
    #expect(scenario.replica.state.midnight == .tuesday + .days(2))
  }

  @Test func `only what happens after midnight counts for the new day`() {
    let scenario = Scenario.ready()
    scenario.given(.marked(equity: 9_850, balance: 10_000), .ticked(.tuesday))
    // 1.5 % was lost on Monday; the new day's limit is 2 % of 9 850.
    let later = Instant.tuesday + .hours(1)
    #expect(scenario.when(.marked(equity: "9653.01", balance: 10_000, at: later)) == [])
    let said = scenario.when(.marked(equity: 9_653, balance: 10_000, at: later))
    guard case .limitBreached(let breach)? = said.first else {
      Issue.record("no breach")
      return
    }
    #expect(breach.value == 197 && breach.allowed == 197)
    #expect(breach.until == .tuesday + .days(1))
  }

  @Test func `deposits and withdrawals are neither profit nor loss`() {
    let scenario = Scenario.ready()
    #expect(scenario.when(.marked(equity: 4_000, deposits: 4_000)) == [])
    #expect(scenario.when(.marked(equity: 20_000, deposits: 20_000)) == [])
    // Against the 10 000 that the day began with, whatever was added since.
    #expect(
      scenario.when(.marked(equity: 19_800, deposits: 20_000))
        == [breach(.dailyLoss, value: 200, allowed: 200)])
  }

  @Test func `a day that began with nothing counts against what was deposited`() {
    let scenario = Scenario()
    scenario.given(
      .configured(.testing), .ticked(.noon), .marked(equity: 0, deposits: 0),
      .marked(equity: 1_000, deposits: 1_000))
    #expect(scenario.when(.marked(equity: "980.01", deposits: 1_000)) == [])
    #expect(
      scenario.when(.marked(equity: 980, deposits: 1_000))
        == [breach(.dailyLoss, value: 20, allowed: 20)])
  }

  @Test func `an account of another name is not ours`() {
    let scenario = Scenario.ready()
    var mark = EquityMarked()
    mark.account = "other"
    mark.asset = "USDT"
    #expect(scenario.when(.equityMarked(mark)) == [])
    #expect(scenario.approval(of: .long())?.equity == 10_000)
  }

  @Test func `a loss in one asset holds back only what settles in it`() {
    let scenario = Scenario.ready()
    scenario.given(
      .marked(equity: 1_000, deposits: 1_000, asset: "USDC"),
      .marked(equity: 980, deposits: 1_000, asset: "USDC"))
    #expect(scenario.approval(of: .long()) != nil)
  }
}

@Suite struct `Halts` {
  @Test func `a person halts until a person resumes`() {
    let scenario = Scenario.ready()
    let halted = Event.tradingHalted(
      TradingHalted(reason: .requested, flatten: false, at: .noon))
    #expect(scenario.when(.halt) == [halted])
    #expect(scenario.when(.halt) == [])
    #expect(scenario.when(.ticked(.tuesday)) == [])
    #expect(scenario.refusal(of: .long())?.code == .halted)
    let resumed = TradingResumed(isReleased: true, at: .tuesday)
    #expect(scenario.when(.resume) == [.tradingResumed(resumed)])
    #expect(scenario.when(.resume) == [])
    var later = SetupTriggered.long()
    later.expiresAt = .tuesday + .hours(1)
    #expect(scenario.approval(of: later) != nil)
  }

  @Test func `a person cannot end the day's halt`() {
    let scenario = Scenario.ready()
    scenario.given(.marked(equity: 9_700))
    #expect(scenario.when(.resume) == [])
    #expect(scenario.refusal(of: .long())?.code == .halted)
  }

  @Test func `midnight does not end a person's halt`() {
    let scenario = Scenario.ready()
    scenario.given(.marked(equity: 9_700), .halt)
    let said = scenario.when(.ticked(.tuesday))
    #expect(said.map(\.type) == [.limitReset, .limitReset])
    #expect(scenario.replica.state.halts == [.requested])
    #expect(scenario.when(.resume).map(\.type) == [.tradingResumed])
  }

  @Test func `a person's word under the day's halt counts at midnight`() {
    let scenario = Scenario.ready()
    scenario.given(.halt, .marked(equity: 9_700), .resume)
    #expect(scenario.replica.state.halts == [.dailyFlatten])
    let said = scenario.when(.ticked(.tuesday))
    #expect(said.map(\.type) == [.limitReset, .limitReset, .tradingResumed])
  }

  @Test func `a halt in force does not keep the day's loss from closing everything`() {
    let scenario = Scenario.ready()
    scenario.given(.halt)
    let said = scenario.when(.marked(equity: 9_700))
    #expect(said.map(\.type) == [.limitBreached, .limitBreached, .tradingHalted])
  }
}
