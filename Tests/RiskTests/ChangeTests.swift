import EventSourcing
import Events
import Quantities
import RiskCore
import Testing

@Suite struct `Limits that are changed while trading` {
  private let asked = RiskConfiguration.testing

  private func scheduled(
    _ limit: RiskLimit, _ from: FixedPoint, _ to: FixedPoint, at: Instant = .noon
  ) -> Event {
    .limitChangeScheduled(
      LimitChangeScheduled(
        limit: limit, from: from, to: to, at: at, effectiveAt: at + .hours(24)))
  }

  private func changed(
    _ limit: RiskLimit, _ from: FixedPoint, _ to: FixedPoint, at: Instant = .noon
  ) -> Event {
    .limitChanged(LimitChanged(limit: limit, from: from, to: to, at: at))
  }

  @Test func `the first configuration holds at once, and saying it again says nothing`() {
    let scenario = Scenario()
    #expect(scenario.when(.configured(.aggressive)) == [])
    #expect(scenario.replica.state.configuration == .aggressive)
    #expect(scenario.when(.configured(.aggressive)) == [])
  }

  @Test func `a tighter limit holds at once`() {
    let scenario = Scenario.ready()
    #expect(
      scenario.when(.configured(asked.with { $0.riskPerTrade = "0.005" }))
        == [changed(.perTrade, "0.01", "0.005")])
    #expect(scenario.approval(of: .long())?.budget == 50)
  }

  @Test func `a looser limit holds after a day, over a restart`() throws {
    let scenario = Scenario.ready()
    let looser = asked.with { $0.riskPerTrade = "0.02" }
    #expect(scenario.when(.configured(looser)) == [scheduled(.perTrade, "0.01", "0.02")])
    #expect(scenario.replica.state.configuration?.riskPerTrade == "0.01")
    // Asking again, as a start with the same file does, does not begin the delay anew.
    scenario.given(.ticked(.noon + .hours(10)))
    #expect(scenario.when(.configured(looser)) == [])
    try scenario.restart()
    let effective = Instant.noon + .hours(24)
    #expect(scenario.when(.ticked(effective - .nanoseconds(1))) == [])
    #expect(
      scenario.when(.ticked(effective)) == [changed(.perTrade, "0.01", "0.02", at: effective)])
    #expect(scenario.replica.state.configuration == looser)
    #expect(scenario.replica.state.scheduled == [])
  }

  @Test func `another wish begins the delay anew, and taking it back ends it`() {
    let scenario = Scenario.ready()
    scenario.given(.configured(asked.with { $0.riskPerTrade = "0.02" }))
    let later = Instant.noon + .hours(10)
    scenario.given(.ticked(later))
    #expect(
      scenario.when(.configured(asked.with { $0.riskPerTrade = "0.015" }))
        == [scheduled(.perTrade, "0.01", "0.015", at: later)])
    #expect(
      scenario.when(.configured(asked)) == [changed(.perTrade, "0.01", "0.01", at: later)])
    #expect(scenario.when(.ticked(.noon + .days(3))) == [])
    #expect(scenario.replica.state.configuration?.riskPerTrade == "0.01")
  }

  @Test func `the delay itself cannot be shortened at once`() {
    let scenario = Scenario.ready()
    #expect(
      scenario.when(
        .configured(
          asked.with {
            $0.looseningDelay = .seconds(1)
            $0.dailyLoss = "0.03"
          }))
        == [
          scheduled(.dailyLoss, "0.02", "0.03"), scheduled(.looseningDelay, 86_400, 1),
        ])
  }

  @Test func `what is no limit is taken over at once`() {
    let scenario = Scenario.ready()
    #expect(scenario.when(.configured(asked.with { $0.approvalLife = .seconds(7) })) == [])
    #expect(scenario.approval(of: .long())?.expiresAt == .noon + .seconds(7))
  }

  @Test(arguments: RiskLimit.allCases)
  func `each limit changes one thing, and back`(limit: RiskLimit) {
    let (low, high): (FixedPoint, FixedPoint) = limit == .kelly ? (0, 1) : (2, 3)
    var less = asked
    var more = asked
    limit.set(low, in: &less)
    limit.set(high, in: &more)
    #expect(limit.value(in: less) == low && limit.value(in: more) == high)
    #expect(limit.isLooser(high, than: low) != limit.isLooser(low, than: high))
    #expect(!limit.isLooser(low, than: low))
    var back = more
    limit.set(low, in: &back)
    #expect(back == less)
    for other in RiskLimit.allCases where other != limit {
      #expect(other.value(in: less) == other.value(in: more))
    }
  }

  @Test func `a profile can be changed as a whole, in both directions`() {
    let scenario = Scenario.ready(.moderate)
    let tighter = scenario.when(.configured(.conservative))
    #expect(tighter.count > 15 && tighter.allSatisfy { $0.type != .limitChangeScheduled })
    #expect(scenario.replica.state.configuration == .conservative)
    let looser = scenario.when(.configured(.aggressive))
    #expect(looser.count > 15 && looser.allSatisfy { $0.type != .limitChanged })
    var inForce = RiskConfiguration.conservative
    inForce.profile = .aggressive
    #expect(scenario.replica.state.configuration == inForce)
    scenario.given(.ticked(.noon + .hours(24)))
    #expect(scenario.replica.state.configuration == .aggressive)
  }

  @Test func `no profile is looser than a bolder one`() {
    let profiles = [RiskConfiguration.conservative, .moderate, .aggressive]
    for (careful, bold) in zip(profiles, profiles.dropFirst()) {
      for limit in RiskLimit.allCases {
        #expect(!limit.isLooser(limit.value(in: careful), than: limit.value(in: bold)))
      }
    }
    #expect(RiskConfiguration.of(.custom).with { $0.profile = .moderate } == .moderate)
  }
}
