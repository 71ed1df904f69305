public import Quantities

/// A price level with its zone, as it stands after a bar of its time frame.
public struct Level: Fields, Codable {
  /// Derived from instrument, time frame and founding pivot; kept while the level lives.
  public var id = Identifier()
  public var kind = LevelKind()
  public var phase = LevelPhase()
  /// Mean of the member pivots.
  public var price: Double = 0.0
  /// Lower edge of the zone.
  public var low: Double = 0.0
  /// Upper edge of the zone.
  public var high: Double = 0.0
  public var tests: Int = 0
  public var breaks: Int = 0
  /// From 0 to 100.
  public var strength: Double = 0.0
  /// Open time of the bar that tested it last.
  public var lastTest = Instant()
  /// Enough tests, few breaks, enough strength.
  public var usable: Bool = false

  public init() {}

  public init(
    id: Identifier, kind: LevelKind, phase: LevelPhase, price: Double, low: Double, high: Double,
    tests: Int, breaks: Int, strength: Double, lastTest: Instant, usable: Bool
  ) {
    self.id = id
    self.kind = kind
    self.phase = phase
    self.price = price
    self.low = low
    self.high = high
    self.tests = tests
    self.breaks = breaks
    self.strength = strength
    self.lastTest = lastTest
    self.usable = usable
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("id", &id)
    visitor.field("kind", &kind)
    visitor.field("phase", &phase)
    visitor.field("price", &price)
    visitor.field("low", &low)
    visitor.field("high", &high)
    visitor.field("tests", &tests)
    visitor.field("breaks", &breaks)
    visitor.field("strength", &strength)
    visitor.field("lastTest", &lastTest)
    visitor.field("usable", &usable)
  }
}
