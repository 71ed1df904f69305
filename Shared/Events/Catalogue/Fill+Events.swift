public import Quantities

/// A part of an order, or all of it, was traded.
public struct OrderFilled: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  /// At the venue; empty for the one that the configuration names.
  public var account = Name()
  /// Derived from venue, account, instrument and the venue's trade id.
  public var fill = Identifier()
  public var venueTradeID = Name()
  public var side = Side()
  public var quantity = Quantity()
  public var price = Price()
  public var fee = Money()
  public var feeAsset = Name()
  public var liquidity = Liquidity()
  /// Of the order so far, this fill included.
  public var filled = Quantity()
  public var remaining = Quantity()
  public var at = Instant()

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name,
    account: Name = Name(), fill: Identifier, venueTradeID: Name, side: Side, quantity: Quantity,
    price: Price, fee: Money, feeAsset: Name,
    liquidity: Liquidity, filled: Quantity, remaining: Quantity, at: Instant
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.account = account
    self.fill = fill
    self.venueTradeID = venueTradeID
    self.side = side
    self.quantity = quantity
    self.price = price
    self.fee = fee
    self.feeAsset = feeAsset
    self.liquidity = liquidity
    self.filled = filled
    self.remaining = remaining
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("order", &order)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("account", &account)
    visitor.field("fill", &fill)
    visitor.field("venueTradeID", &venueTradeID)
    visitor.field("side", &side)
    visitor.field("quantity", &quantity)
    visitor.field("price", &price)
    visitor.field("fee", &fee)
    visitor.field("feeAsset", &feeAsset)
    visitor.field("liquidity", &liquidity)
    visitor.field("filled", &filled)
    visitor.field("remaining", &remaining)
    visitor.field("at", &at)
  }

  public static var type: EventType { .orderFilled }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The venue changed a resting order.
public struct OrderAmended: Payload {
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

  public static var type: EventType { .orderAmended }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// An order rests no more; what was filled stays filled.
public struct OrderCancelled: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var filled = Quantity()
  public var at = Instant()

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name, filled: Quantity,
    at: Instant
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.filled = filled
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("order", &order)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("filled", &filled)
    visitor.field("at", &at)
  }

  public static var type: EventType { .orderCancelled }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// An order ended by its own time in force.
public struct OrderExpired: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var filled = Quantity()
  public var at = Instant()

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name, filled: Quantity,
    at: Instant
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.filled = filled
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("order", &order)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("filled", &filled)
    visitor.field("at", &at)
  }

  public static var type: EventType { .orderExpired }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The venue states a balance, or that money came or went.
public struct BalanceReported: Payload {
  public var account = Name()
  public var asset = Name()
  public var kind = BalanceKind()
  public var amount = Money()
  public var at = Instant()

  public init() {}

  public init(account: Name, asset: Name, kind: BalanceKind, amount: Money, at: Instant) {
    self.account = account
    self.asset = asset
    self.kind = kind
    self.amount = amount
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("asset", &asset)
    visitor.field("kind", &kind)
    visitor.field("amount", &amount)
    visitor.field("at", &at)
  }

  public static var type: EventType { .balanceReported }
  public var subject: Name { account }
}
