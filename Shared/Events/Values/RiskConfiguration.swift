public import Quantities

/// The limits that every trade passes; the values here are those of the moderate profile.
public struct RiskConfiguration: Fields, Codable {
  public var profile = RiskProfile.moderate

  // The size of a trade.

  /// Part of equity lost at the stop.
  public var riskPerTrade: Ratio = "0.005"
  public var leverage: Ratio = 3
  /// Of one position, whatever is asked for.
  public var maximumLeverage: Ratio = 5
  /// Multiple of equity for one trade.
  public var maximumNotional: Ratio = "0.25"
  /// Whether Kelly's rule may make trades smaller, or none.
  public var kelly: Bool = false
  /// The part of Kelly's size that is risked.
  public var kellyFraction: Ratio = "0.25"
  /// The closed trades of a strategy from which on Kelly's rule is asked.
  public var kellyTrades: Int = 50
  /// Taker fee assumed in sizing.
  public var fee: Ratio = "0.00055"
  /// Slippage assumed in sizing.
  public var slippage: Ratio = "0.0002"
  /// Multiple of the stop's distance that liquidation must be away.
  public var liquidationDistance: Ratio = "1.5"

  // What may be open together.

  public var maximumTrades: Int = 3
  /// Approved setups that wait for their entry.
  public var maximumSetups: Int = 3
  public var maximumPerInstrument: Int = 1
  /// Part of equity, summed over live stops.
  public var maximumOpenRisk: Ratio = "0.03"
  /// Notional of the account as a multiple of equity.
  public var accountLeverage: Ratio = 3
  /// The correlation from which on trades in one direction count as one group.
  public var groupCorrelation: Ratio = "0.7"
  /// Part of equity, summed over the stops of a group.
  public var groupRisk: Ratio = "0.02"
  /// Effective exposure of a group as a multiple of equity.
  public var groupExposure: Ratio = 1
  /// What a day may cost in all but one of twenty days, as a part of equity.
  public var valueAtRisk: Ratio = "0.05"
  /// What the worst of twenty days costs on average, as a part of equity.
  public var conditionalValueAtRisk: Ratio = "0.08"
  /// Part of equity that the venue's maintenance margin may take: a warning.
  public var marginWarning: Ratio = "0.6"
  /// Part of equity that the venue's maintenance margin may take: no entries.
  public var marginRatio: Ratio = "0.8"

  // What may be lost.

  /// Part of the day's opening equity: no new entries.
  public var dailyLoss: Ratio = "0.02"
  /// Part of the day's opening equity: everything is closed.
  public var dailyFlatten: Ratio = "0.03"
  /// Part of the week's opening equity: no new entries.
  public var weeklyLoss: Ratio = "0.05"
  /// Part of the month's opening equity: no new entries until released.
  public var monthlyLoss: Ratio = "0.08"
  /// Losing trades in a row: a pause.
  public var consecutiveLosses: Int = 4
  public var lossPause: Interval = .hours(12)
  /// Part of the highest equity: half the size.
  public var softDrawdown: Ratio = "0.1"
  /// Part of the highest equity: a halt until released.
  public var hardDrawdown: Ratio = "0.15"

  // Whether a halt closes everything, or leaves trades to their stops.

  /// Of `dailyFlatten`.
  public var flattenOnDailyLoss: Bool = true
  /// Of `hardDrawdown`.
  public var flattenOnDrawdown: Bool = true
  /// Of the kill switch: the venue refuses too much, or knows orders that were never sent.
  public var flattenOnKill: Bool = false
  /// Of a person; who asks to close everything is always heard.
  public var flattenOnRequest: Bool = false

  // What may be sent.

  /// Distance of an entry from the middle of the order book, or from the last price without one,
  /// as a part of it.
  public var priceCollar: Ratio = "0.01"
  /// What an entry at the market may cost on average, as a part of the middle of the order book.
  public var bookSlippage: Ratio = "0.005"
  /// The part of what the order book offers within half a percent that an entry may be.
  public var depthShare: Ratio = "0.05"
  /// How old an order book may be; where they are stated more seldom, until the next is due.
  public var quoteAge: Interval = .seconds(5)
  /// How late a bar may be.
  public var staleAfter: Interval = .seconds(15)
  /// How late a bar may be, and how long the venue out of reach, before entries are cancelled.
  public var cancelStaleAfter: Interval = .seconds(30)
  public var duplicateWindow: Interval = .seconds(2)
  public var ordersPerSecond: Int = 5
  public var ordersPerMinute: Int = 60
  /// Entries above the rate that wait for their turn; one more is refused.
  public var queuedOrders: Int = 10
  /// Orders that the venue refuses within a minute: a halt.
  public var rejectionsPerMinute: Int = 5
  public var approvalLife: Interval = .minutes(5)

  /// How long a looser limit waits until it holds; a tighter one holds at once.
  public var looseningDelay: Interval = .hours(24)

