public import Digest
public import Quantities

/// It is this late in the market: the only time a decider knows.
public struct ClockTicked: Payload {
  public var at = Instant()

  public init() {}

  public init(at: Instant) {
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("at", &at)
  }

  public static var type: EventType { .clockTicked }
  public var subject: Name { "clock" }
}

/// A recorded or generated market has no more candles.
public struct MarketEnded: Payload {
  public var at = Instant()
  public var candles: Int = 0

  public init() {}

  public init(at: Instant, candles: Int) {
    self.at = at
    self.candles = candles
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("at", &at)
    visitor.field("candles", &candles)
  }

  public static var type: EventType { .marketEnded }
  public var subject: Name { "clock" }
}

/// A service is up, with this program, this configuration and this state.
public struct ServiceStarted: Payload {
  public var service = Name()
  public var binary = Identifier()
  public var stateHash: Digest256?
  public var appliedThrough: Int64 = 0

  public init() {}

  public init(
    service: Name, binary: Identifier, stateHash: Digest256? = nil, appliedThrough: Int64
  ) {
    self.service = service
    self.binary = binary
    self.stateHash = stateHash
    self.appliedThrough = appliedThrough
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("service", &service)
    visitor.field("binary", &binary)
    visitor.field("stateHash", &stateHash)
    visitor.field("appliedThrough", &appliedThrough)
  }

  public static var type: EventType { .serviceStarted }
  public var subject: Name { service }
}

/// A service left in good order.
public struct ServiceStopped: Payload {
  public var service = Name()
  public var appliedThrough: Int64 = 0

  public init() {}

  public init(service: Name, appliedThrough: Int64) {
    self.service = service
    self.appliedThrough = appliedThrough
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("service", &service)
    visitor.field("appliedThrough", &appliedThrough)
  }

  public static var type: EventType { .serviceStopped }
  public var subject: Name { service }
}

/// A decider had folded everything through its cause, and this was its state.
public struct ProgressMarked: Payload {
  public var service = Name()
  public var stateHash = Digest256()

  public init() {}

  public init(service: Name, stateHash: Digest256) {
    self.service = service
    self.stateHash = stateHash
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("service", &service)
    visitor.field("stateHash", &stateHash)
  }

  public static var type: EventType { .progressMarked }
  public var subject: Name { service }
}
