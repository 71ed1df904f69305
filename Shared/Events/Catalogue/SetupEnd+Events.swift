public import Quantities

/// A rule made the setup void before an entry.
public struct SetupInvalidated: Payload {
  public var setup = Identifier()
  public var instrument = Name()
  public var strategy = Name()
  public var type = SetupType()
  public var direction = Direction()
  /// Absent for a type that trades without a level.
  public var level: Identifier?
  /// Close time of the bar that decided.
  public var at = Instant()
  public var phase = SetupPhase()
  public var reason = InvalidationReason()
  public var value: Double = 0.0
  public var limit: Double = 0.0

  public init() {}

  public init(
    setup: Identifier, instrument: Name, strategy: Name, type: SetupType, direction: Direction,
    level: Identifier?, at: Instant, phase: SetupPhase, reason: InvalidationReason, value: Double,
    limit: Double
  ) {
    self.setup = setup
    self.instrument = instrument
    self.strategy = strategy
    self.type = type
    self.direction = direction
    self.level = level
    self.at = at
    self.phase = phase
    self.reason = reason
    self.value = value
    self.limit = limit
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("strategy", &strategy)
    visitor.field("type", &type)
    visitor.field("direction", &direction)
    visitor.field("level", &level)
    visitor.field("at", &at)
    visitor.field("phase", &phase)
    visitor.field("reason", &reason)
    visitor.field("value", &value)
    visitor.field("limit", &limit)
  }

  public static var type: EventType { .setupInvalidated }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The setup waited too long.
public struct SetupExpired: Payload {
  public var setup = Identifier()
  public var instrument = Name()
  public var strategy = Name()
  public var type = SetupType()
  public var direction = Direction()
  /// Absent for a type that trades without a level.
  public var level: Identifier?
  /// Close time of the bar that decided.
  public var at = Instant()
  public var phase = SetupPhase()

  public init() {}

  public init(
    setup: Identifier, instrument: Name, strategy: Name, type: SetupType, direction: Direction,
    level: Identifier?, at: Instant, phase: SetupPhase
  ) {
    self.setup = setup
    self.instrument = instrument
    self.strategy = strategy
    self.type = type
    self.direction = direction
    self.level = level
    self.at = at
    self.phase = phase
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("strategy", &strategy)
    visitor.field("type", &type)
    visitor.field("direction", &direction)
    visitor.field("level", &level)
    visitor.field("at", &at)
    visitor.field("phase", &phase)
  }

  public static var type: EventType { .setupExpired }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The trigger came, but a check failed.
public struct SetupRejected: Payload {
  public var setup = Identifier()
  public var instrument = Name()
  public var strategy = Name()
  public var type = SetupType()
  public var direction = Direction()
  /// Absent for a type that trades without a level.
  public var level: Identifier?
  /// Close time of the bar that decided.
  public var at = Instant()
  public var reason = RejectionReason()
  /// Of the risk engine.
  public var code: RefusalCode?
  public var value: Double = 0.0
  public var limit: Double = 0.0

  public init() {}

  public init(
    setup: Identifier, instrument: Name, strategy: Name, type: SetupType, direction: Direction,
    level: Identifier?, at: Instant, reason: RejectionReason, code: RefusalCode? = nil,
    value: Double, limit: Double
  ) {
    self.setup = setup
    self.instrument = instrument
    self.strategy = strategy
    self.type = type
    self.direction = direction
    self.level = level
    self.at = at
    self.reason = reason
    self.code = code
    self.value = value
    self.limit = limit
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("strategy", &strategy)
    visitor.field("type", &type)
    visitor.field("direction", &direction)
    visitor.field("level", &level)
    visitor.field("at", &at)
    visitor.field("reason", &reason)
    visitor.field("code", &code)
    visitor.field("value", &value)
    visitor.field("limit", &limit)
  }

  public static var type: EventType { .setupRejected }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The first fill opened a trade.
public struct SetupCompleted: Payload {
  public var setup = Identifier()
  public var instrument = Name()
  public var strategy = Name()
  public var type = SetupType()
  public var direction = Direction()
  /// Absent for a type that trades without a level.
  public var level: Identifier?
  /// Close time of the bar that decided.
  public var at = Instant()
  public var trade = Identifier()

  public init() {}

  public init(
    setup: Identifier, instrument: Name, strategy: Name, type: SetupType, direction: Direction,
    level: Identifier?, at: Instant, trade: Identifier
  ) {
    self.setup = setup
    self.instrument = instrument
    self.strategy = strategy
    self.type = type
    self.direction = direction
    self.level = level
    self.at = at
    self.trade = trade
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("strategy", &strategy)
    visitor.field("type", &type)
    visitor.field("direction", &direction)
    visitor.field("level", &level)
    visitor.field("at", &at)
    visitor.field("trade", &trade)
  }

  public static var type: EventType { .setupCompleted }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// A person or a halt ended the setup.
public struct SetupCancelled: Payload {
  public var setup = Identifier()
  public var instrument = Name()
  public var strategy = Name()
  public var type = SetupType()
  public var direction = Direction()
  /// Absent for a type that trades without a level.
  public var level: Identifier?
  /// Close time of the bar that decided.
  public var at = Instant()
  public var phase = SetupPhase()
  public var reason = HaltReason()

  public init() {}

  public init(
    setup: Identifier, instrument: Name, strategy: Name, type: SetupType, direction: Direction,
    level: Identifier?, at: Instant, phase: SetupPhase, reason: HaltReason
  ) {
    self.setup = setup
    self.instrument = instrument
    self.strategy = strategy
    self.type = type
    self.direction = direction
    self.level = level
    self.at = at
    self.phase = phase
    self.reason = reason
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("setup", &setup)
    visitor.field("instrument", &instrument)
    visitor.field("strategy", &strategy)
    visitor.field("type", &type)
    visitor.field("direction", &direction)
    visitor.field("level", &level)
    visitor.field("at", &at)
    visitor.field("phase", &phase)
    visitor.field("reason", &reason)
  }

  public static var type: EventType { .setupCancelled }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}
