public import Quantities

/// The entry of a trade is complete.
public struct TradeOpened: Payload {
  public var trade = Identifier()
  public var setup = Identifier()
  public var strategy = Name()
  public var instrument = Name()
  public var direction = Direction()
  public var quantity = Quantity()
  /// Average over the fills.
  public var entry = Price()
  public var stop = Price()
  public var target1 = Price()
  public var target2 = Price()
  /// Quantity times the distance to the stop: one R.
  public var risk = Money()
  public var fees = Money()
  public var at = Instant()

  public init() {}

  public init(
    trade: Identifier, setup: Identifier, strategy: Name, instrument: Name, direction: Direction,
    quantity: Quantity, entry: Price, stop: Price, target1: Price, target2: Price, risk: Money,
    fees: Money, at: Instant
  ) {
    self.trade = trade
    self.setup = setup
    self.strategy = strategy
    self.instrument = instrument
    self.direction = direction
    self.quantity = quantity
    self.entry = entry
    self.stop = stop
    self.target1 = target1
    self.target2 = target2
    self.risk = risk
    self.fees = fees
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("strategy", &strategy)
    visitor.field("instrument", &instrument)
    visitor.field("direction", &direction)
    visitor.field("quantity", &quantity)
    visitor.field("entry", &entry)
    visitor.field("stop", &stop)
    visitor.field("target1", &target1)
    visitor.field("target2", &target2)
    visitor.field("risk", &risk)
    visitor.field("fees", &fees)
    visitor.field("at", &at)
  }

  public static var type: EventType { .tradeOpened }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// A target of a trade was filled.
public struct TargetReached: Payload {
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var target: Int = 0
  public var quantity = Quantity()
  public var price = Price()
  public var remaining = Quantity()
  public var at = Instant()

  public init() {}

  public init(
    trade: Identifier, setup: Identifier, instrument: Name, target: Int, quantity: Quantity,
    price: Price, remaining: Quantity, at: Instant
  ) {
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.target = target
    self.quantity = quantity
    self.price = price
    self.remaining = remaining
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("target", &target)
    visitor.field("quantity", &quantity)
    visitor.field("price", &price)
    visitor.field("remaining", &remaining)
    visitor.field("at", &at)
  }

  public static var type: EventType { .targetReached }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The stop of a trade moved towards profit.
public struct StopMoved: Payload {
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var from = Price()
  public var to = Price()
  public var reason = StopReason()
  public var at = Instant()

  public init() {}

  public init(
    trade: Identifier, setup: Identifier, instrument: Name, from: Price, to: Price,
    reason: StopReason, at: Instant
  ) {
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.from = from
    self.to = to
    self.reason = reason
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("from", &from)
    visitor.field("to", &to)
    visitor.field("reason", &reason)
    visitor.field("at", &at)
  }

  public static var type: EventType { .stopMoved }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// A trade is flat.
public struct TradeClosed: Payload {
  public var trade = Identifier()
  public var setup = Identifier()
  public var strategy = Name()
  public var instrument = Name()
  public var direction = Direction()
  public var reason = CloseReason()
  public var quantity = Quantity()
  public var entry = Price()
  /// Average over the fills.
  public var exit = Price()
  /// Before fees.
  public var profit = Money()
  public var fees = Money()
  /// Above zero it was paid, below it was received.
  public var funding = Money()
  /// Profit less fees and funding.
  public var net = Money()
  /// Net profit in R.
  public var multiple = Ratio()
  /// How long it was in the market without a stop that the venue had acknowledged.
  public var unprotected = Interval()
  /// The longest time of these at one stretch.
  public var longestUnprotected = Interval()
  public var openedAt = Instant()
  public var at = Instant()

  public init() {}

  public init(
    trade: Identifier, setup: Identifier, strategy: Name, instrument: Name, direction: Direction,
    reason: CloseReason, quantity: Quantity, entry: Price, exit: Price, profit: Money, fees: Money,
    funding: Money, net: Money, multiple: Ratio, unprotected: Interval,
    longestUnprotected: Interval, openedAt: Instant, at: Instant
  ) {
    self.trade = trade
    self.setup = setup
    self.strategy = strategy
    self.instrument = instrument
    self.direction = direction
    self.reason = reason
    self.quantity = quantity
    self.entry = entry
    self.exit = exit
    self.profit = profit
    self.fees = fees
    self.funding = funding
    self.net = net
    self.multiple = multiple
    self.unprotected = unprotected
    self.longestUnprotected = longestUnprotected
    self.openedAt = openedAt
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("strategy", &strategy)
    visitor.field("instrument", &instrument)
    visitor.field("direction", &direction)
    visitor.field("reason", &reason)
    visitor.field("quantity", &quantity)
    visitor.field("entry", &entry)
    visitor.field("exit", &exit)
    visitor.field("profit", &profit)
    visitor.field("fees", &fees)
    visitor.field("funding", &funding)
    visitor.field("net", &net)
    visitor.field("multiple", &multiple)
    visitor.field("unprotected", &unprotected)
    visitor.field("longestUnprotected", &longestUnprotected)
    visitor.field("openedAt", &openedAt)
    visitor.field("at", &at)
  }

  public static var type: EventType { .tradeClosed }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// A trade ended without a fill.
public struct TradeAbandoned: Payload {
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var reason = AbandonReason()
  /// The number that decided, of a check of execution's own, and what it was held against.
  public var value: FixedPoint?
  public var limit: FixedPoint?
  public var at = Instant()

  public init() {}

  public init(
    trade: Identifier, setup: Identifier, instrument: Name, reason: AbandonReason,
    value: FixedPoint? = nil, limit: FixedPoint? = nil, at: Instant
  ) {
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.reason = reason
    self.value = value
    self.limit = limit
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("reason", &reason)
    visitor.field("value", &value)
    visitor.field("limit", &limit)
    visitor.field("at", &at)
  }

  public static var type: EventType { .tradeAbandoned }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// A part of a trade has left, because the account held too much.
public struct TradeReduced: Payload {
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  /// What left; zero when the venue did not take the order.
  public var quantity = Quantity()
  public var remaining = Quantity()
  public var at = Instant()

  public init() {}

  public init(
    trade: Identifier, setup: Identifier, instrument: Name, quantity: Quantity,
    remaining: Quantity, at: Instant
  ) {
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.quantity = quantity
    self.remaining = remaining
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("quantity", &quantity)
    visitor.field("remaining", &remaining)
    visitor.field("at", &at)
  }

  public static var type: EventType { .tradeReduced }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// What the venue shows is not what the log says: no new exposure here until it is settled.
public struct TradeDiverged: Payload {
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var cause = TradeDivergence()
  public var expected = Quantity()
  public var actual = Quantity()
  public var at = Instant()

  public init() {}

  public init(
    trade: Identifier, setup: Identifier, instrument: Name, cause: TradeDivergence,
    expected: Quantity, actual: Quantity, at: Instant
  ) {
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.cause = cause
    self.expected = expected
    self.actual = actual
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("cause", &cause)
    visitor.field("expected", &expected)
    visitor.field("actual", &actual)
    visitor.field("at", &at)
  }

  public static var type: EventType { .tradeDiverged }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}
