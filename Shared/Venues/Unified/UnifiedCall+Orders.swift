import Events
import Quantities

extension UnifiedCall {
  /// Names that say what kind of order is meant, and on which side.
  private static let orderNames: [String: (type: String?, side: String?)] = [
    "createOrder": (nil, nil), "createOrderWs": (nil, nil),
    "createLimitOrder": ("limit", nil), "createMarketOrder": ("market", nil),
    "createLimitBuyOrder": ("limit", "buy"), "createLimitSellOrder": ("limit", "sell"),
    "createMarketBuyOrder": ("market", "buy"), "createMarketSellOrder": ("market", "sell"),
    "createMarketOrderWithCost": ("market", nil),
    "createMarketBuyOrderWithCost": ("market", "buy"),
    "createMarketSellOrderWithCost": ("market", "sell"),
  ]

  func order() throws(VenueError) -> VenueCall? {
    if let (type, side) = Self.orderNames[name] {
      if let protection = try protection() { return .account(.setProtection(protection)) }
      return .trading(.place(try arguments.ticket(type: type, side: side)))
    }
    let a = arguments
    switch name {
    case "createOrders":
      return .batch(
        .place(
          try each("orders") { o throws(VenueError) in
            try o.ticket(type: nil, side: nil)
          }))
    case "editOrders":
      return .batch(.amend(try each("orders") { o throws(VenueError) in try o.change() }))
    case "cancelOrders", "cancelOrdersWs":
      var references: [OrderReference] = []
      for id in a.args["ids"]?.elements ?? .none {
        references.append(try a.reference(id.text ?? ""))
      }
      return .batch(.cancel(references))
    case "editOrder", "editOrderWs": return .trading(.amend(try a.change()))
    case "cancelOrder", "cancelOrderWs":
      return .trading(.cancel(try a.reference(a.args["id"]?.text)))
    case "cancelAllOrders":
      guard a.flag("trigger", "stop") else { return .trading(.cancelAll(a.symbolIfStated)) }
      return .account(.cancelConditional(a.symbolIfStated))
    case "cancelAllOrdersAfter":
      guard let timeout = a.integer("timeout"), (0...86_400_000).contains(timeout) else {
        throw VenueError(.badRequest, text: "timeout: expected milliseconds", field: "timeout")
      }
      return .trading(.cancelAllAfter(.milliseconds(Int64(timeout))))
    case "fetchOrder":
      guard a.flag("trigger", "stop") else {
        return .trading(.order(try a.reference(a.args["id"]?.text)))
      }
      return .account(try a.orders(.open, id: a.text("id")))
    case "fetchOpenOrder": return .account(try a.orders(.open, id: a.text("id")))
    case "fetchClosedOrder": return .account(try a.orders(.filled, id: a.text("id")))
    case "fetchOpenOrders": return .account(try a.orders(.open))
    case "fetchClosedOrders": return .account(try a.orders(.filled))
    case "fetchCanceledOrders": return .account(try a.orders(.cancelled))
    case "fetchCanceledAndClosedOrders", "fetchOrders": return .account(try a.orders(.ended))
    default: return nil
    }
  }

  private func each<Value>(
    _ key: JSONKey, _ read: (UnifiedArguments) throws(VenueError) -> Value
  ) throws(VenueError) -> [Value] {
    var values: [Value] = []
    for element in arguments.args[key]?.elements ?? .none {
      values.append(try read(UnifiedArguments(element, kind: arguments.kind)))
    }
    return values
  }

  /// What hangs on the position instead of being an order: a trailing stop, or stop and target
  /// together.
  private func protection() throws(VenueError) -> PositionProtection? {
    let a = arguments
    let stop = a.price("stopLossPrice")
    let target = a.price("takeProfitPrice")
    let distance = a.price("trailingAmount", "trailingStop")
    guard distance != nil || (stop != nil && target != nil) else { return nil }
    var protection = PositionProtection(instrument: try a.symbol())
    if let distance {
      protection.trailingDistance = distance
      protection.trailingFrom =
        a.price("trailingTriggerPrice", "activePrice") ?? a.numberIfStated("price")
    } else {
      protection.stopLoss = stop
      protection.takeProfit = target
      protection.quantity = a.numberIfStated("amount")
    }
    return protection
  }

  /// What a call that listens subscribes to, and on which stream; nil for others.
  public func topics() throws(VenueError) -> (
    stream: VenueStream, topics: [StreamTopic], ends: Bool
  )? {
    let ends = name.hasPrefix("unWatch")
    guard ends || name.hasPrefix("watch") else { return nil }
    let what = name.dropFirst(ends ? 7 : 5).lowercased()
    switch what {
    case "orders": return (.account, [.orders], ends)
    case "mytrades": return (.account, [.executions], ends)
    case "balance": return (.account, [.balances], ends)
    case "positions": return (.account, [.positions], ends)
    default: break
    }
    var topics: [StreamTopic] = []
    for symbol in try watched() {
      switch what {
      case "ticker", "tickers": topics.append(.ticker(symbol.name))
      case "trades", "tradesforsymbols": topics.append(.trades(symbol.name))
      case "bidsasks": topics.append(.book(symbol.name, depth: 1))
      case "orderbook", "orderbookforsymbols":
        topics.append(.book(symbol.name, depth: arguments.integer("limit") ?? 50))
      case "ohlcv": topics.append(.candles(symbol.name, try arguments.frame()))
      case "ohlcvforsymbols":
        guard let frame = symbol.frame else { return nil }
        topics.append(.candles(symbol.name, frame))
      default: return nil
      }
    }
    guard let first = try watched().first else { return nil }
    return (.market(arguments.kind(of: first.name)), topics, ends)
  }

  /// Symbols, and their time frames where both stand in pairs.
  private func watched() throws(VenueError) -> [(name: Name, frame: TimeFrame?)] {
    var watched = arguments.symbols.map { (name: $0, frame: TimeFrame?.none) }
    for pair in arguments.args["symbolsAndTimeframes"]?.elements ?? .none {
      if let name = pair[0]?.name, let frame = pair[1]?.string.flatMap({ TimeFrame($0) }) {
        watched.append((name, frame))
      }
    }
    return watched
  }
}
