import EventSourcing
import Events
import Foundation
import LedgerCore
import Quantities
import TestSupport
import Testing

extension Trading {
  /// What the state and the simple sums do not agree on; nil when all is well.
  func complaint(about state: Ledger.State) -> String? {
    for asset in Self.assets {
      let sum = state.balances.reduce(Money.zero) {
        $1.place.asset == asset ? $0 + $1.amount : $0
      }
      if sum != 0 { return "\(asset) is out of balance by \(sum)" }
    }
    for market in Self.markets {
      let held = state.holding(of: market.instrument, in: market.account)
      let expected = positions[Key(account: market.account, name: market.instrument)] ?? 0
      if held?.position.quantity ?? 0 != expected { return "\(market.instrument): \(expected)" }
    }
    for account in Self.accounts {
      for asset in Self.assets {
        let equity = state.equity(in: asset, of: account)
        if equity != worth(of: asset, in: account) { return "equity of \(asset) in \(account)" }
        let key = Key(account: account, name: asset)
        let parts =
          (deposits[key] ?? 0) + state.realised(in: asset, of: account)
          + state.unrealised(in: asset, of: account) - (fees[key] ?? 0) - (funding[key] ?? 0)
        if equity != parts { return "the parts of \(asset) in \(account)" }
      }
    }
    let violations = Ledger.invariants(of: state)
    return violations.isEmpty ? nil : "\(violations)"
  }
}

@Suite struct `The laws of the ledger` {
  @Test(arguments: 0..<60) func `hold after every step of random trading`(number: Int) {
    let scenario = Scenario()
    var trading = Trading(seed: number)
    for event in trading.opening() { #expect(scenario.when(event).found == []) }
    for step in 0..<300 {
      let said = scenario.when(trading.next())
      // One expectation a step: a thousand of them cost seconds.
      if let complaint = trading.complaint(about: scenario.state)
        ?? said.found.first.map({ "\($0)" })
      {
        Issue.record("step \(step): \(complaint)")
        return
      }
    }
    #expect(scenario.state.holdings.count >= 4)
  }

  @Test(arguments: 0..<40) func `every entry sums to zero, and entries add up to each trade`(
    number: Int
  ) {
    let scenario = Scenario()
    var trading = Trading(seed: number)
    for event in trading.opening() { scenario.given(event) }
    var entries: Set<Identifier> = []
    var profits: [Trading.Key: Money] = [:]
    for _ in 0..<300 {
      for entry in scenario.when(trading.next()).entries {
        let isBalanced = Trading.assets.allSatisfy { asset in
          entry.postings.reduce(Money.zero) { $1.asset == asset ? $0 + $1.amount : $0 } == 0
        }
        let isNew = entries.insert(entry.entry).inserted
        let isAlone = entry.postings.allSatisfy { $0.account == entry.account }
        #expect(isNew)
        #expect(isBalanced && isAlone && entry.postings.count >= 2)
        for posting in entry.postings where posting.kind == .profit {
          let key = Trading.Key(account: entry.account, name: entry.instrument ?? "")
          profits[key, default: 0] -= posting.amount
        }
      }
    }
    #expect(entries.count > 60)
    for holding in scenario.state.holdings {
      let key = Trading.Key(account: holding.account, name: holding.instrument)
      #expect(profits[key] ?? 0 == holding.realised)
    }
  }

  @Test(arguments: 0..<40) func `days add up`(number: Int) {
    let scenario = Scenario()
    var trading = Trading(seed: number)
    for event in trading.opening() { scenario.given(event) }
    var openings: [Trading.Key: Money] = [:]
    var days = 0
    for _ in 0..<300 {
      for day in scenario.when(trading.next()).days {
        let key = Trading.Key(account: day.account, name: day.asset)
        #expect(day.opening == openings[key] ?? 0)
        #expect(day.closing == trading.worth(of: day.asset, in: day.account))
        let sum = day.opening + day.deposits + day.realised + day.unrealised + day.residue
        #expect(day.closing == sum - day.fees - day.funding)
        openings[key] = day.closing
        days += 1
      }
    }
    #expect(days > 20)
  }
}

@Suite struct `Faulty facts` {
  /// Fills that are lost, doubled or too large, and reports of balances that are off.
  @Test(arguments: 0..<40) func `leave the books balanced, and heal`(number: Int) {
    let scenario = Scenario()
    var trading = Trading(seed: number)
    for event in trading.opening() { scenario.given(event) }
    var lost: [Event] = []
    var found = 0
    for step in 0..<300 {
      var event = trading.next()
      if case .orderFilled(let fill) = event {
        switch trading.number(0..<10) {
        case 0:
          lost.append(event)
          continue
        case 1:
          var odd = fill
          odd.filled += 1
          event = .orderFilled(odd)
        default: break
        }
      }
      found += scenario.when(event).found.count
      let offset = Money(trading.number(-3..<3))
      let wallet = scenario.state.wallet(of: "USDT", in: "alpha")
      found +=
        scenario.when(
          .reported(.snapshot, wallet + offset, "USDT", in: "alpha", at: trading.now)
        ).found.count
      for asset in Trading.assets {
        let sum = scenario.state.balances.reduce(Money.zero) {
          $1.place.asset == asset ? $0 + $1.amount : $0
        }
        guard sum == 0 else {
          Issue.record("step \(step): \(asset) is out of balance by \(sum)")
          return
        }
      }
      let laws = Set(Ledger.invariants(of: scenario.state).map(\.law))
      guard laws.isSubset(of: [.orderFills, .available]) else {
        Issue.record("step \(step): \(laws)")
        return
      }
    }
    #expect(found > 10)
    for event in lost { scenario.when(event) }
    let residue = scenario.state.residue(in: "USDT", of: "alpha")
    let explained = scenario.state.wallet(of: "USDT", in: "alpha") - residue
    scenario.when(.reported(.snapshot, explained, "USDT", in: "alpha", at: trading.now))
    #expect(scenario.balance(.suspense, "USDT", of: "alpha") == 0)
    let open = scenario.state.differences.filter { $0.what == Ledger.Law.venueBalance.name }
    #expect(open == [])
  }

