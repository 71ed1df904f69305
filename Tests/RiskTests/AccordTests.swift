import EventSourcing
import Events
import Quantities
import RiskCore
import Testing

extension InstrumentDiverged {
  static func testing(_ instrument: Name) -> InstrumentDiverged {
    InstrumentDiverged(
      instrument: instrument, what: .position, expected: 1, actual: 2, at: .noon)
  }
}

extension DiscrepancyFound {
  /// Something of an instrument, an asset, or all; three where two are expected.
  static func testing(
    _ name: String = "one", about asset: Name, account: Name = "paper"
  ) -> DiscrepancyFound {
    DiscrepancyFound(
      discrepancy: Identifier(of: name), what: "L5-overfill", account: account, asset: asset,
      expected: 2, actual: 3, at: .noon)
  }
}

extension Event {
  fileprivate static func cleared(_ name: String, about asset: Name) -> Event {
    .discrepancyCleared(
      DiscrepancyCleared(
        discrepancy: Identifier(of: name), what: "L5-overfill", account: "paper", asset: asset,
        since: .noon, at: .noon))
  }

  fileprivate static func diverged(_ cause: TradeDivergence, on instrument: Name) -> Event {
    .tradeDiverged(
      TradeDiverged(
        trade: Identifier(of: "t"), setup: .zero, instrument: instrument, cause: cause,
        expected: 1, actual: 2, at: .noon))
  }

  fileprivate static func reconciled(_ instrument: Name) -> Event {
    .instrumentReconciled(InstrumentReconciled(instrument: instrument, at: .noon))
  }

  fileprivate static let resume = Event.resumeRequested(ResumeRequested(reason: "seen"))
}

private let bitcoin: Name = "paper:BTC/USDT"
private let ether: Name = "paper:ETH/USDT"

extension Scenario {
  /// Why a trade of either instrument is refused; a trade that is approved is given up.
  fileprivate func refusals() -> [RefusalCode?] {
    [bitcoin, ether].map { instrument in
      let name = "\(instrument) after \(replica.state.recent.count)"
      guard let approved = approval(of: .long(name, on: instrument)) else {
        return refusal(of: .long(name, on: instrument))?.code
      }
      given(.abandoned(approved.trade), .ticked((replica.state.now ?? .noon) + .seconds(3)))
      return nil
    }
  }
}

@Suite struct `What is not as the log says` {
  @Test func `an instrument that diverged takes no exposure until it is reconciled`() {
    let scenario = Scenario.ready()
    #expect(scenario.when(.instrumentDiverged(.testing(bitcoin))) == [])
    #expect(scenario.refusals() == [.diverged, nil])
    #expect(scenario.when(.reconciled(ether)) == [])
    #expect(scenario.refusals() == [.diverged, nil])
    #expect(scenario.when(.reconciled(bitcoin)) == [])
    #expect(scenario.refusals() == [nil, nil])
  }

  @Test(arguments: [TradeDivergence.contradiction, .stuck, .stray])
  func `a trade that contradicts its venue stops its instrument, not the account`(
    cause: TradeDivergence
  ) {
    let scenario = Scenario.ready()
    #expect(scenario.when(.diverged(cause, on: bitcoin)) == [])
    #expect(scenario.replica.state.halts == [])
    #expect(scenario.refusals() == [.diverged, nil])
    #expect(scenario.story(.resume) == ["resumed"])
    #expect(scenario.refusals() == [nil, nil])
  }

  @Test(arguments: [false, true])
  func `an order of ours that was never sent stops everything`(flattens: Bool) {
    let scenario = Scenario.ready(.testing.with { $0.flattenOnKill = flattens })
    #expect(scenario.story(.diverged(.unsent, on: bitcoin)) == ["halt diverged \(flattens)"])
    #expect(scenario.story(.diverged(.unsent, on: bitcoin)) == [])
    #expect(scenario.refusals() == [.halted, .halted])
    // The venue's word about the instrument is not a person's.
    #expect(scenario.story(.reconciled(bitcoin)) == [])
    #expect(scenario.refusals() == [.halted, .halted])
    #expect(scenario.story(.resume) == ["resumed"])
    #expect(scenario.refusals() == [nil, nil])
  }

