import Events
import Quantities

extension BybitCalls {
  /// The longest range of one query of orders or executions.
  static let longestRange = Interval.days(7)

  func trading(_ call: TradingCall) throws(VenueError) -> EndpointCall {
    switch call {
    case .place(let ticket):
      let (kind, order) = try order(ticket)
      return self.call(.create, [category(kind)] + order)
    case .amend(let change):
      let (kind, order) = try order(change)
      return self.call(.amend, [category(kind)] + order)
    case .cancel(let reference):
      let (kind, order) = try order(cancelling: reference)
      return self.call(.cancel, [category(kind)] + order)
    case .cancelAll(let symbol):
      return self.call(.cancelAll, try part(of: cancelParts(symbol)))
    case .order(let reference): return try query(reference)
    case .openOrders(let symbol):
      return self.call(
        .openOrders, try orderScope(symbol) + [.init("limit", .integer(50))] + cursor)
    case .orderHistory(let symbol, let since):
      return self.call(
        .orderHistory,
        try instrument(symbol).1 + range(since) + [.init("limit", .integer(50))] + cursor)
    case .executions(let symbol, let since):
      return self.call(
        .executions,
        try instrument(symbol).1 + range(since) + [.init("limit", .integer(100))] + cursor)
    case .fundingPayments(let since):
      return self.call(
        .executions,
        [category(.linear), .init("execType", .text("Funding"))] + range(since)
          + [.init("limit", .integer(100))] + cursor)
    case .positions(let symbol):
      if let symbol { return self.call(.positions, try linear(symbol).1) }
      let parts = settleCoins.map { coin -> Parameters in
        [category(.linear), EndpointParameter("settleCoin", .text(coin.description))]
      }
      return self.call(
        .positions, try part(of: parts) + [.init("limit", .integer(200))] + cursor)
    case .balances:
      return self.call(.walletBalance, [.init("accountType", .text("UNIFIED"))])
    case .setLeverage(let symbol, let leverage): return try setLeverage(symbol, leverage)
    case .setMarginMode(_, let mode):
      // Of the whole account: there is no other in unified accounts.
      return self.call(
        .setMarginMode, [.init("setMarginMode", .text(BybitWords.marginMode(mode)))])
    case .setPositionMode(let symbol, let mode):
      return self.call(
        .switchMode, try linear(symbol).1 + [.init("mode", .integer(mode == .hedge ? 3 : 0))])
    case .cancelAllAfter(let window):
      guard (3...300).contains(window.seconds) else {
        throw VenueError(.badRequest, text: "window: not in 3...300 seconds", field: "window")
      }
      return self.call(
        .deadManSwitch,
        [
          .init("product", .text("DERIVATIVES")),
          .init("timeWindow", .integer(Int(window.seconds))),
        ])
    }
  }

  /// What it takes to cancel all: on spot, each kind of conditional order goes by itself.
  func cancelParts(_ symbol: Name?) throws(VenueError) -> [Parameters] {
    var parts: [Parameters] = []
    if let symbol { parts.append(try instrument(symbol).1) } else { parts = accountParts }
    for part in parts where part.first == category(.spot) {
      for hold in ConditionalHold.allCases {
        parts.append(part + [.init("orderFilter", .text(BybitWords.filter(hold)))])
      }
    }
    return parts
  }

  /// An instrument, or a part of the account.
  private func orderScope(_ symbol: Name?) throws(VenueError) -> Parameters {
    if let symbol { return try instrument(symbol).1 }
    return try part(of: accountParts)
  }

  private func setLeverage(_ symbol: Name, _ leverage: Ratio) throws(VenueError) -> EndpointCall {
    let (listing, parameters) = try linear(symbol)
    guard leverage >= 1, leverage <= listing.maximumLeverage,
      listing.leverageStep.isZero || leverage.isMultiple(of: listing.leverageStep)
    else {
      throw VenueError(
        .badRequest,
        text: "leverage: \(leverage) is not in steps of \(listing.leverageStep) from 1 to "
          + "\(listing.maximumLeverage)", field: "leverage")
    }
    let text = EndpointValue.text(leverage.description)
    return call(
      .setLeverage, parameters + [.init("buyLeverage", text), .init("sellLeverage", text)])
  }

