import EventSourcing
import Events
import Foundation
import Quantities
import Testing

@testable import LedgerCore

extension Scenario {
  /// Goes on from a state in which one value, found by its path, was changed.
  fileprivate func corrupt(_ path: [Any], to value: String) throws {
    let kept = try JSONEncoder().encode(state)
    let object = try JSONSerialization.jsonObject(with: kept)
    let changed = replacing(path[...], in: object, by: value)
    let bytes = try JSONSerialization.data(withJSONObject: changed)
    replica = Replica(restoring: try JSONDecoder().decode(Ledger.State.self, from: bytes))
  }

  private func replacing(_ path: ArraySlice<Any>, in object: Any, by value: String) -> Any {
    guard let step = path.first else {
      return object is String ? value : Int(value).map { $0 as Any } ?? value
    }
    if let key = step as? String, var fields = object as? [String: Any], let old = fields[key] {
      fields[key] = replacing(path.dropFirst(), in: old, by: value)
      return fields
    }
    if let index = step as? Int, var items = object as? [Any] {
      items[index] = replacing(path.dropFirst(), in: items[index], by: value)
      return items
    }
    fatalError("no \(step) in \(object)")
  }
}

@Suite struct `Discrepancies` {
  struct Case: Sendable, CustomTestStringConvertible {
    let path: [String]
    let value: String
    let laws: Set<Ledger.Law>

    init(_ path: String..., value: String, breaks laws: Set<Ledger.Law>) {
      self.path = path
      self.value = value
      self.laws = laws
    }

    var testDescription: String { path.joined(separator: ".") }
  }

  /// Names a balance by its account instead of its number.
  private func steps(_ case: Case, in state: Ledger.State) -> [Any] {
    var path = `case`.path
    if path[0] == "balance" {
      let parts = path[1].split(separator: " ")
      let place = Ledger.Place(
        account: "paper", instrument: parts.count > 2 ? Name(parts[2])! : Name(),
        asset: Name(parts[1])!, kind: AccountKind(rawValue: String(parts[0]))!)
      let index = state.balances.firstIndex { $0.place == place }!
      path = ["balances", "\(index)"] + path.dropFirst(2)
    }
    return path.map { step in Int(step).map { $0 as Any } ?? step }
  }

