import Events
import Quantities

/// What an order must be before it is signed; refusals name the field.
struct TicketRules {
  let capabilities: VenueCapabilities
  let instrument: VenueInstrument

  func check(_ ticket: OrderTicket) throws(VenueError) {
    guard capabilities.orderKinds.contains(ticket.kind) else {
      throw VenueError(.unsupported, text: "\(ticket.kind.rawValue) orders", field: "kind")
    }
    guard capabilities.timesInForce.contains(ticket.timeInForce) else {
      throw VenueError(.unsupported, text: ticket.timeInForce.rawValue, field: "timeInForce")
    }
    try checkClientOrderID(ticket.clientOrderID)
    try checkPrices(ticket)
    try checkAmount(ticket)
    try checkExits(ticket)
    if instrument.kind == .spot {
      try refuse(ticket.isReduceOnly, "isReduceOnly", "spot has no positions")
      try refuse(ticket.positionSide != nil, "positionSide", "spot has no positions")
    }
  }

  func check(_ change: OrderChange) throws(VenueError) {
    try check(change.order)
    guard
      change.quantity != nil || change.limitPrice != nil || change.stopPrice != nil
        || change.takeProfit != nil || change.stopLoss != nil
    else { throw Self.refusal("change", "nothing to change") }
    if let price = change.limitPrice { try check(price, "limitPrice") }
    if let price = change.stopPrice { try check(price, "stopPrice") }
    if let price = change.takeProfit, !price.isZero { try check(price, "takeProfit") }
    if let price = change.stopLoss, !price.isZero { try check(price, "stopLoss") }
    if let quantity = change.quantity { try check(quantity, isMarket: false) }
  }

  func check(_ order: OrderReference) throws(VenueError) {
    if order.venueOrderID == nil, order.clientOrderID == nil {
      throw Self.refusal("order", "neither its name here nor the venue's is known")
    }
    if order.venueOrderID == nil, let id = order.clientOrderID { try checkClientOrderID(id) }
  }

  static func refusal(_ field: String, _ text: String) -> VenueError {
    VenueError(.invalidOrder, text: "\(field): \(text)", field: field)
  }

  private func refuse(
    _ condition: Bool, _ field: String, _ text: @autoclosure () -> String
  ) throws(VenueError) {
    if condition { throw Self.refusal(field, text()) }
  }

  private func checkClientOrderID(_ id: Name) throws(VenueError) {
    try refuse(
      id.isEmpty || id.count > capabilities.clientOrderIDLength, "clientOrderID",
      "wants 1 to \(capabilities.clientOrderIDLength) letters")
    for index in 0..<id.count {
      switch id[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        continue
      default: throw Self.refusal("clientOrderID", "wants letters of A-Z a-z 0-9 - _")
      }
    }
  }

  private func checkPrices(_ ticket: OrderTicket) throws(VenueError) {
    let hasLimit: Bool?
    let hasStop: Bool
    switch ticket.kind {
    case .market: (hasLimit, hasStop) = (false, false)
    case .limit: (hasLimit, hasStop) = (true, false)
    case .stop: (hasLimit, hasStop) = (false, true)
    case .stopLimit: (hasLimit, hasStop) = (true, true)
    // With a limit price, a limit order once it is triggered.
    case .takeProfit: (hasLimit, hasStop) = (nil, true)
    case .trailing: (hasLimit, hasStop) = (false, ticket.stopPrice != nil)
    }
    let kind = ticket.kind.rawValue
    if let hasLimit {
      try refuse(hasLimit && ticket.limitPrice == nil, "limitPrice", "a \(kind) order wants one")
      try refuse(!hasLimit && ticket.limitPrice != nil, "limitPrice", "a \(kind) order has none")
    }
    try refuse(hasStop && ticket.stopPrice == nil, "stopPrice", "a \(kind) order wants one")
    try refuse(!hasStop && ticket.stopPrice != nil, "stopPrice", "a \(kind) order has none")
    if let price = ticket.limitPrice { try check(price, "limitPrice") }
    if let price = ticket.stopPrice { try check(price, "stopPrice") }
    try refuse(
      ticket.limitPrice == nil && ticket.timeInForce == .postOnly, "timeInForce",
      "an order at the market takes from the book")
  }

  private func check(_ price: Price, _ field: String) throws(VenueError) {
    try refuse(!price.isPositive, field, "\(price) is not above zero")
    try refuse(
      instrument.minimumPrice.isPositive && price < instrument.minimumPrice, field,
      "\(price) is below \(instrument.minimumPrice)")
    try refuse(
      instrument.maximumPrice.isPositive && price > instrument.maximumPrice, field,
      "\(price) is above \(instrument.maximumPrice)")
    try refuse(
      instrument.tick.isPositive && !price.isMultiple(of: instrument.tick), field,
      "\(price) is not a multiple of the tick \(instrument.tick)")
  }

  private func check(_ quantity: Quantity, isMarket: Bool) throws(VenueError) {
    try refuse(!quantity.isPositive, "quantity", "\(quantity) is not above zero")
    try refuse(
      quantity < instrument.minimumQuantity, "quantity",
      "\(quantity) is below \(instrument.minimumQuantity)")
    let most = isMarket ? instrument.maximumMarketQuantity : instrument.maximumQuantity
    try refuse(most.isPositive && quantity > most, "quantity", "\(quantity) is above \(most)")
    try refuse(
      instrument.lot.isPositive && !quantity.isMultiple(of: instrument.lot), "quantity",
      "\(quantity) is not a multiple of the lot \(instrument.lot)")
  }

  private func checkAmount(_ ticket: OrderTicket) throws(VenueError) {
    if let cost = ticket.cost {
      try refuse(
        ticket.kind != .market || instrument.kind != .spot, "cost",
        "only market orders on spot are by cost")
      try refuse(!ticket.quantity.isZero, "quantity", "an order by cost has none")
      try refuse(!cost.isPositive, "cost", "\(cost) is not above zero")
      return try checkNotional(cost, "cost")
    }
    try check(ticket.quantity, isMarket: ticket.limitPrice == nil)
    guard !ticket.isReduceOnly, let price = ticket.limitPrice else { return }
    guard let notional = price.value.multipliedIfInRange(by: ticket.quantity.value) else {
      throw Self.refusal("quantity", "\(ticket.quantity) at \(price) is out of range")
    }
    try checkNotional(Money(notional), "quantity")
  }

  private func checkNotional(_ notional: Money, _ field: String) throws(VenueError) {
    try refuse(
      notional < instrument.minimumNotional, field,
      "worth \(notional), below \(instrument.minimumNotional)")
  }

  private func checkExits(_ ticket: OrderTicket) throws(VenueError) {
    for (exit, field) in [(ticket.takeProfit, "takeProfit"), (ticket.stopLoss, "stopLoss")] {
      guard let exit else { continue }
      try refuse(ticket.isReduceOnly, field, "an order that only reduces has no exits")
      try refuse(
        instrument.kind == .spot && ticket.kind != .limit, field,
        "on spot, only limit orders have exits")
      try check(exit.triggerPrice, field)
      if let price = exit.limitPrice { try check(price, field) }
    }
  }
}
