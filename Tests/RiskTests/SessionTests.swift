import EventSourcing
import Events
import Quantities
import RiskCore
import Testing

extension Event {
  fileprivate static let halt = Event.haltRequested(HaltRequested(reason: "lunch"))
  fileprivate static let resume = Event.resumeRequested(ResumeRequested(reason: "back"))
}

extension Scenario {
  /// The limits that an event hits and those it clears, in words.
  func story(_ event: Event) -> [String] {
    when(event).map { said in
      switch said {
      case .limitBreached(let breach): "\(breach.limit.rawValue) \(breach.mode.rawValue)"
      case .limitReset(let reset): "no \(reset.limit.rawValue) \(reset.mode.rawValue)"
      case .tradingHalted(let halt): "halt \(halt.reason.rawValue) \(halt.flatten)"
      case .tradingResumed: "resumed"
      default: "\(said.type.rawValue)"
      }
    }
  }

  /// Why a trigger of that moment is refused; nil when it is approved.
  func answer(at instant: Instant, _ name: String = "asked") -> RefusalCode? {
    var trigger = SetupTriggered.long(name)
    trigger.at = instant
    trigger.expiresAt = instant + .hours(1)
    return refusal(of: trigger)?.code
  }
}

@Suite struct `Losses of longer sessions` {
  // Wednesday, 28 February 2024; the leap day is Thursday, March begins on Friday.
  private static let wednesday = Instant(Instant.Components(year: 2024, month: 2, day: 28))!

  private func ready(
    _ change: (inout RiskConfiguration) -> Void = { _ in }
  ) -> Scenario {
    let scenario = Scenario()
    scenario.given(
      .configured(
        .testing.with {
          $0.dailyLoss = "0.5"
          $0.dailyFlatten = "0.5"
          change(&$0)
        }), .listed("paper:BTC/USDT"), .listed("paper:ETH/USDT"),
      .ticked(Self.wednesday + .hours(12)),
      .marked(equity: 10_000, at: Self.wednesday + .hours(12)))
    return scenario
  }

  @Test(arguments: [("9500.01", []), ("9500", ["weekly-loss reducing"])] as [(String, [String])])
  func `a week's loss counts from Monday, exactly the limit is a hit`(
    equity: String, said: [String]
  ) {
    let scenario = ready()
    let saturday = Self.wednesday + .days(3)
    scenario.given(.ticked(saturday))
    #expect(scenario.story(.marked(equity: Money(equity)!, at: saturday + .hours(1))) == said)
    #expect(scenario.answer(at: saturday) == (said.isEmpty ? nil : .weeklyLoss))
  }

  @Test func `a week's loss lasts until Monday, over the end of the month and a restart`() throws {
    let scenario = ready()
    scenario.given(.marked(equity: 9_500, at: Self.wednesday + .hours(13)))
    let monday = Self.wednesday + .days(5)
    #expect(scenario.replica.state.breaches.map(\.until) == [monday])
    for instant in [Self.wednesday + .days(2), monday - .nanoseconds(1)] {
      #expect(scenario.story(.ticked(instant)) == [])
      #expect(scenario.answer(at: instant) == .weeklyLoss)
    }
    try scenario.restart()
    #expect(scenario.answer(at: monday - .nanoseconds(1)) == .weeklyLoss)
    #expect(scenario.story(.ticked(monday)) == ["no weekly-loss active"])
    #expect(scenario.answer(at: monday) == nil)
    // What was lost before Monday does not count again.
    #expect(scenario.story(.marked(equity: 9_100, at: monday + .hours(1))) == [])
  }

