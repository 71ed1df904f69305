import EventSourcing
import Events
import Foundation
import Quantities
import RiskCore
import TestSupport
import Testing

/// A made-up life of some days: ticks, bars, marks, triggers, trades, halts, other limits.
struct History {
  var seed: Seeded
  var now = Instant.noon
  var equity: Money = 10_000
  var price: Price = "27412.5"
  var trades: [Identifier] = []
  var setups = 0

  init(seed: Int) { self.seed = Seeded(seed) }

  static let limits = RiskConfiguration.testing.with {
    $0.accountLeverage = 1
    $0.groupRisk = "0.015"
    $0.groupExposure = 1
    $0.valueAtRisk = "0.08"
    $0.conditionalValueAtRisk = "0.1"
    $0.consecutiveLosses = 3
    $0.kelly = true
    $0.kellyTrades = 5
  }

  static func events(seed: Int, count: Int) -> [Event] {
    var history = History(seed: seed)
    let opening: [Event] = [
      .configured(limits), .listed("paper:BTC/USDT"), .listed("paper:ETH/USDT"),
      .ticked(history.now), .marked(equity: history.equity),
    ]
    return opening + (0..<count).flatMap { _ in history.next() }
  }

  mutating func next() -> [Event] {
    switch Int.random(in: 0..<44, using: &seed) {
    case 0..<12: return passTime()
    case 12..<20:
      equity += Money(Int.random(in: -90...100, using: &seed))
      return [.marked(equity: equity, at: now)]
    case 20..<28: return [.setupTriggered(trigger())]
    case 28: return [.haltRequested(HaltRequested(reason: "test"))]
    case 29..<32: return [.resumeRequested(ResumeRequested(reason: "test"))]
    case 40: return [accord()]
    case 41: return [discrepancy()]
    case 42:
      var reduced = TradeReduced()
      reduced.trade = trades.randomElement(using: &seed) ?? .zero
      reduced.remaining = "0.05"
      return [.tradeReduced(reduced)]
    case 32: return [.configured(Self.limits.with { $0.riskPerTrade = wish() })]
    default: return [step(of: trades.randomElement(using: &seed) ?? .zero)]
    }
  }

  private mutating func accord() -> Event {
    let instrument: Name = Bool.random(using: &seed) ? "paper:BTC/USDT" : "paper:ETH/USDT"
    switch Int.random(in: 0..<8, using: &seed) {
    case 0: return .instrumentDiverged(.testing(instrument))
    case 1:
      let causes: [TradeDivergence] = [.contradiction, .stray, .stuck, .unsent]
      var diverged = TradeDiverged()
      diverged.trade = trades.randomElement(using: &seed) ?? .zero
      diverged.instrument = instrument
      diverged.cause = causes[Int.random(in: 0..<4, using: &seed)]
      diverged.actual = "0.02"
      return .tradeDiverged(diverged)
    default:
      return .instrumentReconciled(InstrumentReconciled(instrument: instrument, at: now))
    }
  }

  private mutating func discrepancy() -> Event {
    let about: Name = Bool.random(using: &seed) ? "paper:BTC/USDT" : "USDT"
    let name = Bool.random(using: &seed) ? "one" : "two"
    guard seed.chance(75) else { return .discrepancyFound(.testing(name, about: about)) }
    return .discrepancyCleared(
      DiscrepancyCleared(
        discrepancy: Identifier(of: name), what: "L5-overfill", account: "paper", asset: about,
        since: now, at: now))
  }

  private mutating func wish() -> Ratio {
    Ratio(Int.random(in: 4...20, using: &seed)).divided(by: 1_000)
  }

  /// The clock, and bars of both instruments at every hour on the way.
  private mutating func passTime() -> [Event] {
    let before = now
    now += .minutes(Int64.random(in: 1...240, using: &seed))
    price += Price(Int.random(in: -60...60, using: &seed))
    var events: [Event] = [.ticked(now)]
    var hour = TimeFrame.h1.opening(of: before) + .hours(1)
    while hour <= now {
      for instrument in ["paper:BTC/USDT", "paper:ETH/USDT"] as [Name] {
        let ripple = Price(Int.random(in: -60...60, using: &seed))
        events.append(.bar(instrument, price + ripple, closing: hour, .h1))
      }
      hour += .hours(1)
    }
    return events
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
    switch Int.random(in: 0..<6, using: &seed) {
    case 0: return .entryRequested(trade)
    case 1:
      return .opened(trade, on: "paper:BTC/USDT", quantity: "0.1", entry: 27_400, stop: 27_000)
    case 2, 3:
      let multiple = Int.random(in: -1...1, using: &seed)
      return .closed(
        trade, on: "paper:BTC/USDT", net: Money(multiple), multiple: Ratio(multiple), at: now)
    case 4:
      var rejected = OrderRejected()
      rejected.at = now
      return .orderRejected(rejected)
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

  @Test(arguments: 0..<6) func `names the same state after a restart at every event`(
    number: Int
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var undisturbed = Replica<Risk>()
    var restarted = Replica<Risk>()
    for event in History.events(seed: number + 100, count: 250) {
      _ = undisturbed.answer(event)
      let kept = try encoder.encode(restarted.state)
      restarted = Replica(restoring: try JSONDecoder().decode(Risk.State.self, from: kept))
      _ = restarted.answer(event)
      if try encoder.encode(restarted.state) != encoder.encode(undisturbed.state) {
        Issue.record("\(event)")
      }
    }
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
        .tradingResumed, .limitChangeScheduled, .limitChanged, .exposureReductionRequested,
      ])
    #expect(codes.count >= 12, "\(codes)")
  }
}