  /// The laws that a state shows are said and cleared exactly as they hold.
  @Test(arguments: 0..<40) func `are said while they last`(number: Int) {
    let scenario = Scenario()
    var trading = Trading(seed: number)
    var open: Set<Identifier> = []
    for event in trading.opening() { scenario.given(event) }
    for _ in 0..<300 {
      let event = trading.next()
      if case .orderFilled = event, trading.number(0..<5) == 0 { continue }
      let said = scenario.when(event)
      for found in said.found { open.insert(found.discrepancy) }
      for cleared in said.cleared { #expect(open.remove(cleared.discrepancy) != nil) }
    }
    #expect(Set(scenario.state.differences.map(\.id)) == open)
  }
}

@Suite struct `A ledger service that starts again` {
  @Test(arguments: 0..<30) func `goes on as if it had not stopped`(number: Int) throws {
    var trading = Trading(seed: number)
    var seed = Seeded(number &+ 1_000)
    var undisturbed = Replica<Ledger>()
    var restarted = Replica<Ledger>()
    for event in trading.opening() + (0..<300).map({ _ in trading.next() }) {
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

  @Test(arguments: 0..<4) func `may stop after any event`(number: Int) throws {
    var trading = Trading(seed: number)
    var undisturbed = Replica<Ledger>()
    var restarted = Replica<Ledger>()
    for event in trading.opening() + (0..<150).map({ _ in trading.next() }) {
      let kept = try JSONEncoder().encode(restarted.state)
      restarted = Replica(restoring: try JSONDecoder().decode(Ledger.State.self, from: kept))
      let isSame = restarted.answer(event) == undisturbed.answer(event)
      guard isSame, restarted.state == undisturbed.state else {
        Issue.record("\(event)")
        return
      }
    }
  }

  @Test(arguments: 0..<30) func `rebuilds the identical state from the log`(number: Int) throws {
    var trading = Trading(seed: number)
    var undisturbed = Replica<Ledger>()
    var rebuilt = Replica<Ledger>()
    for event in trading.opening() + (0..<300).map({ _ in trading.next() }) {
      let answers = undisturbed.answer(event) ?? []
      rebuilt.replay(event, answers: answers.map(\.event))
    }
    let coder = JSONEncoder()
    coder.outputFormatting = .sortedKeys
    let bytes = try coder.encode(rebuilt.state)
    #expect(try coder.encode(undisturbed.state) == bytes)
  }
}
