import EventSourcing
import Events
import Foundation
import LedgerCore
import Quantities
import Testing

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
    guard let step = path.first else { return value }
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
  private func found(_ said: [Event]) -> [DiscrepancyFound] {
    said.compactMap {
      guard case .discrepancyFound(let found) = $0 else { return nil }
      return found
    }
  }

  /// One BTC bought at 100; what the entries and the facts say is then made to differ.
  private func corrupted(_ path: [Any], to value: String) throws -> Scenario {
    let scenario = Scenario.ready()
    scenario.given(.candle(100), .filled("in", .buy, 1, at: 100, fee: 1))
    #expect(Ledger.invariants(of: scenario.state) == [])
    try scenario.corrupt(path, to: value)
    return scenario
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let path: [String]
    let value: String
    let laws: Set<Ledger.Law>

    var testDescription: String { path.joined(separator: ".") }

    var steps: [Any] { path.map { step in Int(step).map { $0 as Any } ?? step } }
  }

  @Test(arguments: [
    Case(path: ["balances", "0", "amount"], value: "1", laws: [.postings, .equity, .explained]),
    Case(path: ["balances", "2", "amount"], value: "2", laws: [.postings, .position]),
    Case(path: ["balances", "3", "amount"], value: "-2", laws: [.postings]),
    Case(path: ["balances", "4", "amount"], value: "2", laws: [.postings, .fees]),
    Case(
      path: ["holdings", "0", "position", "quantity"], value: "2", laws: [.position, .equity]),
    Case(path: ["holdings", "0", "position", "cost"], value: "90", laws: [.equity]),
    Case(
      path: ["holdings", "0", "position", "realised"], value: "7", laws: [.explained, .profit]),
    Case(path: ["holdings", "0", "filled"], value: "3", laws: [.position, .equity]),
    Case(path: ["books", "0", "fees"], value: "2", laws: [.equity, .explained, .fees]),
    Case(path: ["books", "0", "deposits"], value: "9000", laws: [.equity, .explained]),
    Case(path: ["books", "0", "proceeds"], value: "-99", laws: [.equity]),
  ])
  func `what is booked wrong is found by the laws`(case: Case) throws {
    let scenario = try corrupted(`case`.steps, to: `case`.value)
    #expect(Set(Ledger.invariants(of: scenario.state).map(\.law)) == `case`.laws)
    let said = found(scenario.when(.deposited(1)))
    #expect(Set(said.map(\.what)) == Set(`case`.laws.map(\.name)))
    // It is not said again while it stays as it is.
    #expect(found(scenario.when(.deposited(1))) == [])
  }

  @Test func `spot that was never bought cannot be sold`() {
    let scenario = Scenario.ready()
    let said = scenario.when(.filled("out", .sell, 1, at: 2_000, of: "ETH/USDT"))
    #expect(
      found(said) == [
        DiscrepancyFound(
          account: "paper", asset: "ETH/USDT", what: Ledger.Law.spot.name, expected: 0,
          actual: -1, at: .noon)
      ])
  }

  @Test func `spot is not bought with money that is not there`() {
    let scenario = Scenario.ready()
    let said = scenario.when(.filled("in", .buy, 6, at: 2_000, of: "ETH/USDT"))
    #expect(found(said).map(\.what) == [Ledger.Law.spot.name])
    #expect(found(said).map(\.actual) == [-2_000])
  }

  @Test func `a fill of what was never listed is booked nowhere, and said`() {
    let scenario = Scenario.ready()
    let before = scenario.state.balances
    let said = scenario.when(.filled("in", .buy, 1, at: 100, of: "XRP/USDT"))
    #expect(said.map(\.type) == [.discrepancyFound])
    #expect(found(said).map(\.what) == [Ledger.Law.listed.name])
    #expect(scenario.state.balances == before)
  }

  @Test func `the venue's balance is compared`() {
    let scenario = Scenario.ready()
    #expect(scenario.when(.reported(.snapshot, 10_000)) == [])
    let said = found(scenario.when(.reported(.snapshot, 9_999)))
    #expect(
      said == [
        DiscrepancyFound(
          account: "paper", asset: "USDT", what: Ledger.Law.venueBalance.name, expected: 10_000,
          actual: 9_999, at: .noon)
      ])
    #expect(scenario.when(.reported(.snapshot, 9_999)) == [])
    // Settled in between, the same difference is news again.
    #expect(scenario.when(.reported(.snapshot, 10_000)) == [])
    #expect(found(scenario.when(.reported(.snapshot, 9_999))).count == 1)
  }

  @Test func `the fills of an order add up to what the venue says`() {
    let scenario = Scenario.ready()
    func fill(_ name: String, _ quantity: Quantity, filled: Quantity, left: Quantity) -> Event {
      .orderFilled(
        .fill(name, order: "o", .buy, quantity, at: 100, filled: filled, remaining: left))
    }
    #expect(found(scenario.when(fill("1", 1, filled: 1, left: 3))) == [])
    #expect(found(scenario.when(fill("2", 1, filled: 2, left: 2))) == [])
    let missed = found(scenario.when(fill("4", 1, filled: 4, left: 0)))
    #expect(missed.map(\.what) == [Ledger.Law.orderFills.name])
    #expect(missed.map(\.expected) == [4] && missed.map(\.actual) == [3])
    // The fill is a fact all the same.
    #expect(scenario.state.holdings.first?.position.quantity == 3)
  }

  @Test func `a cancelled order states what was filled, and is forgotten`() {
    for (stated, count) in [(1, 0), (2, 1)] as [(Quantity, Int)] {
      let scenario = Scenario.ready()
      scenario.given(
        .orderFilled(.fill("1", order: "o", .buy, 1, at: 100, filled: 1, remaining: 3)))
      var cancelled = OrderCancelled()
      cancelled.order = Identifier(of: "order", "o")
      cancelled.instrument = "BTC/USDT"
      cancelled.filled = stated
      #expect(found(scenario.when(.orderCancelled(cancelled))).count == count)
      scenario.given(.filled("2", .buy, 1, at: 100))
      #expect(scenario.state.orders.map(\.order) == [Identifier(of: "order", "2")])
    }
  }
}
