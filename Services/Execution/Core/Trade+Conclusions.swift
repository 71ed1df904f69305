import Events
import Quantities

extension Execution.Trade {
  func entryRequest(at clock: Instant) -> OrderRequested {
    switch approval.entry {
    case .market:
      request(
        .entry, kind: .market, side: direction.entrySide, quantity: approval.quantity,
        expiresAt: approval.expiresAt, at: clock)
    case .limit:
      request(
        .entry, kind: approval.limitPrice == nil ? .market : .limit, side: direction.entrySide,
        quantity: approval.quantity, limitPrice: approval.limitPrice,
        expiresAt: approval.expiresAt, at: clock)
    }
  }

  func stopRequest(_ holding: Execution.Holding, at clock: Instant) -> OrderRequested {
    request(
      .stop, kind: .stop, side: direction.exitSide, quantity: tally.position,
      stopPrice: holding.goal.price, at: clock)
  }

  func targetRequest(
    _ purpose: OrderPurpose, _ plan: Execution.TradePlan, at clock: Instant
  ) -> OrderRequested {
    let isFirst = purpose == .target1
    return request(
      purpose, kind: .limit, side: direction.exitSide,
      quantity: isFirst ? plan.quantity1 : plan.quantity2,
      limitPrice: isFirst ? plan.target1 : plan.target2, at: clock)
  }

  func exitRequest(at clock: Instant) -> OrderRequested {
    request(
      .exit, kind: .market, side: direction.exitSide, quantity: tally.position, at: clock)
  }

  /// A part of what is held.
  func reductionRequest(_ quantity: Quantity, at clock: Instant) -> OrderRequested {
    request(.exit, kind: .market, side: direction.exitSide, quantity: quantity, at: clock)
  }

  /// An order is named by trade, purpose and attempt, so it is the same in every run.
  private func request(
    _ purpose: OrderPurpose, kind: OrderKind, side: Side, quantity: Quantity,
    limitPrice: Price? = nil, stopPrice: Price? = nil, expiresAt: Instant? = nil,
    at clock: Instant
  ) -> OrderRequested {
    let attempt = orders.count { $0.purpose == purpose } + 1
    return OrderRequested(
      order: Identifier(of: "order", id.description, purpose.rawValue, String(attempt)),
      trade: id, setup: setup, instrument: instrument, side: side, kind: kind, purpose: purpose,
      quantity: quantity, limitPrice: limitPrice, stopPrice: stopPrice,
      reduceOnly: purpose != .entry, timeInForce: .goodTillCancelled, attempt: attempt, at: clock,
      expiresAt: expiresAt)
  }

  func cancellation(
    of order: Execution.Order, _ reason: CancelReason, at clock: Instant
  ) -> OrderCancelRequested {
    OrderCancelRequested(
      order: order.id, trade: id, setup: setup, instrument: instrument, reason: reason, at: clock)
  }

  func amendment(
    of order: Execution.Order, to goal: Execution.StopGoal, at clock: Instant
  ) -> OrderAmendRequested {
    OrderAmendRequested(
      order: order.id, trade: id, setup: setup, instrument: instrument, quantity: goal.quantity,
      stopPrice: goal.price, at: clock)
  }

  /// Another quantity, at the same price.
  func amendment(
    of order: Execution.Order, to quantity: Quantity, at clock: Instant
  ) -> OrderAmendRequested {
    OrderAmendRequested(
      order: order.id, trade: id, setup: setup, instrument: instrument, quantity: quantity,
      limitPrice: order.limitPrice, stopPrice: order.stopPrice, at: clock)
  }

  func opened(at clock: Instant) -> TradeOpened {
    let plan = plan()
    return TradeOpened(
      trade: id, setup: setup, strategy: strategy, instrument: instrument, direction: direction,
      quantity: plan.quantity, entry: plan.entry, stop: plan.stop, target1: plan.target1,
      target2: plan.target2, risk: plan.risk, fees: tally.fees, at: clock)
  }

  func reached(_ target: Int, by order: Execution.Order, at clock: Instant) -> TargetReached {
    TargetReached(
      trade: id, setup: setup, instrument: instrument, target: target, quantity: order.filled,
      price: order.limitPrice ?? .zero, remaining: tally.position, at: clock)
  }

  func moved(from holding: Execution.Holding, to price: Price, at clock: Instant) -> StopMoved {
    let isRegime = holding.goal.reason == .regime
    let reason: StopReason =
      price != holding.plan.breakEven ? .trailing : isRegime ? .regime : .breakEven
    return StopMoved(
      trade: id, setup: setup, instrument: instrument, from: holding.stop, to: price,
      reason: reason, at: clock)
  }

  func closed(_ holding: Execution.Holding, at clock: Instant) -> TradeClosed {
    let gain = heldExitCost - tally.entryCost
    let profit = direction == .long ? gain : -gain
    let net = profit - tally.fees - tally.funding
    let risk = holding.plan.risk
    let multiple = risk.isPositive ? net.divided(by: risk) : Ratio.zero
    return TradeClosed(
      trade: id, setup: setup, strategy: strategy, instrument: instrument, direction: direction,
      reason: closeReason(holding), quantity: tally.entered, entry: averageEntry,
      exit: averageExit, profit: profit, fees: tally.fees,
      funding: tally.funding, net: net,
      multiple: multiple.rounded(toMultipleOf: Ratio(Execution.Limits.precision), .halfEven),
      unprotected: tally.unprotected, longestUnprotected: tally.longestUnprotected,
      openedAt: holding.openedAt, at: clock)
  }

  /// What the exit brought of what was held; beyond that it was not the trade's.
  private var heldExitCost: Money {
    guard tally.position.isNegative else { return tally.exitCost }
    return tally.exitCost.multiplied(by: tally.entered.divided(by: tally.exited))
  }

  /// What made it flat: the last fill says whether stop, target or exit.
  private func closeReason(_ holding: Execution.Holding) -> CloseReason {
    switch tally.lastExit {
    case .stop: return holding.stopMeans
    case .target1, .target2: return .target
    case .liquidation: return .liquidated
    case .exit, .entry, nil:
      if case .closing(_, let closing) = phase { return closing.reason }
      return reduction == nil ? .requested : .reduced
    }
  }

  func abandoned(_ objection: Objection, at clock: Instant) -> TradeAbandoned {
    TradeAbandoned(
      trade: id, setup: setup, instrument: instrument, reason: objection.reason,
      value: objection.value, limit: objection.limit, at: clock)
  }

  /// In the units of the position: positive is long.
  func diverged(at clock: Instant) -> TradeDiverged {
    let sign: Int = direction.sign
    let expected = divergence?.expected ?? .zero
    let actual = divergence?.actual ?? .zero
    return TradeDiverged(
      trade: id, setup: setup, instrument: instrument,
      cause: divergence?.cause ?? .contradiction,
      expected: sign < 0 ? -expected : expected, actual: sign < 0 ? -actual : actual, at: clock)
  }
}
