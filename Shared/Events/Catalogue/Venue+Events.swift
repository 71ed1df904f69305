public import Quantities

/// An order is about to leave; durable before the first byte is sent.
public struct OrderSendStarted: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var clientOrderID = Name()
  public var attempt: Int = 0
  public var signedAt = Instant()
  public var receiveWindow = Interval()

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name, clientOrderID: Name,
    attempt: Int, signedAt: Instant, receiveWindow: Interval
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.clientOrderID = clientOrderID
    self.attempt = attempt
    self.signedAt = signedAt
    self.receiveWindow = receiveWindow
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("order", &order)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("clientOrderID", &clientOrderID)
    visitor.field("attempt", &attempt)
    visitor.field("signedAt", &signedAt)
    visitor.field("receiveWindow", &receiveWindow)
  }

  public static var type: EventType { .orderSendStarted }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The venue has the order.
public struct OrderAccepted: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var venueOrderID = Name()
  public var at = Instant()

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name, venueOrderID: Name,
    at: Instant
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.venueOrderID = venueOrderID
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("order", &order)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("venueOrderID", &venueOrderID)
    visitor.field("at", &at)
  }

  public static var type: EventType { .orderAccepted }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The venue refused the order, definitely.
public struct OrderRejected: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var code = Name()
  public var reason: String = ""
  public var at = Instant()

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name, code: Name,
    reason: String, at: Instant
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.code = code
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
    visitor.field("code", &code)
    visitor.field("reason", &reason)
    visitor.field("at", &at)
  }

  public static var type: EventType { .orderRejected }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// Nobody knows whether the venue has the order.
public struct OrderOutcomeUnknown: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var why: String = ""
  public var at = Instant()

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name, why: String,
    at: Instant
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.why = why
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("order", &order)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("why", &why)
    visitor.field("at", &at)
  }

  public static var type: EventType { .orderOutcomeUnknown }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// An order of unknown outcome is at the venue.
public struct OrderFound: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var venueOrderID = Name()
  public var filled = Quantity()
  public var at = Instant()

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name, venueOrderID: Name,
    filled: Quantity, at: Instant
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.venueOrderID = venueOrderID
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
    visitor.field("venueOrderID", &venueOrderID)
    visitor.field("filled", &filled)
    visitor.field("at", &at)
  }

  public static var type: EventType { .orderFound }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The venue proved that it never had the order.
public struct OrderConfirmedAbsent: Payload {
  public var order = Identifier()
  public var trade = Identifier()
  public var setup = Identifier()
  public var instrument = Name()
  public var evidence: String = ""
  public var at = Instant()

  public init() {}

  public init(
    order: Identifier, trade: Identifier, setup: Identifier, instrument: Name, evidence: String,
    at: Instant
  ) {
    self.order = order
    self.trade = trade
    self.setup = setup
    self.instrument = instrument
    self.evidence = evidence
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("order", &order)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("evidence", &evidence)
    visitor.field("at", &at)
  }

  public static var type: EventType { .orderConfirmedAbsent }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}
