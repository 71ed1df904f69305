import Events
import Quantities

// Orders that wait for a price, and what protects positions.
extension Exchange {
  /// Lets conditional orders meet a tick; they go to the market at its end.
  mutating func trigger(_ instrument: Int, _ account: Int, _ bar: PathBar) {
    guard accounts[account].orders.contains(where: { $0.status == .untriggered }) else { return }
    let market = market(of: instrument)
    let high = market.price(of: bar.high)
    let low = market.price(of: bar.low)
    let waiting = accounts[account].orders.filter {
      $0.instrument == instrument && $0.status == .untriggered
    }
    for order in waiting where accounts[account][order.number].status == .untriggered {
      if order.trail != nil { follow(order.number, account, high: high, low: low) }
      guard let trigger = accounts[account][order.number].trigger,
        trigger.isRising ? high >= trigger.price : low <= trigger.price
      else { continue }
      fire(order.number, account)
    }
  }

  private mutating func follow(_ number: Int, _ account: Int, high: Price, low: Price) {
    let order = accounts[account][number]
    guard var trail = order.trail else { return }
    let isSell = order.ticket.side == .sell
    if let activation = trail.activation {
      guard isSell ? high >= activation : low <= activation else { return }
      trail.activation = nil
      trail.best = activation
    }
    trail.best = isSell ? max(trail.best, high) : min(trail.best, low)
    let stop = isSell ? trail.best - trail.distance : trail.best + trail.distance
    accounts[account][number].trail = trail
    accounts[account][number].trigger = Trigger(price: stop, isRising: !isSell)
  }

  private mutating func fire(_ number: Int, _ account: Int) {
    let order = accounts[account][number]
    if order.stopKind?.coversPosition == true {
      let held = accounts[account].position(of: order.instrument, order.ticket.positionIndex)
      accounts[account][number].quantity = held?.quantity.magnitude ?? .zero
    }
    accounts[account][number].status = .triggered
    accounts[account][number].updatedAt = now
    accounts[account][number].lastPriceAtStart = lastPrice(of: order.instrument)
    happenings.append(.order(account: account, accounts[account][number]))
    cancelTwin(of: order, account)
    if send(number, account) != nil {
      accounts[account][number].status = .rejected
      accounts[account][number].rejectReason = "EC_NotEnoughBalance"
      accounts[account][number].cancelType = "CancelByPrepareFailed"
      happenings.append(.order(account: account, accounts[account][number]))
    }
  }

  /// Of a part's stop and target, the one that is not needed any more.
  private mutating func cancelTwin(of order: Order, _ account: Int) {
    guard order.createType.hasPrefix("CreateByPartial") || order.createType.hasPrefix("CreateByTp")
    else { return }
    let twins = accounts[account].orders.filter {
      $0.status == .untriggered && $0.number != order.number && $0.createdAt == order.createdAt
        && $0.instrument == order.instrument && $0.createType == order.createType
    }
    for twin in twins {
      end(twin.number, account, cancelType: "CancelByTpSlTsClear", reason: "EC_NoError")
    }
  }

  /// After a fill: puts up the protection that came with the order, and clears that of a position
  /// that is gone.
  mutating func guardPosition(_ number: Int, _ account: Int) {
    let order = accounts[account][number]
    guard instruments[order.instrument].category == .linear else {
      return order.status == .filled ? protectPart(number, account) : ()
    }
    let held = accounts[account].position(of: order.instrument, order.ticket.positionIndex)
    guard let held, !held.quantity.isZero else {
      return clearProtection(order.instrument, order.ticket.positionIndex, account)
    }
    if order.protection.isEmpty { return }
    if order.protection.isPartial {
      if order.status == .filled { protectPart(number, account) }
    } else {
      _ = protect(held, order.protection, account)
    }
  }

  mutating func clearProtection(_ instrument: Int, _ index: Int, _ account: Int) {
    let bound = accounts[account].orders.filter {
      $0.status == .untriggered && $0.instrument == instrument
        && $0.ticket.positionIndex == index && $0.stopKind != .stop && $0.stopKind != nil
        && $0.stopKind != .protective
    }
    for order in bound {
      end(order.number, account, cancelType: "CancelByTpSlTsClear", reason: "EC_NoError")
    }
  }

  /// Puts up stop and target for what one order filled.
  mutating func protectPart(_ number: Int, _ account: Int) {
    let order = accounts[account][number]
    let protection = order.protection
    let isSpot = instruments[order.instrument].category == .spot
    guard !protection.isEmpty, isSpot || protection.isPartial else { return }
    accounts[account][number].protection = Protection()
    var amount = order.filled
    if isSpot, order.ticket.side == .buy {
      // The fee was taken off what was bought.
      amount = (amount - Quantity(order.fee.value))
        .rounded(toLot: instruments[order.instrument].lot, .down)
    }
    if let price = protection.takeProfit {
      wait(
        order, account, isSpot ? .protective : .partialTakeProfit, price, amount,
        limit: protection.takeProfitLimit)
    }
    if let price = protection.stopLoss {
      wait(
        order, account, isSpot ? .protective : .partialStopLoss, price, amount,
        limit: protection.stopLossLimit)
    }
  }

  private mutating func wait(
    _ parent: Order, _ account: Int, _ kind: StopKind, _ price: Price, _ amount: Quantity,
    limit: Price?
  ) {
    let isTarget = price == parent.ticket.protection.takeProfit
    let side = parent.ticket.side.opposite
    var order = conditional(
      parent.instrument, parent.ticket.positionIndex, side, kind,
      Trigger(price: price, isRising: (side == .sell) == isTarget), amount, account,
      limit: limit)
    order.createType = "CreateByPartialTpSl"
    accounts[account].append(order)
    happenings.append(.order(account: account, order))
  }

  /// An order that waits for the sake of a position.
  func conditional(
    _ instrument: Int, _ index: Int, _ side: Side, _ kind: StopKind, _ trigger: Trigger,
    _ amount: Quantity, _ account: Int, limit: Price?
  ) -> Order {
    var ticket = Ticket(
      instrument: instrument, side: side, kind: limit == nil ? .market : .limit,
      quantity: amount, price: limit)
    ticket.timeInForce = limit == nil ? .immediateOrCancel : .goodTillCancelled
    ticket.positionIndex = index
    let isLinear = instruments[instrument].category == .linear
    ticket.reduceOnly = isLinear
    ticket.closeOnTrigger = isLinear
    ticket.trigger = trigger
    var order = newOrder(
      ticket, account,
      engine: Identifier(
        of: "conditional", "\(seed)", "\(accounts[account].uid)",
        "\(accounts[account].nextNumber)", kind.rawValue))
    order.status = .untriggered
    order.stopKind = kind
    return order
  }
}
