public import Quantities

/// An order is to be sent, once.
public struct OrderRequested: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var side = Side()
  public var kind = OrderKind()
  public var purpose = OrderPurpose()
  public var quantity = Quantity()
  public var limitPrice: Price?
  public var stopPrice: Price?
  /// Of a trailing stop: how far from the best price it hangs.
  public var distance: Price?
  public var reduceOnly: Bool = false
  public var timeInForce = TimeInForce()
  public var attempt: Int = 0
  public var at = Instant()
  public var expiresAt: Instant?
  public var group: Identifier?
  public var grouping: OrderGrouping?

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name, side: Side,
    kind: OrderKind, purpose: OrderPurpose, quantity: Quantity, limitPrice: Price? = nil,
    stopPrice: Price? = nil, distance: Price? = nil, reduceOnly: Bool, timeInForce: TimeInForce,
    attempt: Int, at: Instant,
    expiresAt: Instant? = nil, group: Identifier? = nil, grouping: OrderGrouping? = nil
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.side = side
    self.kind = kind
    self.purpose = purpose
    self.quantity = quantity
    self.limitPrice = limitPrice
    self.stopPrice = stopPrice
    self.distance = distance
    self.reduceOnly = reduceOnly
    self.timeInForce = timeInForce
    self.attempt = attempt
    self.at = at
    self.expiresAt = expiresAt
    self.group = group
    self.grouping = grouping
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("order", &order)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("side", &side)
    visitor.field("kind", &kind)
    visitor.field("purpose", &purpose)
    visitor.field("quantity", &quantity)
    visitor.field("limitPrice", &limitPrice)
    visitor.field("stopPrice", &stopPrice)
    visitor.field("distance", &distance)
    visitor.field("reduceOnly", &reduceOnly)
    visitor.field("timeInForce", &timeInForce)
    visitor.field("attempt", &attempt)
    visitor.field("at", &at)
    visitor.field("expiresAt", &expiresAt)
    visitor.field("group", &group)
    visitor.field("grouping", &grouping)
  }

  public static var type: EventType { .orderRequested }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// An order is to be cancelled.
public struct OrderCancelRequested: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var reason = CancelReason()
  public var at = Instant()

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name,
    reason: CancelReason, at: Instant
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.reason = reason
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("order", &order)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("reason", &reason)
    visitor.field("at", &at)
  }

  public static var type: EventType { .orderCancelRequested }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// A resting order is to be changed; both values are the new ones.
public struct OrderAmendRequested: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var quantity = Quantity()
  public var limitPrice: Price?
  public var stopPrice: Price?
  public var at = Instant()

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name, quantity: Quantity,
    limitPrice: Price? = nil, stopPrice: Price? = nil, at: Instant
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.quantity = quantity
    self.limitPrice = limitPrice
    self.stopPrice = stopPrice
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("order", &order)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("quantity", &quantity)
    visitor.field("limitPrice", &limitPrice)
    visitor.field("stopPrice", &stopPrice)
    visitor.field("at", &at)
  }

  public static var type: EventType { .orderAmendRequested }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}
