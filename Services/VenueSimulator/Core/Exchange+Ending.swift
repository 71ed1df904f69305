import Events
import PaperVenue
public import Quantities

// Orders that are changed, and orders on their way out.
extension Exchange {
  /// Changes what is open of an order; nil leaves a part as it is.
  public mutating func amend(
    _ number: Int, for account: Int, quantity: Quantity?, price: Price?, trigger: Price?,
    protection: Protection?
  ) -> Result<Order, Rejection> {
    let order = accounts[account][number]
    let quantity = quantity ?? order.quantity
    let price = order.ticket.kind == .limit ? price ?? order.price : nil
    let trigger = order.trigger == nil ? nil : trigger ?? order.trigger?.price
    let rejection = checkAmended(order, quantity: quantity, price: price, trigger: trigger)
    if let rejection, rejection != .nothingToAmend || protection == nil {
      return .failure(rejection)
    }
    if order.status != .untriggered,
      let refusal = reshape(order, account, quantity: quantity, price: price)
    {
      return .failure(refusal)
    }
    if let protection { accounts[account][number].protection = protection }
    if let trigger { accounts[account][number].trigger?.price = trigger }
    guard order.status == .untriggered else { return .success(accounts[account][number]) }
    accounts[account][number].quantity = quantity
    accounts[account][number].price = price
    accounts[account][number].updatedAt = now
    happenings.append(.order(account: account, accounts[account][number]))
    return .success(accounts[account][number])
  }

  /// Changes an order in the engine, where it may be traded at once.
  private mutating func reshape(
    _ order: Order, _ account: Int, quantity: Quantity, price: Price?
  ) -> Rejection? {
    let worth = { (price: Price?, quantity: Quantity) in (price ?? .zero) * quantity }
    let more = worth(price, quantity - order.filled) - worth(order.price, order.remaining)
    let instrument = instruments[order.instrument]
    let needed = more.divided(by: accounts[account].leverage[order.instrument], rounding: .up)
    if more.isPositive, !order.ticket.reduceOnly, needed > available(account) {
      return instrument.category == .spot ? .balance : .margin
    }
    let request = OrderAmendRequested(
      order: order.engine, trade: trade(order.instrument, order.ticket.positionIndex),
      setup: order.engine, instrument: instrument.name, quantity: quantity, limitPrice: price,
      at: now)
    let said = tell(account, .orderAmendRequested(request))
    guard case .orderAmended(let amended)? = said.first, amended.quantity == quantity,
      amended.limitPrice == price
    else { return .refused("amend") }
    accounts[account][order.number].quantity = quantity
    accounts[account][order.number].price = price
    accounts[account][order.number].updatedAt = now
    happenings.append(.order(account: account, accounts[account][order.number]))
    absorb(said, account)
    return nil
  }

  /// Takes an open order away.
  public mutating func cancel(_ number: Int, for account: Int) -> Result<Order, Rejection> {
    let order = accounts[account][number]
    guard order.status.isOpen else { return .failure(.finishedOrder) }
    withdraw(order, account)
    end(number, account, cancelType: "CancelByUser", reason: "EC_PerCancelRequest")
    return .success(accounts[account][number])
  }

  /// Takes an order out of the engine, if it is there.
  func isInEngine(_ order: Order) -> Bool { order.status != .untriggered }

  mutating func withdraw(_ order: Order, _ account: Int) {
    guard isInEngine(order) else { return }
    let request = OrderCancelRequested(
      order: order.engine, trade: trade(order.instrument, order.ticket.positionIndex),
      setup: order.engine, instrument: instruments[order.instrument].name, reason: .requested,
      at: now)
    _ = tell(account, .orderCancelRequested(request))
  }

  /// What the account may spend in the settlement coin: neither margin nor reserved.
  public func available(_ account: Int) -> Money {
    accounts[account].engine.available(in: "USDT")
  }

  /// What conditional spot purchases reserve, which the engine does not know of.
  func bound(_ account: Int) -> Money {
    var sum = Money.zero
    for order in accounts[account].orders
    where order.status == .untriggered && order.stopKind == .protective
      && order.ticket.side == .buy
    {
      sum += (order.price ?? order.trigger?.price ?? .zero) * order.remaining
    }
    return sum
  }

  /// What of a coin is reserved by orders to sell it, or of the settlement coin by purchases.
  public func locked(_ coin: String, _ account: Int) -> Money {
    var sum = Money.zero
    for order in accounts[account].orders where order.status.isOpen {
      let instrument = instruments[order.instrument]
      guard instrument.category == .spot else { continue }
      if order.status == .untriggered, order.stopKind != .protective { continue }
      if order.ticket.side == .sell, instrument.base == coin {
        sum += Money(order.remaining.value)
      } else if order.ticket.side == .buy, instrument.quote == coin {
        sum += (order.price ?? order.trigger?.price ?? .zero) * order.remaining
      }
    }
    return sum
  }

  /// The margin of orders that rest on contracts.
  public func orderMargin(_ account: Int) -> Money {
    var sum = Money.zero
    for order in accounts[account].orders
    where order.status.isOpen && order.status != .untriggered && !order.ticket.reduceOnly {
      guard instruments[order.instrument].category == .linear else { continue }
      let worth = (order.price ?? lastPrice(of: order.instrument)) * order.remaining
      sum += worth.divided(by: accounts[account].leverage[order.instrument], rounding: .up)
    }
    return sum
  }

  /// The margin of a position.
  public func margin(of position: Position, _ account: Int) -> Money {
    accounts[account].engine.margin(
      of: trade(position.instrument, position.index), in: instruments[position.instrument].name)
  }

  /// Where a position is taken away.
  public func liquidationPrice(of position: Position, _ account: Int) -> Price? {
    accounts[account].engine.liquidationPrice(
      of: trade(position.instrument, position.index), in: instruments[position.instrument].name
    )?.rounded(toTick: instruments[position.instrument].tick, .halfEven)
  }
}
