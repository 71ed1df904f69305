import Foundation
import Quantities
import RiskCore
import TestSupport
import Testing

/// One case of the reference vectors.
private struct Reference: Decodable {
  let side: String
  let entry: Decimal
  let leverage: Decimal
  let mmr: Decimal
  let qty: Decimal
  let cum: Decimal
  let price: Decimal
  let distance_pct: Decimal
}

private func number<M: Measure>(_ value: Decimal) throws -> M {
  try #require(M(value.description))
}

@Suite struct `Where the venue takes a position away` {
  @Test(.enabled(if: TestData.isPresent)) func `agrees with the reference to its last digit`()
    throws
  {
    struct Vectors: Decodable { let liquidation: [Reference] }
    let file = try #require(TestData.folder) + "/vectors/risk_vectors.json"
    let references = try JSONDecoder().decode(
      Vectors.self, from: Data(contentsOf: URL(filePath: file))
    ).liquidation
    #expect(references.count == 4)
    for reference in references {
      let liquidation = Liquidation(
        direction: reference.side == "LONG" ? .long : .short,
        entry: try number(reference.entry), leverage: try number(reference.leverage),
        quantity: try number(reference.qty), maintenanceRate: try number(reference.mmr),
        maintenanceAmount: try number(reference.cum))
      let shown = liquidation.price.rounded(toMultipleOf: "0.0000000001", .halfEven)
      #expect(try shown == number(reference.price))
      let percent = liquidation.distance.divided(by: liquidation.entry) * 100
      let shownPercent = percent.rounded(toMultipleOf: "0.0000000001", .halfEven)
      #expect(try shownPercent == number(reference.distance_pct))
    }
  }

  @Test func `a position without leverage is not taken away`() {
    let long = Liquidation(
      direction: .long, entry: 100, leverage: 1, quantity: 1, maintenanceRate: "0.005")
    #expect(long.price == 0 && long.distance == 100)
    let short = Liquidation(
      direction: .short, entry: 100, leverage: 1, quantity: 1, maintenanceRate: 0)
    #expect(short.price == 200)
  }

  @Test func `the distance is never overstated`() {
    // 100·2/3 and 100·4/3 have no end.
    let long = Liquidation(
      direction: .long, entry: 100, leverage: 3, quantity: 1, maintenanceRate: 0)
    #expect(long.price.value * 3 > 200)
    let short = Liquidation(
      direction: .short, entry: 100, leverage: 3, quantity: 1, maintenanceRate: 0)
    #expect(short.price.value * 3 < 400)
  }

  @Test func `the stop is reached well before, or not`() {
    let liquidation = Liquidation(
      direction: .long, entry: 100, leverage: 10, quantity: 1, maintenanceRate: 0)
    #expect(liquidation.price == 90)
    for (stop, isBeyond) in [("93.4", true), ("93.33", false), ("89", false)] {
      #expect(liquidation.isBeyond(stop: Price(stop)!, by: "1.5") == isBeyond, "\(stop)")
    }
    #expect(liquidation.isBeyond(stop: 95, by: 2))
    #expect(!liquidation.isBeyond(stop: "94.999", by: 2))
  }
}

@Suite struct `The least of what is allowed` {
  private func sizing(
    available: Money = 10_000, cost: Ratio = 0, notional: Money? = nil, exposure: Money? = nil
  ) -> Sizing {
    Sizing(
      Sizing.Terms(
        equity: 10_000, available: available, riskFraction: "0.01", entry: 100, stop: 90,
        cost: cost, leverage: 2, lot: "0.01", maximumNotional: notional, exposureLeft: exposure))
  }

  @Test func `decides the size`() {
    #expect(sizing().quantity == 10)
    #expect(sizing(available: 400).quantity == 8 && sizing(available: 400).byMargin == 8)
    // Two to one of 400 also pay the way in and out.
    #expect(sizing(available: 400, cost: "0.01").byMargin == "7.92")
    #expect(sizing(notional: "700.99").quantity == "7")
    #expect(sizing(notional: 701).quantity == "7.01")
    #expect(sizing(exposure: 600).quantity == 6)
    #expect(sizing(available: 400, notional: 700, exposure: 600).quantity == 6)
  }

  @Test func `is nothing when nothing is left`() {
    for size in [sizing(available: -1), sizing(notional: 0), sizing(exposure: -5)] {
      #expect(size.quantity == 0 && size.notional == 0 && size.margin == 0)
      #expect(size.lossAtStop == 0)
    }
  }
}
