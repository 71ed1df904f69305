import EventSourcing
import Events
import Foundation
import Quantities
import RiskCore
import TestSupport
import Testing

/// A made-up life of some days: ticks, marks, triggers, trades, halts.
struct History {
  var seed: Seeded
  var now = Instant.noon
  var equity: Money = 10_000
  var trades: [Identifier] = []
  var setups = 0

  init(seed: Int) { self.seed = Seeded(seed) }

  static func events(seed: Int, count: Int) -> [Event] {
    var history = History(seed: seed)
    let opening: [Event] = [
      .configured(.testing), .listed("paper:BTC/USDT"), .listed("paper:ETH/USDT"),
      .ticked(history.now), .marked(equity: history.equity),
    ]
    return opening + (0..<count).map { _ in history.next() }
  }

  mutating func next() -> Event {
    switch Int.random(in: 0..<20, using: &seed) {
    case 0..<6:
      now += .minutes(Int64.random(in: 1...240, using: &seed))
      return .ticked(now)
    case 6..<11:
      equity += Money(Int.random(in: -90...100, using: &seed))
      return .marked(equity: equity, at: now)
    case 11..<15: return .setupTriggered(trigger())
    case 15: return .haltRequested(HaltRequested(reason: "test"))
    case 16: return .resumeRequested(ResumeRequested(reason: "test"))
    default: return step(of: trades.randomElement(using: &seed) ?? .zero)
    }
  }

  private mutating func trigger() -> SetupTriggered {
    setups += 1
    // The last is not listed.
    let instruments: [Name] = ["paper:BTC/USDT", "paper:ETH/USDT", "paper:XRP/USDT"]
    let instrument = instruments[Int.random(in: 0..<3, using: &seed)]
    let distance = Price(Int.random(in: -20...500, using: &seed))
    var trigger = SetupTriggered.long(
      "\(setups)", on: instrument, entry: Bool.random(using: &seed) ? .limit : .market,
      stop: 27_412 - distance)
    trigger.expiresAt = now + .hours(1)
    trades.append(Identifier(of: "trade", trigger.setup.description))
    return trigger
  }

  private mutating func step(of trade: Identifier) -> Event {
    switch Int.random(in: 0..<4, using: &seed) {
    case 0: return .entryRequested(trade)
    case 1:
      return .opened(trade, on: "paper:BTC/USDT", quantity: "0.1", entry: 27_400, stop: 27_000)
    case 2: return .closed(trade, on: "paper:BTC/USDT")
    default: return .abandoned(trade)
    }
  }
}

@Suite struct `A risk service that starts again` {
  @Test(arguments: 0..<40) func `goes on as if it had not stopped`(number: Int) throws {
    let events = History.events(seed: number, count: 400)
    var seed = Seeded(number &+ 1_000)
    var undisturbed = Replica<Risk>()
    var restarted = Replica<Risk>()
    for event in events {
      let answer = undisturbed.answer(event)
      let again = restarted.answer(event)
      if again != answer { Issue.record("\(event): \(String(describing: again))") }
      if Int.random(in: 0..<50, using: &seed) == 0 {
        let kept = try JSONEncoder().encode(restarted.state)
        restarted = Replica(restoring: try JSONDecoder().decode(Risk.State.self, from: kept))
      }
    }
    #expect(restarted.state == undisturbed.state)
  }

  @Test(arguments: 0..<40) func `folds its history to the same state`(number: Int) {
    var undisturbed = Replica<Risk>()
    var rebuilt = Replica<Risk>()
    for event in History.events(seed: number, count: 400) {
      let answers = undisturbed.answer(event) ?? []
      rebuilt.replay(event, answers: answers.map(\.event))
    }
    #expect(rebuilt.state == undisturbed.state)
  }

  @Test func `the made-up lives reach what they are for`() {
    var said: Set<EventType> = []
    var codes: Set<RefusalCode> = []
    for number in 0..<40 {
      var replica = Replica<Risk>()
      for event in History.events(seed: number, count: 400) {
        for conclusion in replica.answer(event) ?? [] {
          said.insert(conclusion.event.type)
          if case .tradeRefused(let refused) = conclusion { codes.insert(refused.code) }
        }
      }
    }
    #expect(
      said == [
        .tradeApproved, .tradeRefused, .limitBreached, .limitReset, .tradingHalted,
        .tradingResumed,
      ])
    #expect(codes.count >= 5)
  }
}
