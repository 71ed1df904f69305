public import Quantities

/// What a strategy waits for has come near: a usable level, or a cross.
public struct SetupFormed: Payload {
  public var setup = Identifier()
  public var instrument = Name()
  public var strategy = Name()
  public var type = SetupType()
  public var direction = Direction()
  /// Absent for a type that trades without a level.
  public var level: Identifier?
  /// Close time of the bar that decided.
  public var at = Instant()
  /// Of the level.
  public var price: Double?
  public var low: Double?
  public var high: Double?
  /// To being active: to the zone in level-frame ATR; of a momentum setup in points of the
  /// WaveTrend; between the averages of a cross in trigger-frame ATR.
  public var distance: Double = 0.0
  public var expiresAt = Instant()

  public init() {}

  public init(
    setup: Identifier, instrument: Name, strategy: Name, type: SetupType, direction: Direction,
    level: Identifier?, at: Instant, price: Double?, low: Double?, high: Double?, distance: Double,
    expiresAt: Instant
  ) {
    self.setup = setup
    self.instrument = instrument
    self.strategy = strategy
    self.type = type
    self.direction = direction
    self.level = level
    self.at = at
    self.price = price
    self.low = low
    self.high = high
    self.distance = distance
    self.expiresAt = expiresAt
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
    visitor.field("price", &price)
    visitor.field("low", &low)
    visitor.field("high", &high)
    visitor.field("distance", &distance)
    visitor.field("expiresAt", &expiresAt)
  }

  public static var type: EventType { .setupFormed }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The price is inside the zone, or broke it.
public struct SetupActivated: Payload {
  public var setup = Identifier()
  public var instrument = Name()
  public var strategy = Name()
  public var type = SetupType()
  public var direction = Direction()
  /// Absent for a type that trades without a level.
  public var level: Identifier?
  /// Close time of the bar that decided.
  public var at = Instant()
  /// Of the level.
  public var price: Double?
  public var low: Double?
  public var high: Double?
  public var close = Price()
  public var expiresAt = Instant()

  public init() {}

  public init(
    setup: Identifier, instrument: Name, strategy: Name, type: SetupType, direction: Direction,
    level: Identifier?, at: Instant, price: Double?, low: Double?, high: Double?, close: Price,
    expiresAt: Instant
  ) {
    self.setup = setup
    self.instrument = instrument
    self.strategy = strategy
    self.type = type
    self.direction = direction
    self.level = level
    self.at = at
    self.price = price
    self.low = low
    self.high = high
    self.close = close
    self.expiresAt = expiresAt
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
    visitor.field("price", &price)
    visitor.field("low", &low)
    visitor.field("high", &high)
    visitor.field("close", &close)
    visitor.field("expiresAt", &expiresAt)
  }

  public static var type: EventType { .setupActivated }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The price left the zone without a trigger; the setup forms again.
public struct SetupDeactivated: Payload {
  public var setup = Identifier()
  public var instrument = Name()
  public var strategy = Name()
  public var type = SetupType()
  public var direction = Direction()
  /// Absent for a type that trades without a level.
  public var level: Identifier?
  /// Close time of the bar that decided.
  public var at = Instant()
  public var close = Price()
  public var expiresAt = Instant()

  public init() {}

  public init(
    setup: Identifier, instrument: Name, strategy: Name, type: SetupType, direction: Direction,
    level: Identifier?, at: Instant, close: Price, expiresAt: Instant
  ) {
    self.setup = setup
    self.instrument = instrument
    self.strategy = strategy
    self.type = type
    self.direction = direction
    self.level = level
    self.at = at
    self.close = close
    self.expiresAt = expiresAt
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
    visitor.field("close", &close)
    visitor.field("expiresAt", &expiresAt)
  }

  public static var type: EventType { .setupDeactivated }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// The trigger is there and every check passed: a trade is proposed.
public struct SetupTriggered: Payload {
  public var setup = Identifier()
  public var instrument = Name()
  public var strategy = Name()
  public var type = SetupType()
  public var direction = Direction()
  /// Absent for a type that trades without a level.
  public var level: Identifier?
  /// Close time of the bar that decided.
  public var at = Instant()
  /// Close of the trigger bar.
  public var reference = Price()
  public var entryLow = Price()
  public var entryHigh = Price()
  public var entry = EntryStyle()
  /// Not yet rounded to the tick.
  public var stop = Price()
  public var target1 = Price()
  public var target2 = Price()
  /// From 0 to 100; information only.
  public var confidence: Double = 0.0
  public var regime = Regime()
  public var levelPrice: Double?
  public var levelStrength: Double?
  /// Of the trigger frame.
  public var atr: Double = 0.0
  /// R to the next opposite level; absent when there is none.
  public var room: Double?
  /// Blended R after fees.
  public var reward: Double = 0.0
  public var expiresAt = Instant()

  public init() {}

  public init(
    setup: Identifier, instrument: Name, strategy: Name, type: SetupType, direction: Direction,
    level: Identifier?, at: Instant, reference: Price, entryLow: Price, entryHigh: Price,
    entry: EntryStyle, stop: Price, target1: Price, target2: Price, confidence: Double,
    regime: Regime, levelPrice: Double?, levelStrength: Double?, atr: Double, room: Double? = nil,
    reward: Double, expiresAt: Instant
  ) {
    self.setup = setup
    self.instrument = instrument
    self.strategy = strategy
    self.type = type
    self.direction = direction
    self.level = level
    self.at = at
    self.reference = reference
    self.entryLow = entryLow
    self.entryHigh = entryHigh
    self.entry = entry
    self.stop = stop
    self.target1 = target1
    self.target2 = target2
    self.confidence = confidence
    self.regime = regime
    self.levelPrice = levelPrice
    self.levelStrength = levelStrength
    self.atr = atr
    self.room = room
    self.reward = reward
    self.expiresAt = expiresAt
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
    visitor.field("reference", &reference)
    visitor.field("entryLow", &entryLow)
    visitor.field("entryHigh", &entryHigh)
    visitor.field("entry", &entry)
    visitor.field("stop", &stop)
    visitor.field("target1", &target1)
    visitor.field("target2", &target2)
    visitor.field("confidence", &confidence)
    visitor.field("regime", &regime)
    visitor.field("levelPrice", &levelPrice)
    visitor.field("levelStrength", &levelStrength)
    visitor.field("atr", &atr)
    visitor.field("room", &room)
    visitor.field("reward", &reward)
    visitor.field("expiresAt", &expiresAt)
  }

  public static var type: EventType { .setupTriggered }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}
