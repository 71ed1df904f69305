public import Quantities

/// The venue of paper trading.
public struct PaperConfiguration: Fields, Codable {
  public var account = Name()
  /// Opening balance in each settlement asset.
  public var deposit = Money()
  public var makerFee = Ratio()
  public var takerFee = Ratio()
  /// Of the price, against the taker.
  public var slippage = Ratio()
  /// Largest part of a bar's volume that one order may take.
  public var participation = Ratio()

  public init() {}

  public init(
    account: Name, deposit: Money, makerFee: Ratio, takerFee: Ratio, slippage: Ratio,
    participation: Ratio
  ) {
    self.account = account
    self.deposit = deposit
    self.makerFee = makerFee
    self.takerFee = takerFee
    self.slippage = slippage
    self.participation = participation
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("deposit", &deposit)
    visitor.field("makerFee", &makerFee)
    visitor.field("takerFee", &takerFee)
    visitor.field("slippage", &slippage)
    visitor.field("participation", &participation)
  }
}
