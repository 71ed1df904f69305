public import Quantities

/// One side of an entry: an amount that an account gains, or loses when it is negative.
public struct Posting: Fields, Codable {
  public var account = Name()
  public var kind = AccountKind()
  public var asset = Name()
  public var amount = Money()

  public init() {}

  public init(account: Name, kind: AccountKind, asset: Name, amount: Money) {
    self.account = account
    self.kind = kind
    self.asset = asset
    self.amount = amount
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("kind", &kind)
    visitor.field("asset", &asset)
    visitor.field("amount", &amount)
  }
}
