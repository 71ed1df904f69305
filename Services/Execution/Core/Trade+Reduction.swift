import Events
import Quantities

extension Execution {
  /// What of a trade is to leave because the account holds too much.
  enum Reduction: Sendable, Hashable, Codable {
    case wanted(Quantity)
    case ordered(Identifier)
  }
}

extension Execution.Trade {
  /// Takes note that a part is to leave; all of it when that is as much as is held.
  mutating func reduce(by quantity: Quantity, at clock: Instant) {
    switch phase {
    case .open, .partial:
      guard quantity.isPositive, reduction == nil else { return }
      guard quantity < tally.position else { return close(.reduced, notBefore: clock) }
      reduction = .wanted(quantity)
    case .pending, .closing, .closed, .abandoned, .diverged: break
    }
  }

  /// Remembers the order that lets the part leave.
  mutating func noteReduction(_ request: OrderRequested) {
    guard case .wanted = reduction, request.purpose == .exit else { return }
    reduction = .ordered(request.order)
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

  /// The order that lets a part leave, once; and what became of it.
  func dueForReduction(of trade: Execution.Trade) -> Execution.Conclusion? {
    switch trade.reduction {
    case nil: return nil
    case .wanted(let quantity):
      let quantity = min(quantity, trade.tally.position)
      return .orderRequested(trade.reductionRequest(quantity, at: clock))
    case .ordered(let id):
      guard let order = trade.orders.first(where: { $0.id == id }), order.phase.isSettled
      else { return nil }
      return .tradeReduced(trade.reduced(by: order, at: clock))
    }
  }
}
