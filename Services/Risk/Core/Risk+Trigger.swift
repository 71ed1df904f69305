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

  /// The name of the trade that a setup may become.
  static func trade(of trigger: SetupTriggered) -> Identifier {
    Identifier(of: "trade", trigger.setup.description)
  }

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
    try state.checkAccord(of: trigger.instrument)
    try state.checkGaps(of: trigger.instrument)
    let prices = try state.checkFreshness(of: trigger.instrument, under: configuration)
    let quote = try state.checkQuote(of: trigger.instrument, under: configuration)
    try state.checkAge(of: trigger)
    try state.checkSession(of: trigger.instrument)
    let listing = try state.tradableListing(for: trigger)
    let book = try state.knownBook(of: listing.asset)
    try state.checkPlaces(for: trigger, under: configuration)
    let plan = try Plan(trigger, on: listing)
    try state.checkCollar(
      of: plan.entry, around: quote?.mid ?? prices.last, under: configuration)
    let company = Company(
      of: trigger.instrument, trigger.direction, in: listing.asset, state)
    let sizing = try state.size(
      plan, for: trigger, on: listing, from: book, beside: company, under: configuration)
    try state.checkBook(for: trigger, sizing, in: quote, under: configuration)
    try state.checkExposure(
      adding: sizing, beside: company, from: book, under: configuration)
    try state.checkDuplicate(of: trigger, sizing.quantity, under: configuration)
    try state.checkRate(at: state.now ?? trigger.at, under: configuration)
    return approval(of: trigger, plan, sizing, book: book, listing: listing, in: state)
  }

  private static func approval(
    of trigger: SetupTriggered, _ plan: Plan, _ sizing: Sizing, book: Book, listing: Listing,
    in state: State
  ) -> TradeApproved {
    let asOf = state.now ?? trigger.at
    return TradeApproved(
      trade: trade(of: trigger), setup: trigger.setup,
      strategy: trigger.strategy, instrument: trigger.instrument, direction: trigger.direction,
      entry: trigger.entry, quantity: sizing.quantity, reference: trigger.reference,
      entryLow: trigger.entryLow, entryHigh: trigger.entryHigh, limitPrice: plan.limitPrice,
      stop: plan.stop, target1: plan.target1, target2: plan.target2,
      leverage: state.leverage(for: listing), equity: book.cautiousEquity, budget: sizing.budget,
      lossPerUnit: sizing.lossPerUnit, lossAtStop: sizing.lossAtStop, asOf: asOf,
      expiresAt: asOf + (state.configuration?.approvalLife ?? .zero))
  }
}
