import Events
import Quantities
import RiskCore
import Testing

/// A thing that is wrong, and what a trigger is refused for when it is.
struct Fault: Sendable, CustomTestStringConvertible {
  let code: RefusalCode
  let value: FixedPoint
  let limit: FixedPoint
  let prepare: @Sendable (Scenario, inout SetupTriggered) -> Void

  var testDescription: String { code.rawValue }

  /// In the order of the checks.
  static let all: [Fault] = [
    Fault(code: .halted, value: 1, limit: 0) { scenario, _ in
      scenario.given(.haltRequested(HaltRequested(reason: "lunch")))
    },
    Fault(code: .unknownInstrument, value: 0, limit: 0) { _, trigger in
      trigger.instrument = "paper:XRP/USDT"
    },
    Fault(code: .noShorting, value: 0, limit: 0) { scenario, trigger in
      scenario.given(.listed("paper:BTC/USDT", kind: .spot))
      trigger.direction = .short
    },
    Fault(code: .expired, value: 21_600, limit: 21_600) { scenario, _ in
      scenario.given(.ticked(.noon + .hours(6)))
    },
    Fault(code: .degraded, value: 1, limit: 0) { scenario, trigger in
      scenario.given(
        .feedGapOpened(
          FeedGapOpened(instrument: trigger.instrument, timeFrame: .h1, expected: .noon)))
    },
    Fault(code: .unknownEquity, value: 0, limit: 0) { scenario, trigger in
      scenario.given(.unquoted(trigger.instrument))
    },
    Fault(code: .dailyLoss, value: 200, limit: 200) { scenario, _ in
      scenario.given(.marked(equity: 9_800))
    },
    Fault(code: .maximumTrades, value: 3, limit: 3) { scenario, _ in
      for name in ["a", "b", "c"] {
        scenario.given(
          .opened(Identifier(of: name), on: "elsewhere", quantity: 1, entry: 10, stop: 10))
      }
    },
    Fault(code: .maximumPerInstrument, value: 1, limit: 1) { scenario, trigger in
      scenario.given(
        .opened(
          Identifier(of: "a"), on: "paper:BTC/USDT", quantity: "0.001", entry: 10, stop: 10))
    },
    Fault(code: .stopSide, value: "27500", limit: "27412.5") { _, trigger in
      trigger.stop = trigger.direction == .long ? 27_500 : 27_000
    },
    Fault(code: .belowMinimum, value: 0, limit: "0.001") { scenario, _ in
      scenario.given(
        .opened(
          Identifier(of: "big"), on: "paper:ETH/USDT", quantity: 25, entry: 2_000, stop: 2_000))
    },
    Fault(code: .openRisk, value: "400.759217", limit: 300) { scenario, _ in
      scenario.given(
        .opened(
          Identifier(of: "risky"), on: "paper:ETH/USDT", quantity: 1, entry: 1_000,
          stop: 700))
    },
  ]
}

extension Event {
  /// An instrument whose settlement asset nobody has marked.
  fileprivate static func unquoted(_ instrument: Name) -> Event {
    guard case .instrumentListed(var listing) = Event.listed(instrument) else { fatalError() }
    listing.quote = "EUR"
    return .instrumentListed(listing)
  }
}

@Suite struct `Refusals` {
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
        if [early.code, late.code].allSatisfy({ [.noShorting, .unknownEquity].contains($0) }) {
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
    #expect(pairs > 60)
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
