import Events
import Quantities

/// The first check that failed, with the two numbers that decided.
struct Refusal: Error {
  var code: RefusalCode
  var value: FixedPoint
  var limit: FixedPoint

  init(_ code: RefusalCode, value: FixedPoint, limit: FixedPoint) {
    self.code = code
    self.value = value
    self.limit = limit
  }
}

extension Risk {
  /// No configuration may risk more than this part of equity on one trade.
  static let riskCap: Ratio = "0.02"

  static func answer(to trigger: SetupTriggered, in state: State) -> Conclusion {
    do throws(Refusal) {
      return .tradeApproved(try approval(of: trigger, in: state))
    } catch {
      return .tradeRefused(
        TradeRefused(
          setup: trigger.setup, strategy: trigger.strategy, instrument: trigger.instrument,
          direction: trigger.direction, code: error.code, value: error.value, limit: error.limit,
          asOf: state.now ?? trigger.at))
    }
  }

  /// The checks in their order; the first that fails is thrown.
  private static func approval(
    of trigger: SetupTriggered, in state: State
  ) throws(Refusal) -> TradeApproved {
    let configuration = try state.tradingConfiguration()
    let listing = try state.tradableListing(for: trigger)
    try state.checkAge(of: trigger)
    try state.checkData(of: trigger.instrument)
    let book = try state.knownBook(of: listing.asset)
    try state.checkDailyLoss(in: listing.asset)
    try state.checkPlaces(for: trigger.instrument, under: configuration)
    let plan = try Plan(trigger, on: listing)
    let sizing = try state.size(plan, on: listing, from: book, under: configuration)
    try state.checkOpenRisk(adding: sizing.lossAtStop, to: book, under: configuration)
    return approval(of: trigger, plan, sizing, book: book, listing: listing, in: state)
  }

  private static func approval(
    of trigger: SetupTriggered, _ plan: Plan, _ sizing: Sizing, book: Book, listing: Listing,
    in state: State
  ) -> TradeApproved {
    let asOf = state.now ?? trigger.at
    return TradeApproved(
      trade: Identifier(of: "trade", trigger.setup.description), setup: trigger.setup,
      strategy: trigger.strategy, instrument: trigger.instrument, direction: trigger.direction,
      entry: trigger.entry, quantity: sizing.quantity, reference: trigger.reference,
      entryLow: trigger.entryLow, entryHigh: trigger.entryHigh, limitPrice: plan.limitPrice,
      stop: plan.stop, target1: plan.target1, target2: plan.target2,
      leverage: state.leverage(for: listing), equity: book.cautiousEquity, budget: sizing.budget,
      lossPerUnit: sizing.lossPerUnit, lossAtStop: sizing.lossAtStop, asOf: asOf,
      expiresAt: asOf + (state.configuration?.approvalLife ?? .zero))
  }
}
