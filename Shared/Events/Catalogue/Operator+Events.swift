public import Quantities

/// A person wants every order gone that does not protect a position.
public struct CancelAllRequested: Payload {
  public var reason = Name()

  public init() {}

  public init(
    reason: Name
  ) {
    self.reason = reason
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("reason", &reason)
  }

  public static var type: EventType { .cancelAllRequested }
  public var subject: Name { "operator" }
}

/// A person wants every trade closed at the market.
public struct CloseAllRequested: Payload {
  public var reason = Name()

  public init() {}

  public init(
    reason: Name
  ) {
    self.reason = reason
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("reason", &reason)
  }

  public static var type: EventType { .closeAllRequested }
  public var subject: Name { "operator" }
}

/// A person wants one trade closed at the market.
public struct CloseRequested: Payload {
  public var trade = Identifier()
  public var reason = Name()

  public init() {}

  public init(
    trade: Identifier, reason: Name
  ) {
    self.trade = trade
    self.reason = reason
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("trade", &trade)
    visitor.field("reason", &reason)
  }

  public static var type: EventType { .closeRequested }
  public var subject: Name { "operator" }
}

/// A person wants a trade, which risk sizes and may refuse.
public struct OrderRequestedManually: Payload {
  /// Names the trade, so that the same words twice are two trades.
  public var request = Identifier()
  /// By whose plan the trade is led to its end.
  public var strategy = Name()
  public var instrument = Name()
  public var direction = Direction()
  /// At most so much; absent, what risk allows.
  public var quantity: Quantity?
  /// Absent, at the market.
  public var limitPrice: Price?
  public var stop = Price()
  public var reason = Name()

  public init() {}

  public init(
    request: Identifier, strategy: Name, instrument: Name, direction: Direction,
    quantity: Quantity? = nil, limitPrice: Price? = nil, stop: Price, reason: Name
  ) {
    self.request = request
    self.strategy = strategy
    self.instrument = instrument
    self.direction = direction
    self.quantity = quantity
    self.limitPrice = limitPrice
    self.stop = stop
    self.reason = reason
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("request", &request)
    visitor.field("strategy", &strategy)
    visitor.field("instrument", &instrument)
    visitor.field("direction", &direction)
    visitor.field("quantity", &quantity)
    visitor.field("limitPrice", &limitPrice)
    visitor.field("stop", &stop)
    visitor.field("reason", &reason)
  }

  public static var type: EventType { .orderRequestedManually }
  public var subject: Name { instrument }
  public var correlation: Identifier? { request }
}
