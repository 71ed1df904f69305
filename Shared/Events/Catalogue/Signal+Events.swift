public import Quantities

/// A bar showed something.
public struct SignalFired: Payload {
  public var signal = Identifier()
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  public var kind = SignalKind()
  /// Of a cipher marker.
  public var marker: Marker?
  public var direction: Direction?
  public var role = SignalRole()
  public var setup: Identifier?
  public var value: Double = 0.0
  public var threshold: Double = 0.0
  /// A sign of its time lapses then; absent for one that every bar checks again.
  public var validUntil: Instant?

  public init() {}

  public init(
    signal: Identifier, instrument: Name, timeFrame: TimeFrame, openTime: Instant,
    kind: SignalKind, marker: Marker? = nil, direction: Direction? = nil, role: SignalRole,
    setup: Identifier? = nil, value: Double, threshold: Double, validUntil: Instant? = nil
  ) {
    self.signal = signal
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.kind = kind
    self.marker = marker
    self.direction = direction
    self.role = role
    self.setup = setup
    self.value = value
    self.threshold = threshold
    self.validUntil = validUntil
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("signal", &signal)
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("kind", &kind)
    visitor.field("marker", &marker)
    visitor.field("direction", &direction)
    visitor.field("role", &role)
    visitor.field("setup", &setup)
    visitor.field("value", &value)
    visitor.field("threshold", &threshold)
    visitor.field("validUntil", &validUntil)
  }

  public static var type: EventType { .signalFired }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// A signal no longer holds.
public struct SignalLapsed: Payload {
  public var signal = Identifier()
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  public var kind = SignalKind()
  /// Of a cipher marker.
  public var marker: Marker?
  public var setup: Identifier?
  public var reason = LapseReason()

  public init() {}

  public init(
    signal: Identifier, instrument: Name, timeFrame: TimeFrame, openTime: Instant,
    kind: SignalKind, marker: Marker? = nil, setup: Identifier? = nil, reason: LapseReason
  ) {
    self.signal = signal
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.kind = kind
    self.marker = marker
    self.setup = setup
    self.reason = reason
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("signal", &signal)
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("kind", &kind)
    visitor.field("marker", &marker)
    visitor.field("setup", &setup)
    visitor.field("reason", &reason)
  }

  public static var type: EventType { .signalLapsed }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}
