public import Quantities

/// Too many bars are missing before a bar: no new setups for a while.
public struct SeriesDegraded: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  /// Bars that are not there.
  public var missing: Int = 0
  /// For how many bars, this one included, the series is not trusted.
  public var life: Int = 0

  public init() {}

  public init(
    instrument: Name, timeFrame: TimeFrame, openTime: Instant, missing: Int, life: Int
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.missing = missing
    self.life = life
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("missing", &missing)
    visitor.field("life", &life)
  }

  public static var type: EventType { .seriesDegraded }
  public var subject: Name { instrument }
}

/// Enough bars came without a gap: the series is trusted again.
public struct SeriesRestored: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()

  public init() {}

  public init(
    instrument: Name, timeFrame: TimeFrame, openTime: Instant
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
  }

  public static var type: EventType { .seriesRestored }
  public var subject: Name { instrument }
}

/// A candle that is not later than the last changes nothing.
public struct CandleDisregarded: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  /// Open time of the last candle that counted.
  public var last = Instant()
  public var reason = DisregardReason()

  public init() {}

  public init(
    instrument: Name, timeFrame: TimeFrame, openTime: Instant, last: Instant,
    reason: DisregardReason
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.last = last
    self.reason = reason
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("last", &last)
    visitor.field("reason", &reason)
  }

  public static var type: EventType { .candleDisregarded }
  public var subject: Name { instrument }
}