  public init() {}

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("profile", &profile)
    visitor.field("riskPerTrade", &riskPerTrade)
    visitor.field("leverage", &leverage)
    visitor.field("maximumLeverage", &maximumLeverage)
    visitor.field("maximumNotional", &maximumNotional)
    visitor.field("kelly", &kelly)
    visitor.field("kellyFraction", &kellyFraction)
    visitor.field("kellyTrades", &kellyTrades)
    visitor.field("fee", &fee)
    visitor.field("slippage", &slippage)
    visitor.field("liquidationDistance", &liquidationDistance)
    visitor.field("maximumTrades", &maximumTrades)
    visitor.field("maximumSetups", &maximumSetups)
    visitor.field("maximumPerInstrument", &maximumPerInstrument)
    visitor.field("maximumOpenRisk", &maximumOpenRisk)
    visitor.field("accountLeverage", &accountLeverage)
    visitor.field("groupCorrelation", &groupCorrelation)
    visitor.field("groupRisk", &groupRisk)
    visitor.field("groupExposure", &groupExposure)
    visitor.field("valueAtRisk", &valueAtRisk)
    visitor.field("conditionalValueAtRisk", &conditionalValueAtRisk)
    visitor.field("marginWarning", &marginWarning)
    visitor.field("marginRatio", &marginRatio)
    visitor.field("dailyLoss", &dailyLoss)
    visitor.field("dailyFlatten", &dailyFlatten)
    visitor.field("weeklyLoss", &weeklyLoss)
    visitor.field("monthlyLoss", &monthlyLoss)
    visitor.field("consecutiveLosses", &consecutiveLosses)
    visitor.field("lossPause", &lossPause)
    visitor.field("softDrawdown", &softDrawdown)
    visitor.field("hardDrawdown", &hardDrawdown)
    visitor.field("flattenOnDailyLoss", &flattenOnDailyLoss)
    visitor.field("flattenOnDrawdown", &flattenOnDrawdown)
    visitor.field("flattenOnKill", &flattenOnKill)
    visitor.field("flattenOnRequest", &flattenOnRequest)
    visitor.field("priceCollar", &priceCollar)
    visitor.field("bookSlippage", &bookSlippage)
    visitor.field("depthShare", &depthShare)
    visitor.field("quoteAge", &quoteAge)
    visitor.field("staleAfter", &staleAfter)
    visitor.field("cancelStaleAfter", &cancelStaleAfter)
    visitor.field("duplicateWindow", &duplicateWindow)
    visitor.field("ordersPerSecond", &ordersPerSecond)
    visitor.field("ordersPerMinute", &ordersPerMinute)
    visitor.field("queuedOrders", &queuedOrders)
    visitor.field("rejectionsPerMinute", &rejectionsPerMinute)
    visitor.field("approvalLife", &approvalLife)
    visitor.field("looseningDelay", &looseningDelay)
  }
}

extension RiskConfiguration {
  /// The default profile: half a percent a trade, two percent a day.
  public static let moderate = RiskConfiguration()

  /// A quarter of a percent a trade, one percent a day; Kelly's rule is asked.
  public static let conservative = profile(.conservative) { limits in
    limits.riskPerTrade = "0.0025"
    limits.leverage = 2
    limits.maximumLeverage = 3
    limits.maximumNotional = "0.15"
    limits.kelly = true
    limits.maximumTrades = 2
    limits.maximumSetups = 2
    limits.maximumOpenRisk = "0.01"
    limits.accountLeverage = 1
    limits.groupRisk = "0.0075"
    limits.groupExposure = "0.5"
    limits.valueAtRisk = "0.02"
    limits.conditionalValueAtRisk = "0.03"
    limits.dailyLoss = "0.01"
    limits.dailyFlatten = "0.015"
    limits.weeklyLoss = "0.025"
    limits.monthlyLoss = "0.04"
    limits.consecutiveLosses = 3
    limits.lossPause = .hours(24)
    limits.softDrawdown = "0.05"
    limits.hardDrawdown = "0.08"
  }

  /// One percent a trade, three percent a day.
  public static let aggressive = profile(.aggressive) { limits in
    limits.riskPerTrade = "0.01"
    limits.leverage = 5
    limits.maximumNotional = 1
    limits.maximumTrades = 5
    limits.maximumSetups = 5
    limits.maximumOpenRisk = "0.05"
    limits.groupRisk = "0.04"
    limits.groupExposure = 2
    limits.valueAtRisk = "0.1"
    limits.conditionalValueAtRisk = "0.15"
    limits.dailyLoss = "0.03"
    limits.dailyFlatten = "0.045"
    limits.weeklyLoss = "0.08"
    limits.monthlyLoss = "0.12"
    limits.consecutiveLosses = 6
    limits.lossPause = .hours(6)
    limits.softDrawdown = "0.15"
    limits.hardDrawdown = "0.25"
  }

  /// The limits of a profile; those that a person chooses start from the moderate ones.
  public static func of(_ profile: RiskProfile) -> RiskConfiguration {
    switch profile {
    case .conservative: .conservative
    case .moderate: .moderate
    case .aggressive: .aggressive
    case .custom: RiskConfiguration.profile(.custom) { _ in }
    }
  }

  private static func profile(
    _ profile: RiskProfile, _ change: (inout RiskConfiguration) -> Void
  ) -> RiskConfiguration {
    var limits = RiskConfiguration()
    limits.profile = profile
    change(&limits)
    return limits
  }
}