  /// The range of a page: at most seven days, the first from `since` on.
  func range(_ since: Instant) -> Parameters {
    let start = page.since ?? since
    return Self.milliseconds("startTime", start)
      + Self.milliseconds("endTime", min(start + Self.longestRange, max(context.now, start)))
  }

  /// An order among those that are open or just ended, then among those that ended before.
  private func query(_ reference: OrderReference) throws(VenueError) -> EndpointCall {
    let (kind, order) = try order(reference)
    let filter: Parameters =
      kind == .spot && reference.isConditional
      ? [.init("orderFilter", .text(BybitWords.filter(reference.hold)))] : []
    return call(page.part == 0 ? .openOrders : .orderHistory, [category(kind)] + order + filter)
  }

  // MARK: One order

  func batch(_ batch: OrderBatch) throws(VenueError) -> EndpointCall {
    var kind: InstrumentKind?
    var orders: [Parameters] = []
    func add(_ order: (InstrumentKind, Parameters)) throws(VenueError) {
      if let kind, kind != order.0 {
        throw VenueError(.badRequest, text: "a batch is spot or linear", field: "instrument")
      }
      kind = order.0
      orders.append(order.1)
    }
    let endpoint: BybitEndpoint
    switch batch {
    case .place(let tickets):
      endpoint = .createBatch
      for ticket in tickets { try add(order(ticket)) }
    case .amend(let changes):
      endpoint = .amendBatch
      for change in changes { try add(order(change)) }
    case .cancel(let references):
      endpoint = .cancelBatch
      for reference in references { try add(order(reference)) }
    }
    guard let kind, orders.count <= (kind == .spot ? 10 : 20) else {
      throw VenueError(.badRequest, text: "\(orders.count) orders in a batch", field: "orders")
    }
    return call(endpoint, [category(kind), .init("request", .objects(orders))])
  }

  /// Symbol and name of an order; the venue's name goes before ours.
  private func order(
    _ reference: OrderReference
  ) throws(VenueError) -> (InstrumentKind, Parameters) {
    let listing = try context.instruments.listing(reference.instrument)
    try rules(listing).check(reference)
    var order: Parameters = [.init("symbol", .text(listing.venueSymbol.description))]
    if let id = reference.venueOrderID?.venueText {
      order.append(.init("orderId", .text(id)))
    } else if let id = reference.clientOrderID {
      order.append(.init("orderLinkId", .text(id.description)))
    } else {
      throw TicketRules.refusal("venueOrderID", "cannot be written out")
    }
    return (listing.kind, order)
  }

  private func order(
    cancelling reference: OrderReference
  ) throws(VenueError) -> (InstrumentKind, Parameters) {
    var (kind, order) = try order(reference)
    if kind == .spot {
      let filter = reference.isConditional ? BybitWords.filter(reference.hold) : "Order"
      order.append(.init("orderFilter", .text(filter)))
    }
    return (kind, order)
  }

  private func order(_ change: OrderChange) throws(VenueError) -> (InstrumentKind, Parameters) {
    let listing = try context.instruments.listing(change.order.instrument)
    try rules(listing).check(change)
    var (kind, order) = try order(change.order)
    if let quantity = change.quantity { order.append(.init("qty", .text("\(quantity)"))) }
    if let price = change.limitPrice { order.append(.init("price", .text("\(price)"))) }
    if let price = change.stopPrice {
      order.append(.init("triggerPrice", .text("\(price)")))
      if kind == .linear { order.append(.init("triggerBy", .text("LastPrice"))) }
    }
    if let price = change.takeProfit {
      order.append(.init("takeProfit", .text("\(price)")))
      if kind == .linear { order.append(.init("tpTriggerBy", .text("LastPrice"))) }
    }
    if let price = change.stopLoss {
      order.append(.init("stopLoss", .text("\(price)")))
      if kind == .linear { order.append(.init("slTriggerBy", .text("LastPrice"))) }
    }
    return (kind, order)
  }

