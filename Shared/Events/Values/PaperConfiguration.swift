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
  /// How positions are kept.
  public var mode: PositionMode = .hedge
  /// Of market time, between a request and its arrival.
  public var latency = Interval()
  /// The part of orders that is refused for no reason.
  public var rejections = Ratio()
  /// The part of orders whose answer is lost; every other one of these never arrived.
  public var doubts = Ratio()
  /// How often the venue is asked what it holds while a trade is on; 0 for never.
  public var reconciliation: Interval = .hours(1)
  /// How old an order book may be that orders are matched against; older, candles are.
  public var bookAge: Interval = .seconds(5)

  public init() {}

  public init(
    account: Name, deposit: Money, makerFee: Ratio, takerFee: Ratio, slippage: Ratio,
    participation: Ratio, mode: PositionMode = .hedge, latency: Interval = .seconds(0),
    rejections: Ratio = 0, doubts: Ratio = 0, reconciliation: Interval = .hours(1),
    bookAge: Interval = .seconds(5)
  ) {
    self.account = account
    self.deposit = deposit
    self.makerFee = makerFee
    self.takerFee = takerFee
    self.slippage = slippage
    self.participation = participation
    self.mode = mode
    self.latency = latency
    self.rejections = rejections
    self.doubts = doubts
    self.reconciliation = reconciliation
    self.bookAge = bookAge
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
    visitor.field("mode", &mode)
    visitor.field("latency", &latency)
    visitor.field("rejections", &rejections)
    visitor.field("doubts", &doubts)
    visitor.field("reconciliation", &reconciliation)
    visitor.field("bookAge", &bookAge)
  }
}
