public import Quantities

/// An order is at the venue that nobody here asked for.
public struct ExternalOrderSeen: Payload {
  public var account = Name()
  /// Derived from what the venue calls it.
  public var order = Identifier()
  /// Of a liquidation: the trade whose position the venue takes away.
  public var trade: Identifier?
  public var instrument = Name()
  public var venueOrderID = Name()
  public var origin = OrderOrigin()
  public var side = Side()
  public var kind = OrderKind()
  public var quantity = Quantity()
  public var filled = Quantity()
  public var limitPrice: Price?
  public var stopPrice: Price?
  public var at = Instant()

  public init() {}

  public init(
    account: Name, order: Identifier, trade: Identifier? = nil, instrument: Name,
    venueOrderID: Name, origin: OrderOrigin, side: Side, kind: OrderKind, quantity: Quantity,
    filled: Quantity, limitPrice: Price? = nil, stopPrice: Price? = nil, at: Instant
  ) {
    self.account = account
    self.order = order
    self.trade = trade
    self.instrument = instrument
    self.venueOrderID = venueOrderID
    self.origin = origin
    self.side = side
    self.kind = kind
    self.quantity = quantity
    self.filled = filled
    self.limitPrice = limitPrice
    self.stopPrice = stopPrice
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("order", &order)
    visitor.field("trade", &trade)
    visitor.field("instrument", &instrument)
    visitor.field("venueOrderID", &venueOrderID)
    visitor.field("origin", &origin)
    visitor.field("side", &side)
    visitor.field("kind", &kind)
    visitor.field("quantity", &quantity)
    visitor.field("filled", &filled)
    visitor.field("limitPrice", &limitPrice)
    visitor.field("stopPrice", &stopPrice)
    visitor.field("at", &at)
  }

  public static var type: EventType { .externalOrderSeen }
  public var subject: Name { instrument }
}

/// An order that rests at the venue, as the venue states it.
public struct ReportedOrder: Fields, Codable {
  /// Ours, or derived from what the venue calls it when it is of somebody else.
  public var order = Identifier()
  public var side = Side()
  public var quantity = Quantity()
  public var filled = Quantity()

  public init() {}

  public init(
    order: Identifier, side: Side, quantity: Quantity, filled: Quantity
  ) {
    self.order = order
    self.side = side
    self.quantity = quantity
    self.filled = filled
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("order", &order)
    visitor.field("side", &side)
    visitor.field("quantity", &quantity)
    visitor.field("filled", &filled)
  }
}

/// The venue states all the orders of an instrument that rest.
public struct OrdersReported: Payload {
  public var account = Name()
  public var instrument = Name()
  /// Sorted by `order`.
  public var orders: [ReportedOrder] = []
  public var at = Instant()

  public init() {}

  public init(
    account: Name, instrument: Name, orders: [ReportedOrder], at: Instant
  ) {
    self.account = account
    self.instrument = instrument
    self.orders = orders
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("instrument", &instrument)
    visitor.field("orders", &orders)
    visitor.field("at", &at)
  }

  public static var type: EventType { .ordersReported }
  public var subject: Name { instrument }
}

/// The venue states what is held of an instrument.
public struct PositionReported: Payload {
  public var account = Name()
  public var instrument = Name()
  public var long = Quantity()
  /// Above zero when something is sold short.
  public var short = Quantity()
  public var at = Instant()

  public init() {}

  public init(
    account: Name, instrument: Name, long: Quantity, short: Quantity, at: Instant
  ) {
    self.account = account
    self.instrument = instrument
    self.long = long
    self.short = short
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("instrument", &instrument)
    visitor.field("long", &long)
    visitor.field("short", &short)
    visitor.field("at", &at)
  }

  public static var type: EventType { .positionReported }
  public var subject: Name { instrument }
}

/// The venue can be reached, and tells what happens there.
public struct VenueConnected: Payload {
  public var account = Name()
  public var at = Instant()

  public init() {}

  public init(
    account: Name, at: Instant
  ) {
    self.account = account
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("at", &at)
  }

  public static var type: EventType { .venueConnected }
  public var subject: Name { account }
}

/// The venue cannot be reached, or its news may be missing.
public struct VenueDisconnected: Payload {
  public var account = Name()
  public var why = Name()
  public var at = Instant()

  public init() {}

  public init(
    account: Name, why: Name, at: Instant
  ) {
    self.account = account
    self.why = why
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("why", &why)
    visitor.field("at", &at)
  }

  public static var type: EventType { .venueDisconnected }
  public var subject: Name { account }
}

/// The venue is to state position and orders of an instrument.
public struct ReconciliationRequested: Payload {
  public var instrument = Name()
  /// Counted from 1 since the two last agreed.
  public var attempt: Int = 0
  public var at = Instant()

  public init() {}

  public init(
    instrument: Name, attempt: Int, at: Instant
  ) {
    self.instrument = instrument
    self.attempt = attempt
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("attempt", &attempt)
    visitor.field("at", &at)
  }

  public static var type: EventType { .reconciliationRequested }
  public var subject: Name { instrument }
}

/// The venue keeps showing something else than the log: no new exposure in this instrument.
public struct InstrumentDiverged: Payload {
  public var instrument = Name()
  public var what = DivergenceKind()
  /// By the log: a quantity, or a count of orders.
  public var expected = FixedPoint()
  /// By the venue.
  public var actual = FixedPoint()
  public var at = Instant()

  public init() {}

  public init(
    instrument: Name, what: DivergenceKind, expected: FixedPoint, actual: FixedPoint, at: Instant
  ) {
    self.instrument = instrument
    self.what = what
    self.expected = expected
    self.actual = actual
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("what", &what)
    visitor.field("expected", &expected)
    visitor.field("actual", &actual)
    visitor.field("at", &at)
  }

  public static var type: EventType { .instrumentDiverged }
  public var subject: Name { instrument }
}

/// The venue and the log agree again: the instrument is free.
public struct InstrumentReconciled: Payload {
  public var instrument = Name()
  public var at = Instant()

  public init() {}

  public init(
    instrument: Name, at: Instant
  ) {
    self.instrument = instrument
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("at", &at)
  }

  public static var type: EventType { .instrumentReconciled }
  public var subject: Name { instrument }
}
