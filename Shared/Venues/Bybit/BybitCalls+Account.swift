import Events
import Quantities

extension BybitCalls {
  func account(_ call: AccountCall) throws(VenueError) -> EndpointCall {
    switch call {
    case .fees(let kind, let symbol):
      guard let symbol else { return self.call(.feeRate, [category(kind)]) }
      return self.call(.feeRate, try instrument(symbol).1)
    case .keyPermissions: return self.call(.keyInfo, [])
    case .accountInfo: return self.call(.accountInfo, [])
    case .fundingBalances(let asset):
      let coin: Parameters = asset.map { [.init("coin", .text($0.description))] } ?? []
      return self.call(.fundingBalances, [.init("accountType", .text("FUND"))] + coin)
    case .leverage(let symbol): return self.call(.positions, try linear(symbol).1)
    case .setProtection(let protection): return try protect(protection)
    case .setPositionModes(let mode, let coin):
      return self.call(
        .switchMode,
        [
          category(.linear), .init("coin", .text(coin.description)),
          .init("mode", .integer(mode == .hedge ? 3 : 0)),
        ])
    case .cancelConditional(let symbol):
      return self.call(
        .cancelAll,
        try scope(.linear, symbol, wantsCoin: true) + [.init("orderFilter", .text("StopOrder"))])
    case .orders(let query): return try orders(query)
    case .executions(let query):
      return try executions(query, kind: query.isLiquidation ? "BustTrade" : "Trade")
    case .fundingPayments(let query): return try executions(query, kind: "Funding")
    case .closedProfits(let symbol, let since, let limit):
      return self.call(
        .closedProfits,
        try linear(symbol).1 + Self.milliseconds("startTime", since)
          + Self.limit(limit, 1...100) + cursor)
    case .movements(let asset, let since, let limit):
      let coin: Parameters = asset.map { [.init("currency", .text($0.description))] } ?? []
      return self.call(
        .transactionLog,
        coin + Self.milliseconds("startTime", since) + (try Self.limit(limit, 1...50)) + cursor)
    }
  }

  private func protect(_ protection: PositionProtection) throws(VenueError) -> EndpointCall {
    let (listing, scope) = try linear(protection.instrument)
    var parameters = scope
    parameters.append(
      .init("positionIdx", .integer(BybitWords.positionIndex(protection.positionSide))))
    let prices = [
      ("takeProfit", protection.takeProfit), ("stopLoss", protection.stopLoss),
      ("trailingStop", protection.trailingDistance), ("activePrice", protection.trailingFrom),
    ]
    guard prices.contains(where: { $0.1 != nil }) else {
      throw TicketRules.refusal("protection", "nothing to set")
    }
    for (name, price) in prices {
      guard let price else { continue }
      guard !price.isNegative, listing.tick.isZero || price.isMultiple(of: listing.tick) else {
        throw TicketRules.refusal(name, "\(price) is not a multiple of the tick \(listing.tick)")
      }
      parameters.append(.init(name, .text(price.description)))
    }
    if let trigger = protection.trigger {
      for (name, price) in [
        ("tpTriggerBy", protection.takeProfit), ("slTriggerBy", protection.stopLoss),
      ] where price != nil {
        parameters.append(.init(name, .text(BybitWords.trigger(trigger))))
      }
    }
    parameters.append(
      .init("tpslMode", .text(protection.quantity == nil ? "Full" : "Partial")))
    if let quantity = protection.quantity {
      for (short, price) in [("tp", protection.takeProfit), ("sl", protection.stopLoss)]
      where price != nil {
        parameters.append(.init("\(short)Size", .text(quantity.description)))
        parameters.append(.init("\(short)OrderType", .text("Market")))
      }
    }
    return call(.tradingStop, parameters)
  }

  /// Category, and the symbol where one is named; contracts want the one or the coin.
  private func scope(
    _ kind: InstrumentKind, _ symbol: Name?, wantsCoin: Bool
  ) throws(VenueError) -> Parameters {
    if let symbol { return try instrument(symbol).1 }
    guard kind == .linear, wantsCoin else { return [category(kind)] }
    return try part(
      of: settleCoins.map { [category(.linear), .init("settleCoin", .text($0.description))] })
  }

  private func name(of order: OrderReference?) -> Parameters {
    guard let order else { return [] }
    if let id = order.venueOrderID?.venueText { return [.init("orderId", .text(id))] }
    return order.clientOrderID.map { [.init("orderLinkId", .text($0.description))] } ?? []
  }

  private func orders(_ query: OrderQuery) throws(VenueError) -> EndpointCall {
    let isOpen = query.scope == .open
    var parameters = try scope(query.kind, query.instrument, wantsCoin: isOpen)
    parameters += name(of: query.order)
    if query.isConditional { parameters.append(.init("orderFilter", .text("StopOrder"))) }
    if !isOpen {
      parameters += Self.milliseconds("startTime", page.since ?? query.since)
      parameters += Self.milliseconds("endTime", query.until)
    }
    switch query.scope {
    case .open, .ended: break
    case .filled: parameters.append(.init("orderStatus", .text("Filled")))
    case .cancelled: parameters.append(.init("orderStatus", .text("Cancelled")))
    }
    parameters += try Self.limit(query.limit, 1...50)
    return call(isOpen ? .openOrders : .orderHistory, parameters + cursor)
  }

  private func executions(_ query: ExecutionQuery, kind: String) throws(VenueError) -> EndpointCall
  {
    call(
      .executions,
      try scope(query.kind, query.instrument, wantsCoin: false)
        + [.init("execType", .text(kind))] + name(of: query.order)
        + Self.milliseconds("startTime", page.since ?? query.since)
        + Self.milliseconds("endTime", query.until) + Self.limit(query.limit, 1...100) + cursor)
  }
}