  private func rules(_ listing: VenueInstrument) -> TicketRules {
    TicketRules(capabilities: BybitAdapter().capabilities, instrument: listing)
  }

  func order(_ ticket: OrderTicket) throws(VenueError) -> (InstrumentKind, Parameters) {
    let listing = try context.instruments.listing(ticket.instrument)
    try rules(listing).check(ticket)
    let isSpot = listing.kind == .spot
    let isMarket = ticket.limitPrice == nil
    var order: Parameters = []
    order.reserveCapacity(16)
    order.append(.init("symbol", .text(listing.venueSymbol.description)))
    order.append(.init("side", .text(BybitWords.side(ticket.side))))
    order.append(.init("orderType", .text(isMarket ? "Market" : "Limit")))
    order.append(.init("qty", .text(ticket.cost?.description ?? ticket.quantity.description)))
    if isMarket, isSpot {
      // Bybit takes a purchase at the market by its cost unless it is told otherwise.
      if ticket.cost == nil {
        order.append(.init("marketUnit", .text("baseCoin")))
      } else if ticket.side == .sell {
        order.append(.init("marketUnit", .text("quoteCoin")))
      }
    }
    if let price = ticket.limitPrice {
      order.append(.init("price", .text(price.description)))
      if let time = BybitWords.timeInForce(ticket.timeInForce) {
        order.append(.init("timeInForce", .text(time)))
      }
    }
    order.append(.init("orderLinkId", .text(ticket.clientOrderID.description)))
    if ticket.isReduceOnly { order.append(.init("reduceOnly", .flag(true))) }
    if let side = ticket.positionSide {
      order.append(.init("positionIdx", .integer(BybitWords.positionIndex(side))))
    }
    appendTrigger(of: ticket, isSpot: isSpot, to: &order)
    appendExits(of: ticket, isSpot: isSpot, to: &order)
    return (listing.kind, order)
  }

  private func appendTrigger(of ticket: OrderTicket, isSpot: Bool, to order: inout Parameters) {
    guard let price = ticket.stopPrice else { return }
    order.append(.init("triggerPrice", .text(price.description)))
    if isSpot {
      return order.append(.init("orderFilter", .text(BybitWords.filter(ticket.hold))))
    }
    // A stop to buy waits for a rise, one to sell for a fall; a target waits for the other.
    let rises = (ticket.side == .buy) != (ticket.kind == .takeProfit)
    order.append(.init("triggerDirection", .integer(rises ? 1 : 2)))
    if let trigger = ticket.trigger {
      order.append(.init("triggerBy", .text(BybitWords.trigger(trigger))))
    }
  }

  private func appendExits(of ticket: OrderTicket, isSpot: Bool, to order: inout Parameters) {
    var isPartial = false
    for (exit, name, short) in [
      (ticket.takeProfit, "takeProfit", "tp"), (ticket.stopLoss, "stopLoss", "sl"),
    ] {
      guard let exit else { continue }
      order.append(.init(name, .text(exit.triggerPrice.description)))
      if let trigger = exit.trigger, !isSpot {
        order.append(.init("\(short)TriggerBy", .text(BybitWords.trigger(trigger))))
      }
      if let limit = exit.limitPrice {
        isPartial = true
        order.append(.init("\(short)OrderType", .text("Limit")))
        order.append(.init("\(short)LimitPrice", .text(limit.description)))
      } else if isSpot {
        order.append(.init("\(short)OrderType", .text("Market")))
      }
    }
    if isPartial { order.append(.init("tpslMode", .text("Partial"))) }
  }
}
