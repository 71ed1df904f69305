public import Quantities

/// The limits that every trade passes.
public struct RiskConfiguration: Fields, Codable {
  /// Part of equity lost at the stop.
  public var riskPerTrade = Ratio()
  public var leverage = Ratio()
  public var maximumTrades: Int = 0
  public var maximumPerInstrument: Int = 0
  /// Part of equity, summed over live stops.
  public var maximumOpenRisk = Ratio()
  /// Multiple of equity for one trade.
  public var maximumNotional = Ratio()
  /// Part of the day's opening equity: no new entries.
  public var dailyLoss = Ratio()
  /// Part of the day's opening equity: everything is closed.
  public var dailyFlatten = Ratio()
  /// Taker fee assumed in sizing.
  public var fee = Ratio()
  /// Slippage assumed in sizing.
  public var slippage = Ratio()
  public var approvalLife = Interval()

  public init() {}

  public init(
    riskPerTrade: Ratio, leverage: Ratio, maximumTrades: Int, maximumPerInstrument: Int,
    maximumOpenRisk: Ratio, maximumNotional: Ratio, dailyLoss: Ratio, dailyFlatten: Ratio,
    fee: Ratio, slippage: Ratio, approvalLife: Interval
  ) {
    self.riskPerTrade = riskPerTrade
    self.leverage = leverage
    self.maximumTrades = maximumTrades
    self.maximumPerInstrument = maximumPerInstrument
    self.maximumOpenRisk = maximumOpenRisk
    self.maximumNotional = maximumNotional
    self.dailyLoss = dailyLoss
    self.dailyFlatten = dailyFlatten
    self.fee = fee
    self.slippage = slippage
    self.approvalLife = approvalLife
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("riskPerTrade", &riskPerTrade)
    visitor.field("leverage", &leverage)
    visitor.field("maximumTrades", &maximumTrades)
    visitor.field("maximumPerInstrument", &maximumPerInstrument)
    visitor.field("maximumOpenRisk", &maximumOpenRisk)
    visitor.field("maximumNotional", &maximumNotional)
    visitor.field("dailyLoss", &dailyLoss)
    visitor.field("dailyFlatten", &dailyFlatten)
    visitor.field("fee", &fee)
    visitor.field("slippage", &slippage)
    visitor.field("approvalLife", &approvalLife)
  }
}