  /// A contract and a spot coin bought, funding paid, an order at rest; then one value is wrong.
  @Test(arguments: [
    Case(
      "balance", "available USDT", "amount", value: "1", breaks: [.postings, .equity, .explained]),
    Case("balance", "position BTC BTC/USDT", "amount", value: "2", breaks: [.postings, .position]),
    Case("balance", "position ETH ETH/USDT", "amount", value: "2", breaks: [.postings, .position]),
    Case(
      "balance", "position USDT ETH/USDT", "amount", value: "2",
      breaks: [.postings, .position, .equity, .explained]),
    Case("balance", "external BTC", "amount", value: "-2", breaks: [.postings]),
    Case("balance", "fee USDT BTC/USDT", "amount", value: "2", breaks: [.postings, .fees]),
    Case("balance", "funding USDT BTC/USDT", "amount", value: "2", breaks: [.postings, .funding]),
    Case("balance", "profit USDT BTC/USDT", "amount", value: "2", breaks: [.postings, .profit]),
    Case(
      "balance", "hold USDT", "amount", value: "-2",
      breaks: [.postings, .held, .hold, .equity, .explained]),
    Case(
      "holdings", "0", "position", "quantity", value: "2", breaks: [.position, .equity]),
    Case("holdings", "0", "position", "cost", value: "90", breaks: [.position, .trades]),
    Case("holdings", "0", "position", "realised", value: "7", breaks: [.trades]),
    Case(
      "holdings", "0", "realised", value: "7", breaks: [.trades, .explained, .profit]),
    Case("holdings", "0", "cost", value: "7", breaks: [.position, .trades, .equity]),
    Case("holdings", "0", "filled", value: "3", breaks: [.position, .equity]),
    Case("holdings", "0", "proceeds", value: "3", breaks: [.trades]),
    Case("holdings", "0", "excess", value: "3", breaks: [.suspense]),
    Case("lots", "0", "position", "quantity", value: "3", breaks: [.position]),
    Case("books", "0", "fees", value: "2", breaks: [.equity, .explained, .fees]),
    Case("books", "0", "funding", value: "2", breaks: [.equity, .explained, .funding]),
    Case("books", "0", "deposits", value: "9000", breaks: [.equity, .explained]),
    Case("books", "0", "proceeds", value: "-99", breaks: [.equity]),
    Case("orders", "3", "terms", "quantity", value: "2", breaks: [.hold]),
    Case("orders", "0", "stated", value: "2", breaks: [.orderFills]),
    Case("applied", value: "0", breaks: [.dated]),
  ])
  func `what is booked wrong is found by the laws`(case: Case) throws {
    let scenario = Scenario.ready()
    scenario.given(
      .candle(100), .filled("zero", .buy, 1, at: 100), .filled("half", .sell, "0.5", at: 101),
      .filled("in", .buy, "0.5", at: 101, fee: 1), .funding(1),
      .filled("coin", .buy, 1, at: 500, of: "ETH/USDT", trade: "coin"),
      .requested("rest", .buy, 1, limit: 400), .accepted("rest"))
    // The order at rest is the last of them.
    let state = scenario.state
    #expect(state.orders.count == 5 && Ledger.invariants(of: state) == [])
    var broken = `case`
    if broken.path.prefix(2) == ["orders", "3"] {
      broken = Case("orders", "4", "terms", "quantity", value: `case`.value, breaks: `case`.laws)
    }
    try scenario.corrupt(steps(broken, in: state), to: `case`.value)
    #expect(Set(Ledger.invariants(of: scenario.state).map(\.law)) == `case`.laws)
    guard !`case`.laws.contains(.dated) else { return }
    let said = scenario.when(.deposited(1)).found
    #expect(Set(said.map(\.what)) == Set(`case`.laws.map(\.name)))
    // It is not said again while it stays as it is.
    #expect(scenario.when(.deposited(1)).found == [])
  }

  @Test func `an entry that does not balance leaves balanced, and is said`() {
    let scenario = Scenario.ready()
    var draft = Ledger.Draft(Identifier(of: "odd"), .fill, of: "paper", at: .noon)
    draft.post(.available, "USDT", 5)
    draft.post(.fee, "USDT", -3)
    var batch = Ledger.Batch(scenario.state)
    batch.post(draft)
    let said = batch.finish().map(\.event)
    #expect(said.entries.first?.postings.map(\.amount) == [5, -3, -2])
    #expect(said.entries.first?.postings.last?.kind == .suspense)
    #expect(said.found.first?.what == Ledger.Law.postings.name)
    #expect(said.found.first?.actual == 2)
  }

  @Test func `spot that was never bought cannot be sold`() {
    let scenario = Scenario.ready()
    let said = scenario.when(.filled("out", .sell, 1, at: 2_000, of: "ETH/USDT")).found
    #expect(said.map(\.what) == [Ledger.Law.available.name])
    #expect(said.map(\.asset) == ["ETH"] && said.map(\.actual) == [-1])
    let healed = scenario.when(.filled("in", .buy, 1, at: 2_000, of: "ETH/USDT"))
    #expect(healed.cleared.map(\.discrepancy) == said.map(\.discrepancy))
    #expect(scenario.state.differences == [])
  }

