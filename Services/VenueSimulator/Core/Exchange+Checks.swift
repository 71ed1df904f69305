import Quantities

// The venue's rules for an order.
extension Exchange {
  static let openOrderLimit = 500
  static let conditionalLimit = 10

  func check(_ ticket: Ticket, _ account: Int) -> Rejection? {
    let instrument = instruments[ticket.instrument]
    return checkSize(ticket, instrument)
      ?? checkPrice(ticket, instrument)
      ?? checkPosition(ticket, instrument, account)
      ?? checkTrigger(ticket, instrument)
      ?? checkNumbers(ticket, account)
      ?? checkBalance(ticket, instrument, account)
  }

  private func checkSize(_ ticket: Ticket, _ instrument: Instrument) -> Rejection? {
    guard ticket.quantity.isPositive, ticket.quantity >= instrument.minimumQuantity else {
      return .quantityTooSmall
    }
    guard ticket.quantity.isMultiple(of: instrument.lot) else { return .quantityOffLot }
    let most =
      ticket.kind == .market ? instrument.maximumMarketQuantity : instrument.maximumLimitQuantity
    guard ticket.quantity <= most else { return .quantityTooLarge }
    let price = ticket.price ?? ticket.trigger?.price ?? lastPrice(of: ticket.instrument)
    let isClosing = ticket.reduceOnly || ticket.closeOnTrigger
    guard isClosing || price * ticket.quantity >= instrument.minimumNotional else {
      return .valueTooSmall
    }
    return nil
  }

  private func checkPrice(_ ticket: Ticket, _ instrument: Instrument) -> Rejection? {
    let prices = [
      ticket.price, ticket.trigger?.price, ticket.protection.takeProfit,
      ticket.protection.stopLoss, ticket.protection.takeProfitLimit,
      ticket.protection.stopLossLimit,
    ]
    for case let price? in prices where !isOnTick(price, instrument) { return .priceOffTick }
    guard ticket.kind == .limit else { return nil }
    guard let price = ticket.price else { return .priceMissing }
    let last = ticket.trigger?.price ?? lastPrice(of: ticket.instrument)
    // A band about the price, wide enough for orders that rest far away on their own side.
    let isTooFar = ticket.side == .buy ? price > last * "1.5" : price < last * "0.5"
    return isTooFar || price > last * 10 || price < last * "0.01" ? .priceOutOfRange : nil
  }

  private func checkPosition(
    _ ticket: Ticket, _ instrument: Instrument, _ account: Int
  ) -> Rejection? {
    guard instrument.category == .linear else {
      return ticket.positionIndex == 0 ? nil : .positionIndexMismatch
    }
    let isHedged = accounts[account].isHedged[ticket.instrument]
    guard isHedged == (ticket.positionIndex > 0) else { return .positionIndexMismatch }
    let isClosing = ticket.reduceOnly || ticket.closeOnTrigger
    let held =
      accounts[account].position(of: ticket.instrument, ticket.positionIndex)?.quantity ?? .zero
    let opposes = ticket.side == .sell ? held.isPositive : held.isNegative
    if isHedged {
      let opens = (ticket.positionIndex == 1) == (ticket.side == .buy)
      if opens && isClosing { return .nothingToReduce }
      if !opens && !opposes { return .nothingToReduce }
    }
    return isClosing && !opposes && ticket.trigger == nil ? .nothingToReduce : nil
  }

  private func checkTrigger(_ ticket: Ticket, _ instrument: Instrument) -> Rejection? {
    guard let trigger = ticket.trigger, instrument.category == .linear else { return nil }
    let last = lastPrice(of: ticket.instrument)
    if trigger.isRising {
      return trigger.price > last ? nil : .triggerNotAbove(trigger: trigger.price, last: last)
    }
    return trigger.price < last ? nil : .triggerNotBelow(trigger: trigger.price, last: last)
  }

  private func checkNumbers(_ ticket: Ticket, _ account: Int) -> Rejection? {
    let named = reusesNames ? accounts[account].openOrders : accounts[account].orders
    if !ticket.link.isEmpty, named.contains(where: { $0.link == ticket.link }) {
      return .duplicateLink
    }
    let open = accounts[account].openOrders.filter { $0.instrument == ticket.instrument }
    let waiting = open.filter { $0.status == .untriggered }.count
    if ticket.trigger != nil, waiting >= Self.conditionalLimit { return .tooManyConditionals }
    return open.count - waiting >= Self.openOrderLimit ? .tooManyOrders : nil
  }

  /// Spot orders need their coins; what contracts need is known to the engine.
  private func checkBalance(
    _ ticket: Ticket, _ instrument: Instrument, _ account: Int
  ) -> Rejection? {
    guard instrument.category == .spot, ticket.trigger == nil || ticket.isProtective else {
      return nil
    }
    if ticket.side == .sell {
      let free = accounts[account].wallet(of: instrument.base) - locked(instrument.base, account)
      return Money(ticket.quantity.value) > free ? .balance : nil
    }
    let price = ticket.price ?? (lastPrice(of: ticket.instrument) + instrument.tick)
    return price * ticket.quantity > available(account) - bound(account) ? .balance : nil
  }

  /// Amends an open order.
  func checkAmended(
    _ order: Order, quantity: Quantity, price: Price?, trigger: Price?
  ) -> Rejection? {
    let instrument = instruments[order.instrument]
    guard order.status.isOpen else { return .finishedOrder }
    guard quantity != order.quantity || price != order.price || trigger != order.trigger?.price
    else { return .nothingToAmend }
    guard quantity.isMultiple(of: instrument.lot) else { return .quantityOffLot }
    guard quantity >= instrument.minimumQuantity else { return .quantityTooSmall }
    guard quantity > order.filled else { return .quantityBelowFilled }
    for case let price? in [price, trigger] where !isOnTick(price, instrument) {
      return .priceOffTick
    }
    return nil
  }
}
