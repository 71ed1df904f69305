import Events
import Foundation
import Quantities
import TestSupport
import Testing

@testable import ExecutionCore

/// The arithmetic of a plan, against reference values that were computed elsewhere.
struct PlanTests {
  /// One row of the reference.
  struct Reference: Decodable {
    var side: String
    var entry: Double
    var stop: Double
    var qty: Double
    var lot: Double
    var tick: Double
    var r: Double
    var tp1: Double
    var tp2: Double
    var qty_tp1: Double
    var qty_tp2: Double
    var qty_runner: Double
    var breakeven_stop_after_fees: Double
    var taker_fee: Double
    var blended_r_if_runner_stopped_at_be: Double
    var blended_r_if_runner_at_4r: Double
    var pnl_r_if_tp1_then_be: Double
  }

  struct Vectors: Decodable {
    var trade_plan: [Reference]
  }

  /// The reference file; its folder is named by MARTLET_TEST_DATA, or stands beside the project.
  static var vectors: URL {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let data =
      ProcessInfo.processInfo.environment["MARTLET_TEST_DATA"].map { URL(filePath: $0) }
      ?? root.deletingLastPathComponent().appending(path: "shared")
    return data.appending(path: "vectors/risk_vectors.json")
  }

  @Test func `plans agree with the reference to the last digit`() throws {
    guard let data = try? Data(contentsOf: Self.vectors) else {
      return print("skipped: no reference at \(Self.vectors.path())")
    }
    let references = try JSONDecoder().decode(Vectors.self, from: data).trade_plan
    #expect(references.count == 2)
    for reference in references { Self.compare(reference) }
  }

  private static func compare(_ reference: Reference) {
    let plan = Execution.TradePlan(
      direction: reference.side == "LONG" ? .long : .short, entry: Price(exact(reference.entry)),
      stop: Price(exact(reference.stop)), quantity: Quantity(exact(reference.qty)),
      terms: .testing(
        tick: Price(exact(reference.tick)), lot: Quantity(exact(reference.lot)),
        fee: Ratio(exact(reference.taker_fee))))
    #expect(plan.distance == Price(exact(reference.r)))
    #expect(plan.target1 == Price(exact(reference.tp1)))
    #expect(plan.target2 == Price(exact(reference.tp2)))
    #expect(plan.quantity1 == Quantity(exact(reference.qty_tp1)))
    #expect(plan.quantity2 == Quantity(exact(reference.qty_tp2)))
    #expect(plan.runner == Quantity(exact(reference.qty_runner)))
    #expect(plan.breakEven == Price(exact(reference.breakeven_stop_after_fees)))
    let (q1, q2, runner) = (plan.quantity1.double, plan.quantity2.double, plan.runner.double)
    let all = plan.quantity.double
    #expect(near(q1 * 1.5 / all, reference.pnl_r_if_tp1_then_be))
    #expect(near((q1 * 1.5 + q2 * 3) / all, reference.blended_r_if_runner_stopped_at_be))
    #expect(near((q1 * 1.5 + q2 * 3 + runner * 4) / all, reference.blended_r_if_runner_at_4r))
  }

  /// The decimal number that the text of the reference meant.
  private static func exact(_ double: Double) -> FixedPoint { FixedPoint("\(double)") ?? .zero }

  private static func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-9 }

  @Test(
    arguments: [
      // quantity, first, second, runner
      ("0.412", "0.206", "0.123", "0.083"), ("0.005", "0.002", "0.001", "0.002"),
      ("0.002", "0.001", "0", "0.001"), ("0.001", "0.001", "0", "0"),
      ("0.003", "0.001", "0", "0.002"),
    ] as [(Quantity, Quantity, Quantity, Quantity)])
  func `what does not fill a lot goes to the runner`(
    quantity: Quantity, first: Quantity, second: Quantity, runner: Quantity
  ) {
    let plan = Execution.TradePlan(
      direction: .long, entry: 100, stop: 90, quantity: quantity,
      terms: .testing(tick: "0.1", lot: "0.001", fee: 0))
    #expect(plan.quantity1 == first)
    #expect(plan.quantity2 == second)
    #expect(plan.runner == runner)
  }

  @Test(arguments: 0..<200)
  func `leaving at break-even pays both fees and not a tick more`(seed: Int) {
    var random = Seeded(seed)
    let direction: Direction = random.chance(50) ? .long : .short
    let tenth: Ratio = "0.1"
    let entry = Price(Int.random(in: 1_000...90_000, using: &random)) * tenth
    let stop = direction == .long ? entry - 50 : entry + 50
    let terms = Execution.Terms.testing(tick: "0.1", lot: "0.001", fee: "0.00055")
    let plan = Execution.TradePlan(
      direction: direction, entry: entry, stop: stop, quantity: 1, terms: terms)
    func net(at exit: Price) -> Price {
      let gain = direction == .long ? exit - entry : entry - exit
      return gain - (entry + exit) * terms.fee
    }
    let oneTickLess = direction == .long ? plan.breakEven - terms.tick : plan.breakEven + terms.tick
    #expect(!net(at: plan.breakEven).isNegative)
    #expect(net(at: oneTickLess).isNegative)
  }
}

extension Execution.Terms {
  static func testing(tick: Price, lot: Quantity, fee: Ratio) -> Execution.Terms {
    Execution.Terms(
      tick: tick, lot: lot, fee: fee, target1: "1.5", target2: 3, share1: "0.5", share2: "0.3",
      trailing: 3, timeout: .hours(48), runnerTimeout: .days(10), triggerFrame: .h1,
      regimeFrame: .d1, averageExit: 0)
  }
}
