import Events
import Quantities

extension Execution.State {
  /// The next thing to say about a trade, or nil when it only waits.
  func due(for trade: Execution.Trade) -> Execution.Conclusion? {
    if trade.divergence != nil { return .tradeDiverged(trade.diverged(at: clock)) }
    switch trade.phase {
    case .pending: return dueForEntry(of: trade)
    case .open(let holding):
      return dueForTargets(of: trade, Execution.Taken()) ?? dueForEnd(of: trade, holding)
        ?? dueForStop(of: trade, holding) ?? dueForReduction(of: trade)
        ?? dueForFit(of: trade, holding) ?? dueForProfit(of: trade, holding)
    case .partial(let holding, let taken):
      return dueForTargets(of: trade, taken) ?? dueForEnd(of: trade, holding)
        ?? dueForStop(of: trade, holding) ?? dueForReduction(of: trade)
        ?? dueForFit(of: trade, holding) ?? dueForProfit(of: trade, holding)
    case .closing(let holding, let closing):
      return dueForEnd(of: trade, holding) ?? dueForExit(of: trade, holding, closing)
    case .diverged(let holding, _, _):
      return dueForEnd(of: trade, holding) ?? dueForExcess(of: trade, holding)
        ?? dueForProtection(of: trade, holding)
        ?? (trade.wish == .none ? nil : dueForWish(of: trade))
    case .closed, .abandoned:
      return cancelDue(of: trade, .tradeClosed) {
        $0.purpose != .exit && $0.purpose != .liquidation
      }
        ?? dueForRest(of: trade)
    }
  }

  private func dueForEntry(of trade: Execution.Trade) -> Execution.Conclusion? {
    guard let entry = trade.last(.entry) else {
      if let objection = objection(to: trade) {
        return .tradeAbandoned(trade.abandoned(objection, at: clock))
      }
      // Above the rate it waits for its turn.
      guard let limits, hasTurn(under: limits) else { return nil }
      return .orderRequested(trade.entryRequest(at: clock))
    }
    if entry.phase.isSettled {
      return trade.tally.entered.isPositive
        ? .tradeOpened(trade.opened(at: clock))
        : .tradeAbandoned(trade.abandoned(Objection(entry.phase.abandonReason), at: clock))
    }
    if let first = trade.tally.firstFill, clock - first >= Execution.Limits.unprotected {
      return .tradeOpened(trade.opened(at: clock))
    }
    guard let reason = cancelReason(for: entry, of: trade) else { return nil }
    return cancelDue(of: trade, reason) { $0.id == entry.id }
  }

  /// Why an entry that waits at the venue waits no longer.
  ///
  /// One that was filled in part is not left to wait for the rest: a part without a stop would
  /// be open meanwhile.
  private func cancelReason(
    for entry: Execution.Order, of trade: Execution.Trade
  ) -> CancelReason? {
    if halt != .none { return .halted }
    if trade.wish != .none { return .requested }
    if isReducing(trade.instrument) { return .reducing }
    if entry.filled.isPositive || trade.isLapsed { return .entryLapsed }
    if let end = entry.expiresAt, clock - end >= Execution.Limits.expiryGrace { return .expired }
    return isOverdue(trade.instrument) ? .staleData : nil
  }

  /// A target that is filled and not said.
  private func dueForTargets(
    of trade: Execution.Trade, _ taken: Execution.Taken
  ) -> Execution.Conclusion? {
    if !taken.first, let order = trade.last(.target1), order.isComplete {
      return .targetReached(trade.reached(1, by: order, at: clock))
    }
    if !taken.second, let order = trade.last(.target2), order.isComplete {
      return .targetReached(trade.reached(2, by: order, at: clock))
    }
    return nil
  }

  /// A trade is over when it is flat and nothing can be added to it.
  private func dueForEnd(
    of trade: Execution.Trade, _ holding: Execution.Holding
  ) -> Execution.Conclusion? {
    if let stop = trade.last(.stop), stop.phase.isAtVenue, let price = stop.stopPrice,
      price != holding.stop
    {
      return .stopMoved(trade.moved(from: holding, to: price, at: clock))
    }
    guard trade.tally.position.isZero else { return nil }
    if let entry = trade.last(.entry), !entry.phase.isSettled {
      return cancelDue(of: trade, .entryLapsed) { $0.id == entry.id }
    }
    return .tradeClosed(trade.closed(holding, at: clock))
  }

  /// The stop comes first, and follows what is wanted of it, one change at a time.
  private func dueForStop(
    of trade: Execution.Trade, _ holding: Execution.Holding
  ) -> Execution.Conclusion? {
    guard let stop = trade.last(.stop) else {
      return .orderRequested(trade.stopRequest(holding, at: clock))
    }
    guard stop.isAtVenue, stop.change == nil, holding.goal.quantity.isPositive,
      stop.stopPrice != holding.goal.price || stop.quantity != holding.goal.quantity,
      stop.isAmendable(at: clock)
    else { return nil }
    return .orderAmendRequested(trade.amendment(of: stop, to: holding.goal, at: clock))
  }

