import EventSourcing
import Events
import Foundation
import Quantities
import RiskCore
import TestSupport
import Testing

/// One case of the reference vectors; numbers as they stand in the file.
struct SizingVector: Decodable, Sendable, CustomTestStringConvertible {
  struct Inputs: Decodable, Sendable {
    let equity: Decimal
    let risk_fraction: Decimal
    let side: String
    let entry: Decimal
    let stop: Decimal
    let taker_fee: Decimal
    let slippage: Decimal
    let lot: Decimal
    let tick: Decimal
    let min_qty: Decimal
    let min_notional: Decimal
    let leverage: Decimal
    let available: Decimal
    let max_leverage: Decimal
  }

  let inputs: Inputs
  let risk_budget: Decimal
  let loss_per_unit: Decimal
  let raw_qty: Decimal
  let qty_risk: Decimal
  let qty_margin_cap: Decimal
  let qty: Decimal
  let accepted: Bool
  let notional: Decimal
  let effective_leverage: Decimal
  let initial_margin: Decimal
  let loss_at_stop: Decimal
  let loss_at_stop_fraction: Decimal

  var testDescription: String { "\(inputs.side) \(inputs.entry) stop \(inputs.stop)" }

  /// The cases of the shared file, or none, with a line that says so, where it is absent.
  static let all: [SizingVector] = {
    guard TestData.isPresent, let folder = TestData.folder else { return [] }
    let file = URL(filePath: folder + "/vectors/risk_vectors.json")
    struct Vectors: Decodable { let sizing: [SizingVector] }
    guard let data = try? Data(contentsOf: file),
      let vectors = try? JSONDecoder().decode(Vectors.self, from: data)
    else {
      fatalError("\(file.path()) does not hold sizing vectors")
    }
    return vectors.sizing
  }()
}

private func exact<M: Measure>(_ number: Decimal, _: M.Type = M.self) -> M {
  guard let value = M(number.description) else { fatalError("no number: \(number)") }
  return value
}

@Suite struct `Sizing by the reference vectors` {
  @Test(arguments: SizingVector.all) func `the arithmetic is exact`(vector: SizingVector) {
    let inputs = vector.inputs
    let sizing = Sizing(
      Sizing.Terms(
        equity: exact(inputs.equity), available: exact(inputs.available),
        riskFraction: exact(inputs.risk_fraction), entry: exact(inputs.entry),
        stop: exact(inputs.stop), cost: exact(inputs.taker_fee) + exact(inputs.slippage),
        leverage: exact(vector.effective_leverage), lot: exact(inputs.lot)))
    #expect(sizing.budget == exact(vector.risk_budget))
    #expect(sizing.lossPerUnit == exact(vector.loss_per_unit))
    #expect(sizing.raw.rounded(toMultipleOf: "0.0000000001", .halfEven) == exact(vector.raw_qty))
    #expect(sizing.byRisk == exact(vector.qty_risk))
    #expect(sizing.byMargin == exact(vector.qty_margin_cap))
    #expect(sizing.quantity == exact(vector.qty))
    #expect(sizing.notional == exact(vector.notional))
    #expect(sizing.margin == exact(vector.initial_margin))
    #expect(sizing.lossAtStop == exact(vector.loss_at_stop))
    let fraction: Ratio = sizing.lossAtStop.divided(by: exact(inputs.equity, Money.self))
    #expect(
      fraction.rounded(toMultipleOf: "0.0000000001", .halfEven)
        == exact(vector.loss_at_stop_fraction))
  }

  @Test(arguments: SizingVector.all)
  func `the decider approves or refuses accordingly`(vector: SizingVector) throws {
    let inputs = vector.inputs
    let scenario = Scenario()
    let equity: Money = exact(inputs.equity)
    scenario.given(
      .configured(configuration(for: vector)),
      .listed(
        "x", tick: exact(inputs.tick), lot: exact(inputs.lot),
        minimumQuantity: exact(inputs.min_qty), minimumNotional: exact(inputs.min_notional),
        maximumLeverage: exact(inputs.max_leverage)),
      .listed("other", maximumLeverage: 1), .ticked(.noon),
      .marked(equity: equity, deposits: equity),
      // A trade elsewhere, at its own price without leverage, holds what is not available.
      .opened(
        .zero, on: "other", quantity: 1,
        entry: Price((equity - exact(inputs.available)).value),
        stop: Price((equity - exact(inputs.available)).value)))
    let trigger: SetupTriggered =
      inputs.side == "LONG"
      ? .long(on: "x", reference: exact(inputs.entry), stop: exact(inputs.stop))
      : .short(on: "x", reference: exact(inputs.entry), stop: exact(inputs.stop))
    guard vector.accepted else {
      let refused = try #require(scenario.refusal(of: trigger))
      #expect(refused.code == .belowMinimum)
      #expect(refused.value == exact(vector.qty, Quantity.self).value)
      #expect(refused.limit == exact(inputs.min_qty, Quantity.self).value)
      return
    }
    let approved = try #require(scenario.approval(of: trigger))
    #expect(approved.quantity == exact(vector.qty))
    #expect(approved.leverage == exact(vector.effective_leverage))
    #expect(approved.budget == exact(vector.risk_budget))
    #expect(approved.lossPerUnit == exact(vector.loss_per_unit))
    #expect(approved.lossAtStop == exact(vector.loss_at_stop))
  }

  private func configuration(for vector: SizingVector) -> RiskConfiguration {
    RiskConfiguration.testing.with {
      $0.riskPerTrade = exact(vector.inputs.risk_fraction)
      $0.leverage = exact(vector.inputs.leverage)
      $0.fee = exact(vector.inputs.taker_fee)
      $0.slippage = exact(vector.inputs.slippage)
      $0.maximumLeverage = 100
      $0.maximumOpenRisk = 1
      $0.maximumNotional = 100
    }
  }
}