  @Test func `a new day releases its loss, not what diverged`() {
    let scenario = Scenario.ready()
    scenario.given(.instrumentDiverged(.testing(bitcoin)), .marked(equity: 9_700))
    #expect(scenario.when(.ticked(.tuesday)).last == .tradingResumed(TradingResumed(at: .tuesday)))
    #expect(scenario.answer(at: .tuesday) == .diverged)
  }

  @Test func `a discrepancy holds back what it concerns, and its end releases exactly that`() {
    let both: [RefusalCode?] = [.discrepancy, .discrepancy]
    for (asset, refusals) in [
      (bitcoin, [.discrepancy, nil]), ("USDT", both), ("USDC", [nil, nil]), ("", both),
    ] as [(Name, [RefusalCode?])] {
      let scenario = Scenario.ready()
      #expect(
        scenario.story(.discrepancyFound(.testing(about: asset))) == ["discrepancy reducing"])
      #expect(scenario.story(.discrepancyFound(.testing(about: asset))) == [])
      #expect(scenario.refusals() == refusals, "\(asset)")
      #expect(scenario.story(.cleared("other", about: asset)) == [])
      #expect(scenario.refusals() == refusals, "\(asset)")
      #expect(scenario.story(.cleared("one", about: asset)) == ["no discrepancy active"])
      #expect(scenario.refusals() == [nil, nil], "\(asset)")
    }
  }

  @Test func `of two discrepancies the last that ends releases`() {
    let scenario = Scenario.ready()
    #expect(
      scenario.story(.discrepancyFound(.testing(about: "USDT"))) == ["discrepancy reducing"])
    #expect(scenario.story(.discrepancyFound(.testing("two", about: "USDT"))) == [])
    #expect(scenario.story(.cleared("one", about: "USDT")) == [])
    #expect(scenario.refusals() == [.discrepancy, .discrepancy])
    #expect(scenario.story(.cleared("two", about: "USDT")) == ["no discrepancy active"])
  }

  @Test func `other limits are not touched by a discrepancy and its end`() {
    let scenario = Scenario.ready()
    scenario.given(.marked(equity: 9_800), .haltRequested(HaltRequested(reason: "lunch")))
    #expect(scenario.story(.discrepancyFound(.testing(about: "USDT"))) == ["discrepancy halted"])
    #expect(scenario.story(.cleared("one", about: "USDT")) == ["no discrepancy halted"])
    #expect(scenario.replica.state.halts == [.requested])
    #expect(scenario.replica.state.breaches.map(\.limit) == [.dailyLoss])
  }

  @Test func `a person's word ends a discrepancy, whose end is then no news`() {
    let scenario = Scenario.ready()
    scenario.given(.discrepancyFound(.testing(about: "USDT")))
    #expect(scenario.story(.resume) == ["resumed", "no discrepancy active"])
    #expect(scenario.refusals() == [nil, nil])
    #expect(scenario.story(.cleared("one", about: "USDT")) == [])
    #expect(
      scenario.story(.discrepancyFound(.testing(about: "USDT"))) == ["discrepancy reducing"])
  }

  @Test func `a discrepancy of another account is not ours`() {
    let scenario = Scenario.ready()
    #expect(scenario.story(.discrepancyFound(.testing(about: "USDT", account: "other"))) == [])
    #expect(scenario.refusals() == [nil, nil])
  }

  @Test func `all of it survives a restart at any point`() throws {
    let events: [Event] = [
      .instrumentDiverged(.testing(bitcoin)), .discrepancyFound(.testing(about: ether)),
      .discrepancyFound(.testing("two", about: "USDT")), .cleared("two", about: "USDT"),
      .diverged(.unsent, on: ether), .resume, .instrumentDiverged(.testing(ether)),
      .discrepancyFound(.testing("three", about: "USDT")), .reconciled(ether),
      .cleared("three", about: "USDT"),
    ]
    let undisturbed = Scenario.ready()
    let expected = events.map { undisturbed.story($0) }
    for cut in events.indices {
      let scenario = Scenario.ready()
      var said: [[String]] = []
      for (index, event) in events.enumerated() {
        if index == cut { try scenario.restart() }
        said.append(scenario.story(event))
      }
      #expect(said == expected)
      #expect(scenario.replica.state == undisturbed.replica.state, "cut before \(cut)")
    }
  }
}
