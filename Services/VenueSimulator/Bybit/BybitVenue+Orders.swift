import Quantities
import VenueSimulatorCore

// Orders that are made, changed and taken back.
extension BybitVenue {
  mutating func create(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    let ticket = try ticket(parameters)
    switch exchange.place(ticket, for: account) {
    case .success(let order):
      truth.accept(order, exchange)
      return ["orderId": .text(order.id), "orderLinkId": .text(order.link)]
    case .failure(let rejection):
      throw Refusal(rejection, exchange.instruments[ticket.instrument].category)
    }
  }

  /// Reads an order; what is missing or malformed is refused with its name.
  func ticket(_ parameters: Parameters) throws(Refusal) -> Ticket {
    let place = try instrument(parameters)
    let isSpot = exchange.instruments[place].category == .spot
    guard
      let side: Side = parameters["side"] == "Buy"
        ? .buy : parameters["side"] == "Sell" ? .sell : nil
    else { throw .parameter("params error: side invalid") }
    guard let kind = PriceKind(rawValue: try parameters.required("orderType")) else {
      throw .parameter("params error: orderType invalid")
    }
    guard let quantity = try parameters.quantity("qty") else {
      throw .parameter("params error: qty missing")
    }
    var ticket = Ticket(
      instrument: place, side: side, kind: kind, quantity: quantity,
      price: kind == .limit ? try parameters.price("price") : nil)
    ticket.timeInForce = try time(parameters)
    ticket.link = try link(parameters)
    ticket.positionIndex = try parameters.integer("positionIdx") ?? 0
    ticket.reduceOnly = !isSpot && parameters.flag("reduceOnly")
    ticket.closeOnTrigger = !isSpot && parameters.flag("closeOnTrigger")
    ticket.isByValue =
      isSpot && kind == .market
      && (parameters["marketUnit"] ?? (side == .buy ? "quoteCoin" : "baseCoin")) == "quoteCoin"
    ticket.protection = try protection(parameters, isSpot: isSpot)
    if ticket.reduceOnly, !ticket.protection.isEmpty {
      throw .parameter("TP/SL is not supported in reduce only order")
    }
    ticket.isProtective = parameters["orderFilter"] == "tpslOrder"
    ticket.trigger = try trigger(parameters, place, ticket)
    return ticket
  }

  private func time(_ parameters: Parameters) throws(Refusal) -> OrderTime {
    guard let text = parameters["timeInForce"] else { return .goodTillCancelled }
    guard let time = OrderTime(rawValue: text == "RPI" ? "PostOnly" : text) else {
      throw .parameter("params error: timeInForce invalid")
    }
    return time
  }

  private func link(_ parameters: Parameters) throws(Refusal) -> String {
    let link = parameters["orderLinkId"] ?? ""
    let isPlain = link.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isPlain, link.utf8.count <= 36 else { throw .parameter("OrderLinkId is invalid") }
    return link
  }

  private func trigger(
    _ parameters: Parameters, _ place: Int, _ ticket: Ticket
  ) throws(Refusal) -> Trigger? {
    guard let price = try parameters.price("triggerPrice"), price.isPositive else {
      if ticket.isProtective { throw .parameter("triggerPrice is required") }
      return nil
    }
    let last = exchange.lastPrice(of: place)
    let source = parameters["triggerBy"] ?? "LastPrice"
    if exchange.instruments[place].category == .spot {
      return Trigger(price: price, isRising: price > last, source: source)
    }
    switch try parameters.integer("triggerDirection") {
    case 1: return Trigger(price: price, isRising: true, source: source)
    case 2: return Trigger(price: price, isRising: false, source: source)
    default: throw .parameter("params error: triggerDirection invalid")
    }
  }

  func protection(_ parameters: Parameters, isSpot: Bool) throws(Refusal) -> Protection {
    var protection = Protection()
    protection.takeProfit = try parameters.price("takeProfit").flatMap { $0.isZero ? nil : $0 }
    protection.stopLoss = try parameters.price("stopLoss").flatMap { $0.isZero ? nil : $0 }
    protection.takeProfitSource = parameters["tpTriggerBy"] ?? "LastPrice"
    protection.stopLossSource = parameters["slTriggerBy"] ?? "LastPrice"
    protection.isPartial = !isSpot && parameters["tpslMode"] == "Partial"
    if parameters["tpOrderType"] == "Limit" {
      protection.takeProfitLimit = try parameters.price("tpLimitPrice")
    }
    if parameters["slOrderType"] == "Limit" {
      protection.stopLossLimit = try parameters.price("slLimitPrice")
    }
    let hasLimit = protection.takeProfitLimit != nil || protection.stopLossLimit != nil
    if hasLimit, !isSpot, !protection.isPartial {
      throw .parameter("tpOrderType and slOrderType can only be Market in Full mode")
    }
    return protection
  }