  @Test func `spot is not bought with money that is not there`() {
    let scenario = Scenario.ready()
    let said = scenario.when(.filled("in", .buy, 6, at: 2_000, of: "ETH/USDT")).found
    #expect(said.map(\.what) == [Ledger.Law.available.name])
    #expect(said.map(\.actual) == [-2_000])
    let more = scenario.when(.filled("in", .buy, 1, at: 2_000, of: "ETH/USDT")).found
    #expect(more.filter { $0.what == Ledger.Law.available.name }.map(\.actual) == [-4_000])
    let since = scenario.state.differences.map(\.since)
    #expect(since.allSatisfy { $0 == .noon })
  }

  @Test func `a fill waits until its instrument is listed`() {
    let scenario = Scenario.ready()
    let before = scenario.state.balances
    let said = scenario.when(.filled("in", .buy, 1, at: 100, fee: 1, of: "XRP/USDT"))
    #expect(said.map(\.type) == [.discrepancyFound])
    #expect(said.found.map(\.what) == [Ledger.Law.listed.name])
    #expect(scenario.state.balances == before)
    scenario.given(.filled("more", .buy, 2, at: 100, of: "XRP/USDT"))
    let listed = scenario.when(.listed("XRP/USDT", base: "XRP"))
    #expect(listed.entries.map(\.occasion) == [.fill, .fill])
    #expect(listed.cleared.count == 2)
    #expect(scenario.holding("XRP/USDT")?.position.quantity == 3)
    #expect(scenario.state.equity(in: "USDT", of: "paper") == 9_999)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }
}

@Suite struct `Fills of an order` {
  private func fill(
    _ name: String, _ quantity: Quantity, filled: Quantity, left: Quantity
  ) -> Event {
    .orderFilled(.fill(name, order: "o", .buy, quantity, at: 100, filled: filled, remaining: left))
  }

  @Test func `add up to what the venue says, or it is said until the missing one comes`() {
    let scenario = Scenario.ready()
    #expect(scenario.when(fill("1", 1, filled: 1, left: 3)).found == [])
    #expect(scenario.when(fill("2", 1, filled: 2, left: 2)).found == [])
    let missed = scenario.when(fill("4", 1, filled: 4, left: 0)).found
    #expect(missed.map(\.what) == [Ledger.Law.orderFills.name])
    #expect(missed.map(\.expected) == [4] && missed.map(\.actual) == [3])
    #expect(missed.map(\.about) == [Identifier(of: "order", "o")])
    // The fill is a fact all the same.
    #expect(scenario.holding()?.position.quantity == 3)
    let late = scenario.when(fill("3", 1, filled: 3, left: 1))
    #expect(late.found == [] && late.cleared.map(\.discrepancy) == missed.map(\.discrepancy))
    #expect(scenario.holding()?.position.quantity == 4)
  }

  @Test func `are compared with what a cancelled order states`() {
    for (stated, count) in [(1, 0), (2, 1)] as [(Quantity, Int)] {
      let scenario = Scenario.ready()
      scenario.given(fill("1", 1, filled: 1, left: 3))
      #expect(scenario.when(.cancelled("o", filled: stated, of: "BTC/USDT")).found.count == count)
    }
  }

  @Test func `beyond its quantity lie in suspense until it is amended`() {
    let scenario = Scenario.ready()
    scenario.given(.requested("o", .buy, 3, limit: 100, of: "BTC/USDT"))
    let said = scenario.when(fill("1", 4, filled: 4, left: 0))
    #expect(said.found.map(\.what) == [Ledger.Law.overfill.name])
    #expect(said.found.map(\.expected) == [3] && said.found.map(\.actual) == [4])
    #expect(scenario.holding()?.position.quantity == 4)
    #expect(scenario.balance(.suspense, "BTC", on: "BTC/USDT") == -1)
    #expect(scenario.balance(.external, "BTC") == -3)
    let amended = scenario.when(.amended("o", 4, limit: 100, of: "BTC/USDT"))
    #expect(amended.cleared.count == 1)
    #expect(amended.entries.map(\.occasion) == [.residue])
    #expect(scenario.balance(.suspense, "BTC", on: "BTC/USDT") == 0)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `that come twice are found`() {
    let scenario = Scenario.ready()
    scenario.given(.requested("o", .buy, 4, limit: 100, of: "BTC/USDT"))
    scenario.given(fill("1", 1, filled: 1, left: 3))
    let twice = scenario.when(fill("1", 1, filled: 1, left: 3)).found
    #expect(twice.map(\.what) == [Ledger.Law.orderFills.name])
  }
}

@Suite struct `The venue's balance` {
  private func snapshot(_ amount: Money, _ asset: Name = "USDT", after: Int64 = 0) -> Event {
    .reported(.snapshot, amount, asset, at: .noon + .seconds(after))
  }

