import Events
import Quantities

extension Execution.State {
  mutating func note(_ request: OrderRequested) {
    count(request)
    update(request.trade) { trade, _ in
      trade.orders.append(Execution.Order(request))
      trade.noteReduction(request)
    }
  }

  mutating func note(_ request: OrderCancelRequested) {
    update(request.trade) { trade, _ in
      trade.updateOrder(request.order) { $0.change = .cancel(request.reason) }
    }
  }

  mutating func note(_ request: OrderAmendRequested) {
    update(request.trade) { trade, _ in
      trade.updateOrder(request.order) {
        $0.noteAmendment(at: request.at)
        $0.change = .amend(
          quantity: request.quantity, limitPrice: request.limitPrice,
          stopPrice: request.stopPrice)
      }
    }
  }

  mutating func note(_ opened: TradeOpened) {
    let isFlattening = halt == .flatten
    update(opened.trade) { trade, clock in
      trade.open(trade.plan(), at: opened.at)
      if isFlattening { trade.close(.halted, notBefore: clock) }
      if trade.wish == .closed { trade.close(.requested, notBefore: clock) }
    }
  }

  mutating func note(_ reached: TargetReached) {
    update(reached.trade) { trade, _ in trade.take(target: reached.target) }
  }

  mutating func note(_ moved: StopMoved) {
    update(moved.trade) { trade, _ in
      trade.updateHolding {
        $0.stop = moved.to
        switch moved.reason {
        case .breakEven, .regime: $0.stopMeans = .breakEven
        case .trailing: $0.stopMeans = .trail
        }
      }
    }
  }

  mutating func note(_ closed: TradeClosed) {
    update(closed.trade) { trade, _ in trade.phase = .closed(closed.reason) }
  }

  mutating func note(_ abandoned: TradeAbandoned) {
    update(abandoned.trade) { trade, _ in trade.phase = .abandoned(abandoned.reason) }
  }

  mutating func note(_ diverged: TradeDiverged) {
    freeze(diverged.instrument)
    want(diverged.instrument)
    update(diverged.trade) { trade, _ in
      guard trade.divergence != nil else { return }
      trade.divergence = nil
      trade.diverge()
    }
  }
}