  /// Targets are ordered once the stop is acknowledged; one that is refused is not tried again.
  private func dueForProfit(
    of trade: Execution.Trade, _ holding: Execution.Holding
  ) -> Execution.Conclusion? {
    guard let stop = trade.last(.stop), stop.isAtVenue else { return nil }
    guard trade.wish == .none else { return dueForWish(of: trade) }
    if trade.last(.target1) == nil {
      return .orderRequested(trade.targetRequest(.target1, holding.plan, at: clock))
    }
    if trade.last(.target2) == nil, holding.plan.quantity2.isPositive {
      return .orderRequested(trade.targetRequest(.target2, holding.plan, at: clock))
    }
    return nil
  }

  /// A person wants nothing to wait: the targets go, the stop stays.
  private func dueForWish(of trade: Execution.Trade) -> Execution.Conclusion? {
    cancelDue(of: trade, .requested) { order in
      switch order.purpose {
      case .entry, .target1, .target2: true
      case .stop, .exit, .liquidation: false
      }
    }
  }

  /// Targets and entry go; the stop stays until the trade is flat, for an exit may take long.
  private func dueForExit(
    of trade: Execution.Trade, _ holding: Execution.Holding, _ closing: Execution.Closing
  ) -> Execution.Conclusion? {
    if trade.last(.stop) == nil {
      return .orderRequested(trade.stopRequest(holding, at: clock))
    }
    let reason: CancelReason =
      switch closing.reason {
      case .halted: .halted
      case .requested: .requested
      case .stop, .breakEven, .trail, .target, .timeout, .regime, .unprotected, .average,
        .liquidated, .reduced:
        .replaced
      }
    let cancel = cancelDue(of: trade, reason) {
      switch $0.purpose {
      case .entry, .target1, .target2: true
      case .stop, .exit, .liquidation: false
      }
    }
    if let cancel { return cancel }
    guard trade.tally.position.isPositive, clock >= closing.notBefore,
      trade.last(.exit)?.phase.isSettled ?? true
    else { return nil }
    return .orderRequested(trade.exitRequest(at: clock))
  }

  /// What comes in after the end, against all rules, leaves at once.
  private func dueForRest(of trade: Execution.Trade) -> Execution.Conclusion? {
    let exits = trade.orders.filter { $0.purpose == .exit }
    guard exits.allSatisfy(\.phase.isSettled) else {
      guard trade.tally.position.isZero else { return nil }
      return cancelDue(of: trade, .tradeClosed) { $0.purpose == .exit }
    }
    guard trade.tally.position.isPositive, exits.count <= Execution.Limits.exitFailures else {
      return nil
    }
    return .orderRequested(trade.exitRequest(at: clock))
  }

  /// More left than was held: nothing of the trade waits at the venue any more, and it ends when a
  /// person has looked.
  private func dueForExcess(
    of trade: Execution.Trade, _ holding: Execution.Holding
  ) -> Execution.Conclusion? {
    guard trade.tally.position.isNegative else { return nil }
    if let cancel = cancelDue(of: trade, .tradeClosed, where: { $0.purpose != .liquidation }) {
      return cancel
    }
    guard trade.wish == .closed, trade.isSettled else { return nil }
    return .tradeClosed(trade.closed(holding, at: clock))
  }

  /// What nobody understands is at least protected.
  private func dueForProtection(
    of trade: Execution.Trade, _ holding: Execution.Holding
  ) -> Execution.Conclusion? {
    guard trade.tally.position.isPositive else { return nil }
    guard let stop = trade.last(.stop), !stop.phase.isSettled else {
      let attempts = trade.orders.count { $0.purpose == .stop }
      guard attempts < Execution.Limits.stopAttempts else { return nil }
      return .orderRequested(trade.stopRequest(holding, at: clock))
    }
    var goal = holding.goal
    goal.quantity = trade.tally.position
    guard stop.phase == .resting, stop.change == nil, stop.quantity != goal.quantity,
      stop.isAmendable(at: clock)
    else { return nil }
    return .orderAmendRequested(trade.amendment(of: stop, to: goal, at: clock))
  }

  /// The cancellation of the first live order of a kind that nobody has asked to cancel.
  private func cancelDue(
    of trade: Execution.Trade, _ reason: CancelReason,
    where isMeant: (Execution.Order) -> Bool
  ) -> Execution.Conclusion? {
    let order = trade.orders.first { order in
      if case .cancel = order.change { return false }
      return order.phase.isLive && isMeant(order)
    }
    guard let order else { return nil }
    return .orderCancelRequested(trade.cancellation(of: order, reason, at: clock))
  }
}

extension Execution.Order {
  /// Whether all of it was traded.
  var isComplete: Bool {
    if case .filled = phase { true } else { false }
  }
}

extension Execution.OrderPhase {
  /// Why a trade ends whose entry ended like this, without a fill.
  var abandonReason: AbandonReason {
    switch self {
    case .rejected: .rejected
    case .expired, .absent: .expired
    case .cancelled: .cancelled
    case .requested, .sending, .unknown, .resting, .partiallyFilled, .filled:
      preconditionFailure("the entry has not ended without a fill")
    }
  }
}
