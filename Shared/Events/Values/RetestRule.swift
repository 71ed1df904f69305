/// How a break of a level and its retest are told.
public struct RetestRule: Fields, Codable {
  /// Trigger-frame ATR that the break closes behind the zone.
  public var distance: Double = 0.0
  /// Multiple of the average volume on the break.
  public var volume: Double = 0.0
  /// The least part of the break bar's range that its body takes.
  public var body: Double = 0.0
  /// The largest part of its range between its close and its extreme.
  public var tail: Double = 0.0
  /// Trigger-frame bars after the break in which the retest must come.
  public var bars: Int = 0

  public init() {}

  public init(
    distance: Double, volume: Double, body: Double, tail: Double, bars: Int
  ) {
    self.distance = distance
    self.volume = volume
    self.body = body
    self.tail = tail
    self.bars = bars
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("distance", &distance)
    visitor.field("volume", &volume)
    visitor.field("body", &body)
    visitor.field("tail", &tail)
    visitor.field("bars", &bars)
  }

  /// The rule of the level setups.
  public static let standard = RetestRule(
    distance: 0.25, volume: 1.5, body: 0.5, tail: 0.3, bars: 12)
}
