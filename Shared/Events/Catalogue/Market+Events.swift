public import Quantities

/// An instrument can be traded, under these rules of the venue.
public struct InstrumentListed: Payload {
  public var instrument = Name()
  public var base = Name()
  /// The asset that prices, profit and fees are in.
  public var quote = Name()
  public var kind = InstrumentKind()
  public var tick = Price()
  public var lot = Quantity()
  public var minimumQuantity = Quantity()
  public var minimumNotional = Money()
  public var maximumLeverage = Ratio()
  public var maintenanceMargin = Ratio()

  public init() {}

  public init(
    instrument: Name, base: Name, quote: Name, kind: InstrumentKind, tick: Price, lot: Quantity,
    minimumQuantity: Quantity, minimumNotional: Money, maximumLeverage: Ratio,
    maintenanceMargin: Ratio
  ) {
    self.instrument = instrument
    self.base = base
    self.quote = quote
    self.kind = kind
    self.tick = tick
    self.lot = lot
    self.minimumQuantity = minimumQuantity
    self.minimumNotional = minimumNotional
    self.maximumLeverage = maximumLeverage
    self.maintenanceMargin = maintenanceMargin
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("base", &base)
    visitor.field("quote", &quote)
    visitor.field("kind", &kind)
    visitor.field("tick", &tick)
    visitor.field("lot", &lot)
    visitor.field("minimumQuantity", &minimumQuantity)
    visitor.field("minimumNotional", &minimumNotional)
    visitor.field("maximumLeverage", &maximumLeverage)
    visitor.field("maintenanceMargin", &maintenanceMargin)
  }

  public static var type: EventType { .instrumentListed }
  public var subject: Name { instrument }
}

/// A bar is over.
public struct CandleClosed: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  public var open = Price()
  public var high = Price()
  public var low = Price()
  public var close = Price()
  /// In units of the base asset.
  public var volume = Quantity()
  public var quality = CandleQuality()

  public init() {}

  public init(
    instrument: Name, timeFrame: TimeFrame, openTime: Instant, open: Price, high: Price,
    low: Price, close: Price, volume: Quantity, quality: CandleQuality
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
    self.quality = quality
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("open", &open)
    visitor.field("high", &high)
    visitor.field("low", &low)
    visitor.field("close", &close)
    visitor.field("volume", &volume)
    visitor.field("quality", &quality)
  }

  public static var type: EventType { .candleClosed }
  public var subject: Name { instrument }

  /// When the bar was over: the moment at which it may be known.
  public var closeTime: Instant { timeFrame.closing(of: openTime) }
}

/// Bars are missing from here on.
public struct FeedGapOpened: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  /// Open time of the first missing bar.
  public var expected = Instant()

  public init() {}

  public init(instrument: Name, timeFrame: TimeFrame, expected: Instant) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.expected = expected
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("expected", &expected)
  }

  public static var type: EventType { .feedGapOpened }
  public var subject: Name { instrument }
}

/// The feed goes on after a gap; the missing bars stay missing.
public struct FeedGapClosed: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  /// Open time of the first missing bar.
  public var from = Instant()
  /// Open time of the bar that ended the gap.
  public var until = Instant()
  public var missing: Int = 0

  public init() {}

  public init(instrument: Name, timeFrame: TimeFrame, from: Instant, until: Instant, missing: Int) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.from = from
    self.until = until
    self.missing = missing
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("from", &from)
    visitor.field("until", &until)
    visitor.field("missing", &missing)
  }

  public static var type: EventType { .feedGapClosed }
  public var subject: Name { instrument }
}