  @Test func `a month's loss lasts until the first and a person's word`() {
    let scenario = ready { $0.weeklyLoss = "0.5" }
    #expect(
      scenario.story(.marked(equity: 9_200, at: Self.wednesday + .hours(13)))
        == ["monthly-loss reducing"])
    let march = Self.wednesday + .days(2)
    #expect(scenario.replica.state.breaches.map(\.until) == [march])
    #expect(scenario.story(.ticked(march + .days(4))) == [])
    #expect(scenario.answer(at: march + .days(4)) == .monthlyLoss)
    #expect(scenario.story(.resume) == ["resumed", "no monthly-loss active"])
    #expect(scenario.story(.resume) == [])
    #expect(scenario.answer(at: march + .days(4)) == nil)
  }

  @Test func `a person's word before the first counts on the first`() {
    let scenario = ready { $0.weeklyLoss = "0.5" }
    scenario.given(.marked(equity: 9_200, at: Self.wednesday + .hours(13)))
    #expect(scenario.story(.resume) == [])
    let march = Self.wednesday + .days(2)
    #expect(scenario.story(.ticked(march - .nanoseconds(1))) == [])
    #expect(scenario.answer(at: march - .nanoseconds(1)) == .monthlyLoss)
    #expect(scenario.story(.ticked(march)) == ["no monthly-loss active"])
  }

  @Test func `a day, a week and a month can end together, each says so`() {
    let scenario = Scenario.ready()
    // Monday noon: 8 % of the day, of the week and of the month.
    #expect(
      scenario.story(.marked(equity: 9_200)) == [
        "daily-loss reducing", "daily-flatten halted", "halt daily-flatten true",
        "weekly-loss halted", "monthly-loss halted",
      ])
    #expect(scenario.replica.state.mode(in: "USDT") == .halted)
    // The halt of the day is over; the week and the month still hold trading back.
    #expect(
      scenario.story(.ticked(.tuesday)) == [
        "no daily-loss halted", "no daily-flatten reducing", "resumed",
      ])
    #expect(scenario.replica.state.mode(in: "USDT") == .reducing)
    #expect(scenario.replica.state.mode(in: "USDC") == .active)
    #expect(scenario.answer(at: .tuesday) == .weeklyLoss)
  }

  @Test func `a trade over midnight belongs to the new day with its change since`() {
    let scenario = Scenario.ready()
    // 150 lost at midnight, as the mark of midnight itself says, which comes after the tick.
    scenario.given(.ticked(.tuesday), .marked(equity: 9_850, balance: 10_000, at: .tuesday))
    let later = Instant.tuesday + .hours(1)
    #expect(scenario.story(.marked(equity: "9653.01", balance: 10_000, at: later)) == [])
    #expect(
      scenario.story(.marked(equity: 9_653, balance: 10_000, at: later))
        == ["daily-loss reducing"])
  }

  @Test func `a mark of the next day begins it before its tick`() {
    let scenario = Scenario.ready()
    scenario.given(.marked(equity: 9_850), .marked(equity: 9_700, at: .tuesday + .hours(1)))
    // 3 % since Monday, but 1.5 % since Tuesday began.
    #expect(scenario.replica.state.breaches == [])
    #expect(scenario.replica.state.midnight == .tuesday + .days(1))
  }
}

@Suite struct `Losing trades in a row` {
  private func lost(_ net: Money = -1, at: Instant = .noon) -> Event {
    .closed(.zero, on: "paper:BTC/USDT", net: net, multiple: Ratio(net.value), at: at)
  }

  private func ready() -> Scenario { .ready(.testing.with { $0.consecutiveLosses = 4 }) }

  @Test func `the fourth pauses for twelve hours`() {
    let scenario = ready()
    for _ in 0..<3 { #expect(scenario.story(lost()) == []) }
    #expect(scenario.answer(at: .noon) == nil)
    #expect(scenario.story(lost()) == ["consecutive-losses reducing"])
    let over = Instant.noon + .hours(12)
    #expect(scenario.story(.ticked(over - .nanoseconds(1))) == [])
    #expect(scenario.answer(at: over - .nanoseconds(1), "two") == .consecutiveLosses)
    // A win during the pause does not end it, nor does a person's word.
    #expect(scenario.story(lost(5)) == [] && scenario.story(.resume) == [])
    #expect(scenario.story(.ticked(over)) == ["no consecutive-losses active"])
    // The count begins anew.
    #expect(scenario.story(lost(at: over)) == [])
  }

  @Test func `a win begins the count anew, a trade without profit or loss does not`() {
    let scenario = ready()
    for net in [-1, -1, -1, 1, -1, -1, 0, -1] as [Money] {
      #expect(scenario.story(lost(net)) == [], "\(net)")
    }
    #expect(scenario.story(lost()) == ["consecutive-losses reducing"])
  }
}

@Suite struct `Drawdown` {
  private func ready() -> Scenario {
    .ready(
      .testing.with {
        $0.dailyLoss = 1
        $0.dailyFlatten = 1
        $0.weeklyLoss = 1
        $0.monthlyLoss = 1
      })
  }

  @Test func `a tenth from the highest halves the size until it is recovered`() {
    let scenario = ready()
    scenario.given(.marked(equity: 12_500))
    #expect(scenario.story(.marked(equity: "11250.01")) == [])
    #expect(scenario.story(.marked(equity: "11237.50")) == ["soft-drawdown active"])
    #expect(scenario.approval(of: .long())?.budget == "56.1875")
    #expect(scenario.story(.marked(equity: "11250.01")) == ["no soft-drawdown active"])
    #expect(scenario.story(.marked(equity: 11_250)) == ["soft-drawdown active"])
  }

  @Test func `deposits raise the mark and withdrawals lower it`() {
    let scenario = ready()
    scenario.given(
      .marked(equity: 12_500), .marked(equity: 11_500, deposits: 9_000),
      .marked(equity: 21_500, deposits: 19_000))
    #expect(scenario.replica.state.books[0].peak == 21_500)
    #expect(scenario.story(.marked(equity: 19_350, deposits: 19_000)) == ["soft-drawdown active"])
  }

