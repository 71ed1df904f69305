import Events
import PaperVenue
import Quantities

// Orders on their way in.
extension Exchange {
  /// Takes an order, and lets it meet the market if it does not wait for a price.
  public mutating func place(
    _ ticket: Ticket, for account: Int
  ) -> Result<Order, Rejection> {
    var ticket = ticket
    if let rejection = complete(&ticket, account) ?? check(ticket, account) {
      return .failure(rejection)
    }
    var order = newOrder(ticket, account, engine: uniqueID("order"))
    if ticket.trigger != nil {
      order.status = .untriggered
      order.stopKind = ticket.isProtective ? .protective : .stop
      accounts[account].append(order)
      happenings.append(.order(account: account, order))
      return .success(order)
    }
    accounts[account].append(order)
    if let rejection = send(order.number, account) {
      accounts[account].removeLast()
      return .failure(rejection)
    }
    return .success(accounts[account][order.number])
  }

  /// Puts in what the ticket leaves open: the size of what is closed, and of what is told by value.
  private func complete(_ ticket: inout Ticket, _ account: Int) -> Rejection? {
    if ticket.kind == .market {
      ticket.timeInForce = ticket.timeInForce == .fillOrKill ? .fillOrKill : .immediateOrCancel
      ticket.price = nil
    }
    let last = lastPrice(of: ticket.instrument)
    let instrument = instruments[ticket.instrument]
    if ticket.isByValue {
      ticket.quantity = Money(ticket.quantity.value).divided(by: last + instrument.tick)
        .rounded(toLot: instrument.lot, .down)
      ticket.isByValue = false
    }
    guard ticket.quantity.isZero, ticket.reduceOnly, ticket.closeOnTrigger else { return nil }
    let held = accounts[account].position(of: ticket.instrument, ticket.positionIndex)
    guard let held, !held.quantity.isZero else { return .nothingToReduce }
    ticket.quantity = held.quantity.magnitude
    return nil
  }

  func newOrder(_ ticket: Ticket, _ account: Int, engine: Identifier) -> Order {
    let isSpot = instruments[ticket.instrument].category == .spot
    return Order(
      id: isSpot ? engine.digits : engine.uuid, number: accounts[account].nextNumber,
      ticket: ticket, quantity: ticket.quantity, price: ticket.price, trigger: ticket.trigger,
      protection: ticket.protection, status: .new,
      lastPriceAtStart: lastPrice(of: ticket.instrument), createdAt: now, updatedAt: now,
      engine: engine)
  }

  /// Hands an order to the engine; what it can trade at once is traded.
  mutating func send(_ number: Int, _ account: Int) -> Rejection? {
    let order = accounts[account][number]
    if order.ticket.timeInForce == .postOnly, wouldTake(order) {
      happenings.append(.order(account: account, order))
      end(
        number, account, cancelType: "CancelByPrepareFailed",
        reason: "EC_PostOnlyWillTakeLiquidity")
      return nil
    }
    let said = tell(account, .orderRequested(request(for: order, account)))
    for case .orderRejected(let refusal) in said { return rejection(refusal.code.description) }
    accounts[account][number].status = .new
    accounts[account][number].updatedAt = now
    happenings.append(.order(account: account, accounts[account][number]))
    tellPosition(order.instrument, order.ticket.positionIndex, account)
    absorb(said, account)
    overfill(number, account)
    return nil
  }

  private func request(for order: Order, _ account: Int) -> OrderRequested {
    let ticket = order.ticket
    let held = accounts[account].position(of: order.instrument, ticket.positionIndex)?.quantity
    // What closes at once needs no margin, whether it says so or not.
    let closes =
      instruments[order.instrument].category == .linear && ticket.kind == .market
      && (held.map { (ticket.side == .sell) == $0.isPositive && $0.magnitude >= order.quantity }
        ?? false)
    return OrderRequested(
      order: order.engine, trade: trade(order.instrument, ticket.positionIndex),
      setup: order.engine, instrument: instruments[order.instrument].name, side: ticket.side,
      kind: ticket.kind == .market ? .market : .limit, purpose: .entry,
      quantity: order.quantity, limitPrice: ticket.kind == .market ? nil : order.price,
      reduceOnly: (ticket.reduceOnly || ticket.closeOnTrigger || closes)
        && instruments[order.instrument].category == .linear,
      timeInForce: engineTime(ticket.timeInForce), attempt: 1, at: now)
  }

  private func engineTime(_ time: OrderTime) -> TimeInForce {
    switch time {
    case .goodTillCancelled: .goodTillCancelled
    // Whether it would take is decided by the touch, which is a tick beside the engine's price.
    case .postOnly: .goodTillCancelled
    case .immediateOrCancel: .immediateOrCancel
    case .fillOrKill: .fillOrKill
    }
  }

  private func wouldTake(_ order: Order) -> Bool {
    guard let price = order.price else { return false }
    let last = lastPrice(of: order.instrument)
    let tick = instruments[order.instrument].tick
    return order.ticket.side == .buy ? price >= last + tick : price <= last - tick
  }

  /// A fill that nobody asked for: a fault to order.
  private mutating func overfill(_ number: Int, _ account: Int) {
    let order = accounts[account][number]
    guard overfills, order.status == .filled else { return }
    var more = request(for: order, account)
    more.quantity = instruments[order.instrument].lot
    more.order = uniqueID("overfill")
    for case .orderFilled(var fill) in tell(account, .orderRequested(more)) {
      fill.order = order.engine
      book(fill, account)
    }
  }

  private func rejection(_ code: String) -> Rejection {
    switch code {
    case "margin": .margin
    case "cannot-short": .balance
    case "reduce-only": .nothingToReduce
    case "lot-size": .quantityOffLot
    case "below-minimum": .quantityTooSmall
    case "tick-size": .priceOffTick
    default: .refused(code)
    }
  }
}
