public import Quantities

/// Two accounts of the same thing differ.
public struct DiscrepancyFound: Payload {
  /// Derived from what, account, asset and order or trade: the same while it lasts.
  public var discrepancy = Identifier()
  public var what = Name()
  /// At a venue.
  public var account = Name()
  /// Or instrument.
  public var asset = Name()
  /// The order or the trade, where it is about one.
  public var about: Identifier?
  public var expected = FixedPoint()
  public var actual = FixedPoint()
  public var at = Instant()

  public init() {}

  public init(
    discrepancy: Identifier, what: Name, account: Name, asset: Name, about: Identifier? = nil,
    expected: FixedPoint, actual: FixedPoint, at: Instant
  ) {
    self.discrepancy = discrepancy
    self.what = what
    self.account = account
    self.asset = asset
    self.about = about
    self.expected = expected
    self.actual = actual
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("discrepancy", &discrepancy)
    visitor.field("what", &what)
    visitor.field("account", &account)
    visitor.field("asset", &asset)
    visitor.field("about", &about)
    visitor.field("expected", &expected)
    visitor.field("actual", &actual)
    visitor.field("at", &at)
  }

  public static var type: EventType { .discrepancyFound }
  public var subject: Name { asset }
}

/// What differed agrees again.
public struct DiscrepancyCleared: Payload {
  public var discrepancy = Identifier()
  public var what = Name()
  /// At a venue.
  public var account = Name()
  /// Or instrument.
  public var asset = Name()
  /// The order or the trade, where it is about one.
  public var about: Identifier?
  /// When it was found.
  public var since = Instant()
  public var at = Instant()

  public init() {}

  public init(
    discrepancy: Identifier, what: Name, account: Name, asset: Name, about: Identifier? = nil,
    since: Instant, at: Instant
  ) {
    self.discrepancy = discrepancy
    self.what = what
    self.account = account
    self.asset = asset
    self.about = about
    self.since = since
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("discrepancy", &discrepancy)
    visitor.field("what", &what)
    visitor.field("account", &account)
    visitor.field("asset", &asset)
    visitor.field("about", &about)
    visitor.field("since", &since)
    visitor.field("at", &at)
  }

  public static var type: EventType { .discrepancyCleared }
  public var subject: Name { asset }
}
