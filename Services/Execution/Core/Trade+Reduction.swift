import Events
import Quantities

extension Execution {
  /// What of a trade is to leave because the account holds too much.
  struct Reduction: Sendable, Hashable, Codable {
    var quantity: Quantity
    /// The order that lets it leave, once there is one.
    var order: Identifier?
    /// Orders for it that the venue refused.
    var refusals = 0
    /// No order before.
    var notBefore: Instant

    /// Whether the venue refused more orders than are tried.
    var isExhausted: Bool { refusals > Limits.exitFailures }
  }
}

extension Execution.Trade {
  /// Takes note that a part is to leave; all of it when that is as much as is held.
  mutating func reduce(by quantity: Quantity, at clock: Instant) {
    switch phase {
    case .open, .partial:
      guard quantity.isPositive, reduction == nil else { return }
      guard quantity < tally.position else { return close(.reduced, notBefore: clock) }
      reduction = Execution.Reduction(quantity: quantity, notBefore: clock)
    case .pending, .closing, .closed, .abandoned, .diverged: break
    }
  }

  /// Remembers the order that lets the part leave.
  mutating func noteReduction(_ request: OrderRequested) {
    guard reduction?.order == nil, request.purpose == .exit else { return }
    reduction?.order = request.order
  }

  /// A part that the venue does not let go is asked for again, later each time, until a person
  /// must look.
  mutating func noteRefusal(of exit: Execution.Order, at clock: Instant) {
    guard var reduction, reduction.order == exit.id, tally.position.isPositive else { return }
    switch exit.phase {
    case .rejected, .absent: break
    case .requested, .sending, .unknown, .resting, .partiallyFilled, .filled, .cancelled,
      .expired:
      return
    }
    reduction.order = nil
    reduction.refusals += 1
    reduction.notBefore = clock + Execution.Limits.wait(after: reduction.refusals)
    self.reduction = reduction
    guard reduction.isExhausted else { return }
    divergence = Execution.Divergence(
      cause: .stuck, expected: tally.position - min(reduction.quantity, tally.position),
      actual: tally.position)
  }

  /// What is left is protected and has its targets, and no more.
  mutating func noteReduced() {
    switch phase {
    case .open, .partial:
      let position = tally.position
      updateHolding { $0.goal.quantity = position }
      fitTargets()
    case .pending, .closing, .closed, .abandoned, .diverged: break
    }
  }

  /// The targets take no more than what is left, the nearer first.
  private mutating func fitTargets() {
    var room = tally.position
    func goal(_ purpose: OrderPurpose, _ planned: Quantity) -> Quantity {
      guard let order = last(purpose) else {
        let goal = min(planned, room)
        room -= goal
        return goal
      }
      let rest = min(order.remaining, max(room, .zero))
      room -= rest
      return order.filled + rest
    }
    guard let plan = holding?.plan else { return }
    let first = goal(.target1, plan.quantity1)
    let second = goal(.target2, plan.quantity2)
    updateHolding {
      $0.plan.quantity1 = first
      $0.plan.quantity2 = second
    }
  }

  func reduced(by order: Execution.Order, at clock: Instant) -> TradeReduced {
    TradeReduced(
      trade: id, setup: setup, instrument: instrument, quantity: order.filled,
      remaining: tally.position, at: clock)
  }
}

extension Execution.State {
  mutating func note(_ request: ExposureReductionRequested) {
    update(request.trade) { $0.reduce(by: request.quantity, at: $1) }
  }

  mutating func note(_ reduced: TradeReduced) {
    update(reduced.trade) { trade, _ in trade.reduction = nil }
  }

  /// Takes a target back that is larger than what is left for it.
  func dueForFit(
    of trade: Execution.Trade, _ holding: Execution.Holding
  ) -> Execution.Conclusion? {
    let plan = holding.plan
    for (purpose, goal) in [(OrderPurpose.target2, plan.quantity2), (.target1, plan.quantity1)] {
      guard let order = trade.last(purpose), order.isAtVenue, order.change == nil,
        order.quantity > goal
      else { continue }
      if goal <= order.filled {
        return .orderCancelRequested(trade.cancellation(of: order, .replaced, at: clock))
      }
      guard order.isAmendable(at: clock) else { continue }
      return .orderAmendRequested(trade.amendment(of: order, to: goal, at: clock))
    }
    return nil
  }

  /// The order that lets a part leave; and what became of it.
  func dueForReduction(of trade: Execution.Trade) -> Execution.Conclusion? {
    guard let reduction = trade.reduction else { return nil }
    guard let id = reduction.order else {
      guard clock >= reduction.notBefore, !reduction.isExhausted else { return nil }
      let quantity = min(reduction.quantity, trade.tally.position)
      return .orderRequested(trade.reductionRequest(quantity, at: clock))
    }
    guard let order = trade.orders.first(where: { $0.id == id }), order.phase.isSettled
    else { return nil }
    return .tradeReduced(trade.reduced(by: order, at: clock))
  }
}
