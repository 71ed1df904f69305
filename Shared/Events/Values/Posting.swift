public import Quantities

/// One side of an entry: an amount that an account gains, or loses when it is negative.
///
/// An account of the double entry is named by the account at a venue, the instrument where it is
/// about one, the kind, and the asset.
public struct Posting: Fields, Codable {
  /// At a venue.
  public var account = Name()
  public var instrument: Name?
  public var kind = AccountKind()
  public var asset = Name()
  public var amount = Money()

  public init() {}

  public init(
    account: Name, instrument: Name? = nil, kind: AccountKind, asset: Name, amount: Money
  ) {
    self.account = account
    self.instrument = instrument
    self.kind = kind
    self.asset = asset
    self.amount = amount
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("instrument", &instrument)
    visitor.field("kind", &kind)
    visitor.field("asset", &asset)
    visitor.field("amount", &amount)
  }
}
