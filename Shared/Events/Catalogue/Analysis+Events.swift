public import Quantities

/// The indicators after a bar; what is not yet defined is absent.
public struct IndicatorsComputed: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  public var close = Price()
  public var rsi14: Double?
  public var macd: Double?
  public var macdSignal: Double?
  public var macdHistogram: Double?
  public var ema20: Double?
  public var ema50: Double?
  public var atr14: Double?
  public var volumeMA20: Double?
  /// Prices are flat: an extreme RSI means nothing.
  public var degenerate: Bool = false
  /// Too many bars are missing: no new setups.
  public var degraded: Bool = false

  public init() {}

  public init(
    instrument: Name, timeFrame: TimeFrame, openTime: Instant, close: Price, rsi14: Double? = nil,
    macd: Double? = nil, macdSignal: Double? = nil, macdHistogram: Double? = nil,
    ema20: Double? = nil, ema50: Double? = nil, atr14: Double? = nil, volumeMA20: Double? = nil,
    degenerate: Bool, degraded: Bool
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.close = close
    self.rsi14 = rsi14
    self.macd = macd
    self.macdSignal = macdSignal
    self.macdHistogram = macdHistogram
    self.ema20 = ema20
    self.ema50 = ema50
    self.atr14 = atr14
    self.volumeMA20 = volumeMA20
    self.degenerate = degenerate
    self.degraded = degraded
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("close", &close)
    visitor.field("rsi14", &rsi14)
    visitor.field("macd", &macd)
    visitor.field("macdSignal", &macdSignal)
    visitor.field("macdHistogram", &macdHistogram)
    visitor.field("ema20", &ema20)
    visitor.field("ema50", &ema50)
    visitor.field("atr14", &atr14)
    visitor.field("volumeMA20", &volumeMA20)
    visitor.field("degenerate", &degenerate)
    visitor.field("degraded", &degraded)
  }

  public static var type: EventType { .indicatorsComputed }
  public var subject: Name { instrument }
}

/// The price levels of an instrument after a bar of the level frame.
public struct LevelsMapped: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  public var atr: Double?
  public var levels: [Level] = []

  public init() {}

  public init(
    instrument: Name, timeFrame: TimeFrame, openTime: Instant, atr: Double? = nil, levels: [Level]
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.atr = atr
    self.levels = levels
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("atr", &atr)
    visitor.field("levels", &levels)
  }

  public static var type: EventType { .levelsMapped }
  public var subject: Name { instrument }
}

/// A level was seen for the first time.
public struct LevelFound: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  public var level = Level()

  public init() {}

  public init(instrument: Name, timeFrame: TimeFrame, openTime: Instant, level: Level) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.level = level
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("level", &level)
  }

  public static var type: EventType { .levelFound }
  public var subject: Name { instrument }
}

/// The price came to a level and turned.
public struct LevelTested: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  public var level = Level()

  public init() {}

  public init(instrument: Name, timeFrame: TimeFrame, openTime: Instant, level: Level) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.level = level
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("level", &level)
  }

  public static var type: EventType { .levelTested }
  public var subject: Name { instrument }
}

/// A bar closed beyond a level.
public struct LevelBroken: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  public var level = Level()

  public init() {}

  public init(instrument: Name, timeFrame: TimeFrame, openTime: Instant, level: Level) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.level = level
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("level", &level)
  }

  public static var type: EventType { .levelBroken }
  public var subject: Name { instrument }
}

/// A level is no longer watched.
public struct LevelRetired: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  public var level = Level()

  public init() {}

  public init(instrument: Name, timeFrame: TimeFrame, openTime: Instant, level: Level) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.level = level
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("level", &level)
  }

  public static var type: EventType { .levelRetired }
  public var subject: Name { instrument }
}

/// What kind of market a bar of the regime frame shows.
public struct RegimeAssessed: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  public var raw = Regime()
  public var confirmed = Regime()
  /// Of the raw regime, from 0 to 100.
  public var rawStrength: Double = 0.0
  /// Of the confirmed regime, from 0 to 100.
  public var strength: Double = 0.0
  /// Of the EMA20 over five bars, in ATR a bar.
  public var slope: Double?
  /// The part of the last hundred bars whose ATR, in terms of the price, is not above this one's,
  /// from 0 to 100.
  public var volatilityRank: Double?
  public var adx14: Double?
  public var plusDI14: Double?
  public var minusDI14: Double?
  public var ema20: Double?
  public var ema50: Double?

  public init() {}

  public init(
    instrument: Name, timeFrame: TimeFrame, openTime: Instant, raw: Regime, confirmed: Regime,
    rawStrength: Double, strength: Double, slope: Double? = nil, volatilityRank: Double? = nil,
    adx14: Double? = nil, plusDI14: Double? = nil, minusDI14: Double? = nil,
    ema20: Double? = nil, ema50: Double? = nil
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.raw = raw
    self.confirmed = confirmed
    self.rawStrength = rawStrength
    self.strength = strength
    self.slope = slope
    self.volatilityRank = volatilityRank
    self.adx14 = adx14
    self.plusDI14 = plusDI14
    self.minusDI14 = minusDI14
    self.ema20 = ema20
    self.ema50 = ema50
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("raw", &raw)
    visitor.field("confirmed", &confirmed)
    visitor.field("rawStrength", &rawStrength)
    visitor.field("strength", &strength)
    visitor.field("slope", &slope)
    visitor.field("volatilityRank", &volatilityRank)
    visitor.field("adx14", &adx14)
    visitor.field("plusDI14", &plusDI14)
    visitor.field("minusDI14", &minusDI14)
    visitor.field("ema20", &ema20)
    visitor.field("ema50", &ema50)
  }

  public static var type: EventType { .regimeAssessed }
  public var subject: Name { instrument }
}

/// The confirmed regime is another one.
public struct RegimeChanged: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  public var from = Regime()
  public var to = Regime()
  public var strength: Double = 0.0

  public init() {}

  public init(
    instrument: Name, timeFrame: TimeFrame, openTime: Instant, from: Regime, to: Regime,
    strength: Double
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.from = from
    self.to = to
    self.strength = strength
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("from", &from)
    visitor.field("to", &to)
    visitor.field("strength", &strength)
  }

  public static var type: EventType { .regimeChanged }
  public var subject: Name { instrument }
}
