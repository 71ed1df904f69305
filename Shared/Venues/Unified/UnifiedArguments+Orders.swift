import Events
import Quantities

extension UnifiedArguments {
  /// Parameters of orders that have a name of ours.
  static let orderWords: Set<String> = [
    "clientOrderId", "orderLinkId", "timeInForce", "postOnly", "reduceOnly", "stopLossPrice",
    "takeProfitPrice", "triggerPrice", "stopPrice", "triggerDirection", "stopLoss", "takeProfit",
    "trailingAmount", "trailingTriggerPrice", "hedged", "cost", "trigger", "stop", "acknowledged",
    "until", "type", "subType",
  ]

  /// What stands for the name of an order that has none; taken out before the request is signed.
  static let namelessOrder: Name = "nameless"

  /// An order; `type` and `side` may come from the name of the call.
  func ticket(type: String?, side: String?) throws(VenueError) -> OrderTicket {
    let symbol = try symbol()
    let kind = kind(of: symbol)
    let side = try readSide(side)
    let word: String
    if let type { word = type } else { word = try text("type") }
    let isMarket = word.lowercased() == "market"
    var ticket = OrderTicket(
      instrument: symbol,
      clientOrderID: param("clientOrderId", "orderLinkId")?.name
        ?? Self.namelessOrder, side: side, kind: isMarket ? .market : .limit,
      quantity: numberIfStated("amount") ?? 0,
      limitPrice: isMarket ? nil : try number("price"))
    ticket.timeInForce = try timeInForce()
    setCost(of: &ticket, kind, isMarket: isMarket)
    try setTrigger(of: &ticket, kind)
    ticket.takeProfit = try exit("takeProfit")
    ticket.stopLoss = try exit("stopLoss")
    let reduces = flag("reduceOnly")
    if kind == .linear, flag("hedged") {
      // In hedge mode the side of the position says that the order reduces.
      ticket.positionSide = reduces ? side.opposite : side
    } else {
      ticket.isReduceOnly = ticket.isReduceOnly || (reduces && kind == .linear)
    }
    return ticket
  }

  private func readSide(_ stated: String?) throws(VenueError) -> Side {
    let word: String
    if let stated { word = stated } else { word = try text("side") }
    guard let side = Side(rawValue: word.lowercased()) else {
      throw VenueError(.badRequest, text: "side: expected buy or sell", field: "side")
    }
    return side
  }

  private func timeInForce() throws(VenueError) -> TimeInForce {
    if flag("postOnly") { return .postOnly }
    switch param("timeInForce")?.string?.lowercased() {
    case nil, "gtc": return .goodTillCancelled
    case "ioc": return .immediateOrCancel
    case "fok": return .fillOrKill
    case "po", "postonly", "post-only": return .postOnly
    default:
      throw VenueError(.unsupported, text: "timeInForce", field: "timeInForce")
    }
  }

  /// A market order on spot by what it costs: stated, or a quantity at an expected price.
  private func setCost(of ticket: inout OrderTicket, _ kind: InstrumentKind, isMarket: Bool) {
    guard kind == .spot, isMarket else { return }
    if let cost = args["cost"].flatMap(Self.number) ?? param("cost").flatMap(Self.number) {
      ticket.cost = Money(cost)
    } else if let price: Price = numberIfStated("price") {
      ticket.cost = price.value.multipliedIfInRange(by: ticket.quantity.value).map(Money.init)
    }
    if ticket.cost != nil { ticket.quantity = 0 }
  }

  private func setTrigger(
    of ticket: inout OrderTicket, _ kind: InstrumentKind
  ) throws(VenueError) {
    let isMarket = ticket.kind == .market
    if let price = price("stopLossPrice") {
      ticket.stopPrice = price
      ticket.kind = isMarket ? .stop : .stopLimit
    } else if let price = price("takeProfitPrice") {
      ticket.stopPrice = price
      ticket.kind = .takeProfit
    } else if let price = price("triggerPrice", "stopPrice") {
      ticket.stopPrice = price
      ticket.kind = isMarket ? .stop : .stopLimit
      if kind == .linear, try rises() != (ticket.side == .buy) { ticket.kind = .takeProfit }
      return
    } else {
      return
    }
    ticket.isReduceOnly = kind == .linear
    ticket.hold = .atOnce
  }

  /// Whether a trigger waits for a rise of the price.
  private func rises() throws(VenueError) -> Bool {
    switch param("triggerDirection")?.text {
    case "ascending", "above", "1": return true
    case "descending", "below", "2": return false
    default:
      throw VenueError(
        .badRequest, text: "triggerDirection: expected ascending or descending",
        field: "triggerDirection")
    }
  }

  private func exit(_ key: JSONKey) throws(VenueError) -> AttachedExit? {
    guard let value = param(key) else { return nil }
    let trigger = value.isObject ? value["triggerPrice"] ?? value["stopPrice"] : value
    guard let price = trigger.flatMap(Self.number) else {
      throw VenueError(
        .badRequest, text: "triggerPrice: expected a number", field: "triggerPrice")
    }
    let limit = value["price"].flatMap { $0.isNull ? nil : Self.number($0) }
    return AttachedExit(triggerPrice: Price(price), limitPrice: limit.map(Price.init))
  }

  /// The order that `id` or a client's id names.
  func reference(_ id: String?) throws(VenueError) -> OrderReference {
    let symbol = try symbol()
    var reference = OrderReference(
      instrument: symbol, clientOrderID: param("clientOrderId", "orderLinkId")?.name,
      isConditional: flag("trigger", "stop"))
    if reference.clientOrderID == nil, let id { reference.venueOrderID = Name(venueText: id) }
    return reference
  }

  func change() throws(VenueError) -> OrderChange {
    OrderChange(
      order: try reference(args["id"]?.text), quantity: numberIfStated("amount"),
      limitPrice: numberIfStated("price"),
      stopPrice: price("triggerPrice", "stopPrice", "stopLossPrice", "takeProfitPrice"),
      takeProfit: try exit("takeProfit")?.triggerPrice,
      stopLoss: try exit("stopLoss")?.triggerPrice)
  }

  func orders(_ scope: OrderQuery.Scope, id: String? = nil) throws(VenueError) -> AccountCall {
    let symbol = symbolIfStated
    return .orders(
      OrderQuery(
        scope, kind: kind(of: symbol), instrument: symbol, order: try id.map(reference),
        since: scope == .open ? nil : instant("since"), until: instant("until"),
        limit: integer("limit"), isConditional: flag("trigger", "stop")))
  }

  func executions(id: String? = nil, isLiquidation: Bool = false) throws(VenueError)
    -> ExecutionQuery
  {
    let symbol = symbolIfStated
    return ExecutionQuery(
      kind: kind(of: symbol), instrument: symbol, order: try id.map(reference),
      since: instant("since"), until: instant("until"), limit: integer("limit"),
      isLiquidation: isLiquidation)
  }
}
