import Events
import Quantities
import RiskCore
import Testing

@Suite struct `Refusals` {
  @Test func `every code has its place in the order, and a fault`() {
    #expect(Fault.all.map(\.code) == RefusalCode.allCases)
  }

  @Test(arguments: Fault.all.indices)
  func `each fault alone is named with its two numbers`(index: Int) throws {
    let fault = Fault.all[index]
    let scenario = Scenario.ready()
    var trigger = SetupTriggered.long()
    fault.prepare(scenario, &trigger)
    let refused = try #require(scenario.refusal(of: trigger))
    #expect(refused.code == fault.code)
    #expect(refused.value == fault.value)
    #expect(refused.limit == fault.limit)
    #expect(refused.setup == trigger.setup)
    #expect(refused.strategy == trigger.strategy)
    #expect(refused.instrument == trigger.instrument)
  }

  @Test func `of two faults the earlier check answers`() throws {
    var pairs = 0
    for first in Fault.all.indices {
      for second in Fault.all.indices where second > first {
        let (early, late) = (Fault.all[first], Fault.all[second])
        // What a listing is listed as, one fault at a time can say.
        if [early.code, late.code].allSatisfy({
          [.noShorting, .unknownEquity, .belowMinimum].contains($0)
        }) {
          continue
        }
        // What is held for the one is above the limit of the other.
        if early.code == .marginRatio, late.code == .accountLeverage { continue }
        // A limit of the session is about an asset, which is not known of these.
        if Fault.session.contains(where: { $0.code == early.code }),
          [.unknownInstrument, .unknownEquity].contains(late.code)
        {
          continue
        }
        let scenario = Scenario.ready()
        var trigger = SetupTriggered.long()
        late.prepare(scenario, &trigger)
        early.prepare(scenario, &trigger)
        let refused = try #require(scenario.refusal(of: trigger))
        #expect(refused.code == early.code, "\(early.code) before \(late.code)")
        pairs += 1
      }
    }
    #expect(pairs > 400)
  }

  @Test func `a refusal takes no place`() {
    let scenario = Scenario.ready()
    var trigger = SetupTriggered.long()
    trigger.stop = 28_000
    #expect(scenario.refusal(of: trigger)?.code == .stopSide)
    #expect(scenario.approval(of: .long("two")) != nil)
  }

  @Test func `without a configuration nothing is approved`() {
    let scenario = Scenario()
    scenario.given(.listed("paper:BTC/USDT"), .ticked(.noon), .marked(equity: 10_000))
    #expect(scenario.refusal(of: .long())?.code == .halted)
  }
}