  @Test func `is compared, and a difference is said once and cleared`() {
    let scenario = Scenario.ready()
    #expect(scenario.when(snapshot(10_000)) == [])
    let said = scenario.when(snapshot(9_999)).found
    #expect(said.map(\.what) == [Ledger.Law.venueBalance.name])
    #expect(said.map(\.expected) == [10_000] && said.map(\.actual) == [9_999])
    #expect(scenario.when(snapshot(9_999, after: 59)) == [])
    let settled = scenario.when(snapshot(10_000, after: 60))
    #expect(settled.map(\.type) == [.discrepancyCleared])
    #expect(settled.cleared.map(\.since) == [.noon])
    // Settled in between, the same difference is news again.
    #expect(scenario.when(snapshot(9_999, after: 61)).found.count == 1)
  }

  @Test func `is believed after a minute; the residue lies in suspense until it is explained`() {
    let scenario = Scenario.ready()
    scenario.given(snapshot(9_990), snapshot(9_980, after: 30), snapshot(9_980, after: 89))
    #expect(scenario.balance(.suspense, "USDT") == 0)
    let booked = scenario.when(snapshot(9_980, after: 90))
    #expect(booked.entries.map(\.occasion) == [.residue])
    #expect(scenario.balance(.suspense, "USDT") == 20)
    #expect(scenario.state.equity(in: "USDT", of: "paper") == 9_980)
    #expect(scenario.when(snapshot(9_980, after: 150)) == [])
    #expect(Ledger.invariants(of: scenario.state) == [])
    // The fee that was missing comes, and the next report agrees.
    scenario.given(.filled("late", .buy, 1, at: 100, fee: 20, time: .noon + .seconds(151)))
    let cleared = scenario.when(snapshot(9_980, after: 160))
    #expect(cleared.map(\.type) == [.entryPosted, .discrepancyCleared, .equityMarked])
    #expect(scenario.balance(.suspense, "USDT") == 0)
    #expect(scenario.state.equity(in: "USDT", of: "paper") == 9_980)
    #expect(Ledger.invariants(of: scenario.state) == [])
  }

  @Test func `of a coin is what spot trades own, held back or not`() {
    let scenario = Scenario.ready()
    scenario.given(
      .filled("in", .buy, 2, at: 1_000, fee: "0.01", in: "ETH", of: "ETH/USDT"),
      .requested("o", .sell, 1, limit: 1_100), .accepted("o"),
      .requested("p", .buy, 1, limit: 900), .accepted("p"))
    #expect(scenario.when(snapshot("1.99", "ETH")) == [])
    #expect(scenario.when(snapshot(8_000)) == [])
    #expect(scenario.when(snapshot(2, "ETH")).found.map(\.expected) == ["1.99"])
  }

  @Test func `of a contract's account is what is realised, open profit not`() {
    let scenario = Scenario.ready()
    scenario.given(
      .filled("a", .buy, 1, at: 100, fee: 1, trade: "a"),
      .filled("b", .buy, 1, at: 120, fee: 1, trade: "b"), .candle(200),
      .filled("c", .sell, 1, at: 130, fee: 1, trade: "a"), .funding(2))
    #expect(scenario.when(snapshot(10_015)) == [])
  }
}
