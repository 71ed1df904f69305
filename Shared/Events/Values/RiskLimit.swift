public import Quantities

/// A limit of the configuration that can be tightened and loosened; the raw value is its key.
public enum RiskLimit: String, Symbol, Codable {
  case perTrade, leverage, maximumLeverage, maximumNotional, kelly, kellyFraction, kellyTrades
  case fee, slippage, liquidationDistance
  case maximumTrades, maximumSetups, maximumPerInstrument, maximumOpenRisk, accountLeverage
  case groupCorrelation, groupRisk, groupExposure, valueAtRisk, conditionalValueAtRisk
  case marginWarning, marginRatio
  case dailyLoss, dailyFlatten, weeklyLoss, monthlyLoss, consecutiveLosses, lossPause
  case softDrawdown, hardDrawdown
  case priceCollar, bookSlippage, depthShare, quoteAge, staleAfter, cancelStaleAfter,
    duplicateWindow
  case ordersPerSecond, ordersPerMinute, queuedOrders, rejectionsPerMinute, looseningDelay

  public static let vocabulary = Vocabulary<RiskLimit>()
}

extension RiskLimit {
  /// Where a limit stands, by the form of its number.
  private enum Place {
    case ratio(WritableKeyPath<RiskConfiguration, Ratio>)
    case count(WritableKeyPath<RiskConfiguration, Int>)
    /// In seconds.
    case span(WritableKeyPath<RiskConfiguration, Interval>)
    /// 1 or 0.
    case flag(WritableKeyPath<RiskConfiguration, Bool>)
  }

  private var place: Place {
    switch self {
    case .perTrade: .ratio(\.riskPerTrade)
    case .leverage: .ratio(\.leverage)
    case .maximumLeverage: .ratio(\.maximumLeverage)
    case .maximumNotional: .ratio(\.maximumNotional)
    case .kelly: .flag(\.kelly)
    case .kellyFraction: .ratio(\.kellyFraction)
    case .kellyTrades: .count(\.kellyTrades)
    case .fee: .ratio(\.fee)
    case .slippage: .ratio(\.slippage)
    case .liquidationDistance: .ratio(\.liquidationDistance)
    case .maximumTrades: .count(\.maximumTrades)
    case .maximumSetups: .count(\.maximumSetups)
    case .maximumPerInstrument: .count(\.maximumPerInstrument)
    case .maximumOpenRisk: .ratio(\.maximumOpenRisk)
    case .accountLeverage: .ratio(\.accountLeverage)
    case .groupCorrelation: .ratio(\.groupCorrelation)
    case .groupRisk: .ratio(\.groupRisk)
    case .groupExposure: .ratio(\.groupExposure)
    case .valueAtRisk: .ratio(\.valueAtRisk)
    case .conditionalValueAtRisk: .ratio(\.conditionalValueAtRisk)
    case .marginWarning: .ratio(\.marginWarning)
    case .marginRatio: .ratio(\.marginRatio)
    case .dailyLoss: .ratio(\.dailyLoss)
    case .dailyFlatten: .ratio(\.dailyFlatten)
    case .weeklyLoss: .ratio(\.weeklyLoss)
    case .monthlyLoss: .ratio(\.monthlyLoss)
    case .consecutiveLosses: .count(\.consecutiveLosses)
    case .lossPause: .span(\.lossPause)
    case .softDrawdown: .ratio(\.softDrawdown)
    case .hardDrawdown: .ratio(\.hardDrawdown)
    case .priceCollar: .ratio(\.priceCollar)
    case .bookSlippage: .ratio(\.bookSlippage)
    case .depthShare: .ratio(\.depthShare)
    case .quoteAge: .span(\.quoteAge)
    case .staleAfter: .span(\.staleAfter)
    case .cancelStaleAfter: .span(\.cancelStaleAfter)
    case .duplicateWindow: .span(\.duplicateWindow)
    case .ordersPerSecond: .count(\.ordersPerSecond)
    case .ordersPerMinute: .count(\.ordersPerMinute)
    case .queuedOrders: .count(\.queuedOrders)
    case .rejectionsPerMinute: .count(\.rejectionsPerMinute)
    case .looseningDelay: .span(\.looseningDelay)
    }
  }

  /// The limit's number in a configuration: lengths of time in seconds, flags as 1 or 0.
  public func value(in configuration: RiskConfiguration) -> FixedPoint {
    switch place {
    case .ratio(let path): configuration[keyPath: path].value
    case .count(let path): FixedPoint(configuration[keyPath: path])
    case .span(let path):
      FixedPoint(mantissa: Int128(configuration[keyPath: path].nanoseconds) * 1_000_000_000)
    case .flag(let path): configuration[keyPath: path] ? 1 : 0
    }
  }

  /// Puts the number into a configuration.
  public func set(_ value: FixedPoint, in configuration: inout RiskConfiguration) {
    switch place {
    case .ratio(let path): configuration[keyPath: path] = Ratio(value)
    case .count(let path):
      configuration[keyPath: path] = Int(value.mantissa / FixedPoint.one.mantissa)
    case .span(let path):
      configuration[keyPath: path] = .nanoseconds(Int64(value.mantissa / 1_000_000_000))
    case .flag(let path): configuration[keyPath: path] = value.isPositive
    }
  }

  /// Whether more of it allows more; of the others less does.
  private var growsLooser: Bool {
    switch self {
    case .perTrade, .leverage, .maximumLeverage, .maximumNotional, .kellyFraction, .kellyTrades,
      .maximumTrades, .maximumSetups, .maximumPerInstrument, .maximumOpenRisk, .accountLeverage,
      .groupCorrelation, .groupRisk, .groupExposure, .valueAtRisk, .conditionalValueAtRisk,
      .marginWarning, .marginRatio, .dailyLoss, .dailyFlatten, .weeklyLoss, .monthlyLoss,
      .consecutiveLosses, .softDrawdown, .hardDrawdown, .priceCollar, .bookSlippage, .depthShare,
      .quoteAge,
      .staleAfter,
      .cancelStaleAfter, .ordersPerSecond, .ordersPerMinute, .queuedOrders, .rejectionsPerMinute:
      true
    case .kelly, .fee, .slippage, .liquidationDistance, .lossPause, .duplicateWindow,
      .looseningDelay:
      false
    }
  }

  /// Whether the first number allows more than the second.
  public func isLooser(_ value: FixedPoint, than other: FixedPoint) -> Bool {
    growsLooser ? value > other : value < other
  }
}