  /// The order that a call names, of the category that it names.
  func order(_ parameters: Parameters, _ account: Int) throws(Refusal) -> Order {
    let place = try instrument(parameters)
    let category = exchange.instruments[place].category
    let id = parameters["orderId"] ?? ""
    let link = parameters["orderLinkId"] ?? ""
    guard !id.isEmpty || !link.isEmpty else {
      throw .parameter("params error: orderId or orderLinkId is required")
    }
    let order = exchange.accounts[account].orders.last {
      (id.isEmpty ? $0.link == link : $0.id == id) && $0.instrument == place
    }
    guard let order else { throw Refusal(.unknownOrder, category) }
    return order
  }

  mutating func amend(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    let order = try order(parameters, account)
    let category = exchange.instruments[order.instrument].category
    var protection: Protection?
    if parameters["takeProfit"] != nil || parameters["stopLoss"] != nil {
      let asked = try self.protection(parameters, isSpot: category == .spot)
      var changed = order.protection
      if parameters["takeProfit"] != nil { changed.takeProfit = asked.takeProfit }
      if parameters["stopLoss"] != nil { changed.stopLoss = asked.stopLoss }
      protection = changed
    }
    let result = exchange.amend(
      order.number, for: account, quantity: try parameters.quantity("qty"),
      price: try parameters.price("price"), trigger: try parameters.price("triggerPrice"),
      protection: protection)
    switch result {
    case .success(let order):
      return ["orderId": .text(order.id), "orderLinkId": .text(order.link)]
    case .failure(let rejection): throw Refusal(rejection, category)
    }
  }

  mutating func cancel(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    let order = try order(parameters, account)
    switch exchange.cancel(order.number, for: account) {
    case .success(let order):
      return ["orderId": .text(order.id), "orderLinkId": .text(order.link)]
    case .failure(let rejection):
      throw Refusal(rejection, exchange.instruments[order.instrument].category)
    }
  }

  mutating func cancelAll(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    guard let category = try category(parameters) else { return ["list": [], "success": "1"] }
    let hasScope = ["symbol", "baseCoin", "settleCoin"].contains { parameters[$0] != nil }
    guard category == .spot || hasScope else {
      throw Refusal(10001, "params error: symbol, settleCoin and baseCoin are all empty")
    }
    let filter = parameters["orderFilter"]
    let open = exchange.accounts[account].openOrders.filter { order in
      let instrument = exchange.instruments[order.instrument]
      return instrument.category == category
        && (parameters["symbol"] == nil || instrument.symbol == parameters["symbol"])
        && (parameters["baseCoin"] == nil || instrument.base == parameters["baseCoin"])
        && (parameters["settleCoin"] == nil || instrument.quote == parameters["settleCoin"])
        && (filter == nil || order.filter == filter)
        && (parameters["stopOrderType"] == nil || order.stopKind != nil)
    }
    var list: [JSONTree] = []
    for order in open {
      guard case .success(let cancelled) = exchange.cancel(order.number, for: account) else {
        continue
      }
      list.append(["orderId": .text(cancelled.id), "orderLinkId": .text(cancelled.link)])
    }
    return ["list": .array(list), "success": "1"]
  }

  mutating func batch(
    _ endpoint: Endpoint, _ parameters: Parameters, _ account: Int
  ) throws(Refusal) -> Answer {
    guard let category = try category(parameters), let items = parameters.list("request") else {
      throw .parameter("params error: request missing")
    }
    guard items.count <= (category == .spot ? 10 : 20) else {
      throw .parameter("The number of orders in a batch is too large")
    }
    var list: [JSONTree] = []
    var codes: [JSONTree] = []
    for item in items {
      let item = item.with("category", category.rawValue)
      do {
        let result: JSONTree
        switch endpoint {
        case .createBatch: result = try create(item, account)
        case .amendBatch: result = try amend(item, account)
        default: result = try cancel(item, account)
        }
        list.append(batchRow(item, category, result, endpoint))
        codes.append(["code": 0, "msg": "OK"])
      } catch {
        list.append(batchRow(item, category, ["orderId": ""], endpoint))
        codes.append(["code": JSONTree(error.code), "msg": .text(error.text)])
      }
    }
    return Answer(result: ["list": .array(list)], more: ["list": .array(codes)])
  }

  private func batchRow(
    _ item: Parameters, _ category: Category, _ result: JSONTree, _ endpoint: Endpoint
  ) -> JSONTree {
    let row: JSONTree = [
      "category": .text(category.rawValue), "symbol": .text(item["symbol"] ?? ""),
      "orderId": result["orderId"] ?? "",
      "orderLinkId": .text(item["orderLinkId"] ?? result["orderLinkId"]?.scalar ?? ""),
    ]
    guard endpoint == .createBatch else { return row }
    return row.adding([
      JSONTree.Member("createAt", .text(result["orderLinkId"] == nil ? "" : "\(now.milliseconds)"))
    ])
  }
}
