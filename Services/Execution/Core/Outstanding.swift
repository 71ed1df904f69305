public import Quantities

extension Execution {
  /// Something that is left to do at the venue.
  public enum Effect: Sendable, Hashable {
    /// Requested and never sent: send it, once.
    case send(Trade, Order)
    /// Perhaps sent: ask the venue, never send.
    case query(Trade, Order)
    case cancel(Trade, Order)
    case amend(Trade, Order, quantity: Quantity, limitPrice: Price?, stopPrice: Price?)
  }

  /// All that is left to do at the venue, in the order of trades and orders; the same after a
  /// restart as before, so a sender needs no memory of its own.
  public static func outstanding(in state: State) -> [Effect] {
    state.trades.flatMap { trade in
      trade.orders.flatMap { order in outstanding(trade, order) }
    }
  }

  private static func outstanding(_ trade: Trade, _ order: Order) -> [Effect] {
    guard order.phase.isLive else { return [] }
    var effects: [Effect] = []
    switch order.phase {
    case .requested: if order.change == nil { effects.append(.send(trade, order)) }
    case .sending, .unknown: effects.append(.query(trade, order))
    case .resting, .partiallyFilled:
      if order.isInDoubt { effects.append(.query(trade, order)) }
    case .filled, .cancelled, .expired, .rejected, .absent: break
    }
    switch order.change {
    case nil: break
    case .cancel: effects.append(.cancel(trade, order))
    case .amend(let quantity, let limitPrice, let stopPrice):
      effects.append(
        .amend(trade, order, quantity: quantity, limitPrice: limitPrice, stopPrice: stopPrice))
    }
    return effects
  }
}
