public import Quantities

/// The VuManChu ciphers after a bar; what is not yet defined is absent.
public struct CipherComputed: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  /// Cipher B's WaveTrend.
  public var wt1: Double?
  public var wt2: Double?
  /// The slow line of Cipher A's WaveTrend.
  public var aWt2: Double?
  /// Cipher B's RSI+MFI area.
  public var moneyFlow: Double?
  /// The marks of both ciphers that stand on the bar.
  public var markers = MarkerSet()

  public init() {}

  public init(
    instrument: Name, timeFrame: TimeFrame, openTime: Instant, wt1: Double? = nil,
    wt2: Double? = nil, aWt2: Double? = nil, moneyFlow: Double? = nil, markers: MarkerSet
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.wt1 = wt1
    self.wt2 = wt2
    self.aWt2 = aWt2
    self.moneyFlow = moneyFlow
    self.markers = markers
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("wt1", &wt1)
    visitor.field("wt2", &wt2)
    visitor.field("aWt2", &aWt2)
    visitor.field("moneyFlow", &moneyFlow)
    visitor.field("markers", &markers)
  }

  public static var type: EventType { .cipherComputed }
  public var subject: Name { instrument }
}

/// An exponential average of the closes.
public struct AverageReading: Fields, Codable {
  /// In bars.
  public var length: Int = 0
  /// Absent until it is defined.
  public var value: Double?

  public init() {}

  public init(
    length: Int, value: Double? = nil
  ) {
    self.length = length
    self.value = value
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("length", &length)
    visitor.field("value", &value)
  }
}

/// The averages that strategies ask for beside those of every bar.
public struct AveragesComputed: Payload {
  public var instrument = Name()
  public var timeFrame = TimeFrame()
  public var openTime = Instant()
  /// The shortest first.
  public var averages: [AverageReading] = []

  public init() {}

  public init(
    instrument: Name, timeFrame: TimeFrame, openTime: Instant, averages: [AverageReading]
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.averages = averages
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("timeFrame", &timeFrame)
    visitor.field("openTime", &openTime)
    visitor.field("averages", &averages)
  }

  public static var type: EventType { .averagesComputed }
  public var subject: Name { instrument }
}
