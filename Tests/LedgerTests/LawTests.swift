import EventSourcing
import Events
import Foundation
import LedgerCore
import Quantities
import TestSupport
import Testing

/// Random days of an account: fills through zero and back, deposits, candles, midnights.
struct Trading {
  var seed: Seeded
  var now = Instant.noon
  var count = 0
  /// What the fills of linear contracts add up to, by simple sums.
  var positions: [Name: Quantity] = [:]
  var cash: Money = 0
  var deposits: Money = 10_000
  var fees: Money = 0
  /// The last close, or the last fill before any.
  var prices: [Name: Price] = [:]
  var candles: Set<Name> = []

  static let instruments: [Name] = ["BTC/USDT", "SOL/USDT"]
  static let assets: [Name] = ["USDT", "BTC", "SOL"]

  init(seed: Int) { self.seed = Seeded(seed) }

  static var opening: [Event] {
    [
      .configured, .listed("BTC/USDT", base: "BTC"), .listed("SOL/USDT", base: "SOL"),
      .ticked(.noon), .deposited(10_000),
    ]
  }

  mutating func next() -> Event {
    count += 1
    let instrument = Trading.instruments[Int.random(in: 0..<2, using: &seed)]
    let price = Price(FixedPoint(Int.random(in: 9_000...11_000, using: &seed)) / 100)
    switch Int.random(in: 0..<10, using: &seed) {
    case 0: return transfer()
    case 1..<4:
      now += .minutes(Int64.random(in: 1...300, using: &seed))
      prices[instrument] = price
      candles.insert(instrument)
      return .candle(price, of: instrument, closing: now)
    case 4: return .ticked(now)
    default: return fill(of: instrument, at: price)
    }
  }

  private mutating func transfer() -> Event {
    let amount = Money(Int.random(in: 1...500, using: &seed))
    let isDeposit = Bool.random(using: &seed)
    deposits += isDeposit ? amount : -amount
    return .reported(isDeposit ? .deposit : .withdrawal, amount, at: now)
  }

  private mutating func fill(of instrument: Name, at price: Price) -> Event {
    let quantity = Quantity(FixedPoint(Int.random(in: 1...5_000, using: &seed)) / 1_000)
    let side: Side = Bool.random(using: &seed) ? .buy : .sell
    let signed = side == .buy ? quantity : -quantity
    let fee = Money(FixedPoint(Int.random(in: -10...100, using: &seed)) / 10_000)
    positions[instrument, default: 0] += signed
    cash -= price * signed
    fees += fee
    if !candles.contains(instrument) { prices[instrument] = price }
    return .filled(
      "\(count)", side, quantity, at: price, fee: fee, of: instrument, time: now)
  }

  /// Deposits, what was received less what was paid, and what is left at the last prices.
  var worth: Money {
    Trading.instruments.reduce(deposits + cash - fees) { sum, instrument in
      sum + (prices[instrument] ?? 0) * (positions[instrument] ?? 0)
    }
  }
}

@Suite struct `The laws of the ledger` {
  @Test(arguments: 0..<50) func `hold after every step of random trading`(number: Int) {
    let scenario = Scenario()
    for event in Trading.opening { scenario.given(event) }
    var trading = Trading(seed: number)
    for step in 0..<300 {
      let said = scenario.when(trading.next())
      let state = scenario.state
      let isBalanced = Trading.assets.allSatisfy { asset in
        state.balances.reduce(Money.zero) { $1.asset == asset ? $0 + $1.amount : $0 } == 0
      }
      let areSums = state.holdings.allSatisfy {
        $0.position.quantity == trading.positions[$0.instrument] ?? 0
      }
      let equity = state.equity(in: "USDT", of: "paper")
      let realised = state.realised(in: "USDT", of: "paper")
      let unrealised = state.unrealised(in: "USDT", of: "paper")
      // One expectation a step: a thousand of them cost seconds.
      let holds =
        isBalanced && areSums && equity == trading.worth
        && equity == trading.deposits + realised + unrealised - trading.fees
        && Ledger.invariants(of: state).isEmpty
        && !said.contains { $0.type == .discrepancyFound }
      guard holds else {
        Issue.record("step \(step): \(said), worth \(trading.worth), \(state)")
        return
      }
    }
  }

  @Test(arguments: 0..<50) func `every entry sums to zero in each asset`(number: Int) {
    let scenario = Scenario()
    for event in Trading.opening { scenario.given(event) }
    var trading = Trading(seed: number)
    var entries: Set<Identifier> = []
    for _ in 0..<300 {
      for case .entryPosted(let entry) in scenario.when(trading.next()) {
        let isBalanced = Trading.assets.allSatisfy { asset in
          entry.postings.reduce(Money.zero) { $1.asset == asset ? $0 + $1.amount : $0 } == 0
        }
        let isNew = entries.insert(entry.entry).inserted
        #expect(isNew && isBalanced && entry.postings.count >= 2)
      }
    }
    #expect(entries.count > 100)
  }

  @Test(arguments: 0..<50) func `days add up`(number: Int) {
    let scenario = Scenario()
    for event in Trading.opening { scenario.given(event) }
    var trading = Trading(seed: number)
    var opening: Money = 0
    var days = 0
    for _ in 0..<300 {
      for case .dayClosed(let day) in scenario.when(trading.next()) {
        #expect(day.opening == opening)
        #expect(day.closing == trading.worth)
        opening = day.closing
        days += 1
      }
    }
    #expect(days > 2)
  }
}

@Suite struct `A ledger service that starts again` {
  @Test(arguments: 0..<30) func `goes on as if it had not stopped`(number: Int) throws {
    var trading = Trading(seed: number)
    var seed = Seeded(number &+ 1_000)
    var undisturbed = Replica<Ledger>()
    var restarted = Replica<Ledger>()
    for event in Trading.opening + (0..<300).map({ _ in trading.next() }) {
      let answer = undisturbed.answer(event)
      let again = restarted.answer(event)
      if again != answer { Issue.record("\(event): \(String(describing: again))") }
      if Int.random(in: 0..<50, using: &seed) == 0 {
        let kept = try JSONEncoder().encode(restarted.state)
        restarted = Replica(restoring: try JSONDecoder().decode(Ledger.State.self, from: kept))
      }
    }
    #expect(restarted.state == undisturbed.state)
  }

  @Test(arguments: 0..<30) func `rebuilds the identical state from the log`(number: Int) throws {
    var trading = Trading(seed: number)
    var undisturbed = Replica<Ledger>()
    var rebuilt = Replica<Ledger>()
    for event in Trading.opening + (0..<300).map({ _ in trading.next() }) {
      let answers = undisturbed.answer(event) ?? []
      rebuilt.replay(event, answers: answers.map(\.event))
    }
    let coder = JSONEncoder()
    coder.outputFormatting = .sortedKeys
    let bytes = try coder.encode(rebuilt.state)
    #expect(try coder.encode(undisturbed.state) == bytes)
  }
}