  @Test func `fifteen percent halt until a person's word, which begins anew`() throws {
    let scenario = ready()
    #expect(
      scenario.story(.marked(equity: 8_500))
        == ["soft-drawdown active", "hard-drawdown halted", "halt hard-drawdown true"])
    #expect(scenario.story(.marked(equity: 9_990)) == ["no soft-drawdown halted"])
    try scenario.restart()
    #expect(scenario.story(.ticked(.tuesday + .days(40))) == [])
    #expect(scenario.answer(at: .tuesday + .days(40)) == .halted)
    #expect(scenario.story(.resume) == ["resumed", "no hard-drawdown active"])
    #expect(scenario.replica.state.books[0].peak == 9_990)
    #expect(scenario.answer(at: .tuesday + .days(40)) == nil)
    #expect(scenario.story(.marked(equity: "8991.01", at: .tuesday + .days(40))) == [])
  }

  @Test func `under the day's halt, a person's word releases the drawdown alone`() {
    let scenario = ready()
    scenario.tighten {
      $0.dailyFlatten = "0.15"
      $0.dailyLoss = "0.15"
      $0.weeklyLoss = 1
      $0.monthlyLoss = 1
    }
    scenario.given(.marked(equity: 8_500))
    #expect(scenario.replica.state.halts == [.dailyFlatten, .hardDrawdown])
    #expect(
      scenario.story(.resume) == ["no soft-drawdown halted", "no hard-drawdown halted"])
    #expect(
      scenario.story(.ticked(.tuesday)) == [
        "no daily-loss halted", "no daily-flatten active", "resumed",
      ])
  }

  @Test func `whether everything is closed is configured`() {
    let scenario = ready()
    scenario.tighten {
      $0.dailyLoss = 1
      $0.dailyFlatten = 1
      $0.weeklyLoss = 1
      $0.monthlyLoss = 1
      $0.flattenOnDrawdown = false
    }
    #expect(scenario.story(.marked(equity: 8_500)).last == "halt hard-drawdown false")
  }
}

@Suite struct `What is held` {
  @Test func `above its limit and a fifth more, only exits are left until it is back`() {
    let scenario = Scenario.ready(.testing.with { $0.accountLeverage = 3 })
    let trade = Identifier(of: "big")
    scenario.given(
      .opened(trade, on: "paper:ETH/USDT", quantity: 18, entry: 2_000, stop: 2_000))
    #expect(scenario.story(.marked(equity: 10_000)) == [])
    // The price decides, not the entry.
    scenario.given(.bar("paper:ETH/USDT", "2000.1", closing: .noon))
    #expect(
      scenario.story(.marked(equity: 10_000)) == [
        "leverage reducing", "ExposureReductionRequested",
      ])
    #expect(scenario.answer(at: .noon) == .leverageExceeded)
    var target = TargetReached()
    target.trade = trade
    target.remaining = 15
    scenario.given(.targetReached(target))
    #expect(scenario.story(.marked(equity: 10_000)) == [])
    scenario.given(.bar("paper:ETH/USDT", 2_000, closing: .noon))
    #expect(scenario.story(.marked(equity: 10_000)) == ["no leverage active"])
  }

  @Test func `a limit on what is held ends with the trade, without a mark`() {
    let scenario = Scenario.ready(.testing.with { $0.accountLeverage = 3 })
    let trade = Identifier(of: "big")
    scenario.given(
      .opened(trade, on: "paper:ETH/USDT", quantity: 19, entry: 2_000, stop: 2_000),
      .marked(equity: 10_000), .closed(trade, on: "paper:ETH/USDT"))
    #expect(scenario.story(.ticked(.noon + .seconds(1))) == ["no leverage active"])
  }

  @Test func `maintenance margin warns, then leaves exits alone`() {
    let scenario = Scenario.ready(.testing.with { $0.accountLeverage = 1_000 })
    // 0.4 % of 1 500 000 is 60 % of 10 000, of 2 000 000 80 %.
    for (quantity, said) in [
      ("750", []), ("750.001", ["margin-warning active"]), ("1000", []),
      ("1000.001", ["margin-ratio reducing"]),
    ] as [(String, [String])] {
      scenario.given(
        .opened(
          Identifier(of: "big"), on: "paper:ETH/USDT", quantity: Quantity(quantity)!,
          entry: 2_000, stop: 2_000))
      #expect(scenario.story(.marked(equity: 10_000)) == said, "\(quantity)")
    }
    #expect(scenario.story(.marked(equity: 10_001)) == ["no margin-ratio active"])
  }
}
