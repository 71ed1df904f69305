/// Why a trade was refused; the first check that fails decides, in this order.
public enum RefusalCode: String, Symbol, Codable {
  // The kill switch.
  case halted
  /// What the venue shows of the instrument is not what the log says.
  case diverged
  /// Two accounts of the asset or the instrument differ.
  case discrepancy
  // Stale data.
  /// Bars of the instrument are missing.
  case degraded
  /// The last bar, or the price itself, is overdue.
  case staleData = "stale-data"
  /// The last order book is too old.
  case staleQuote = "stale-quote"
  /// The trigger was older than its time to live.
  case expired
  // Limits of the session.
  case dailyLoss = "daily-loss"
  case weeklyLoss = "weekly-loss"
  case monthlyLoss = "monthly-loss"
  case consecutiveLosses = "consecutive-losses"
  /// The account holds too much for its equity already.
  case leverageExceeded = "leverage-exceeded"
  /// The venue's maintenance margin takes too much of equity already.
  case marginRatio = "margin-ratio"
  // What there is, and how many.
  case unknownInstrument = "unknown-instrument"
  /// The instrument is spot, which cannot be sold short.
  case noShorting = "no-shorting"
  case unknownEquity = "unknown-equity"
  case maximumTrades = "maximum-trades"
  /// Too many approved setups wait for their entry.
  case maximumSetups = "maximum-setups"
  case maximumPerInstrument = "maximum-per-instrument"
  /// Another trade holds the one position that a venue keeps there.
  case sharedPosition = "shared-position"
  /// The stop is not on the losing side of the entry.
  case stopSide = "stop-side"
  // Price.
  /// The entry is too far from the middle of the order book, or from the last price.
  case priceCollar = "price-collar"
  // Size.
  /// By Kelly's rule such trades lose: the right size is none.
  case noEdge = "no-edge"
  /// The size is under the venue's minimum; it is never rounded up.
  case belowMinimum = "below-minimum"
  // Margin.
  /// The free margin pays for less than the venue's minimum.
  case insufficientMargin = "insufficient-margin"
  /// The venue would take the position away too soon after the stop.
  case liquidationDistance = "liquidation-distance"
  // Exposure.
  /// The notional of the account leaves less than the venue's minimum.
  case accountLeverage = "account-leverage"
  /// What moves together leaves less than the venue's minimum.
  case correlatedExposure = "correlated-exposure"
  // What the order book has for that size.
  /// At the market it would cost too much more than the middle.
  case expectedSlippage = "expected-slippage"
  /// It is too large a part of what is offered near the middle.
  case visibleDepth = "visible-depth"
  // What may be lost.
  case openRisk = "open-risk"
  /// The risk of what moves together.
  case correlatedRisk = "correlated-risk"
  case valueAtRisk = "value-at-risk"
  case conditionalValueAtRisk = "conditional-value-at-risk"
  // Rate.
  /// The same trade, or one like it a moment ago.
  case duplicate
  case orderRate = "order-rate"

  public static let vocabulary = Vocabulary<RefusalCode>()
}

/// The limits that can be hit.
public enum LimitKind: String, Symbol, Codable {
  case dailyLoss = "daily-loss"
  case dailyFlatten = "daily-flatten"
  case weeklyLoss = "weekly-loss"
  case monthlyLoss = "monthly-loss"
  case consecutiveLosses = "consecutive-losses"
  case softDrawdown = "soft-drawdown"
  case hardDrawdown = "hard-drawdown"
  case leverage
  case marginWarning = "margin-warning"
  case marginRatio = "margin-ratio"
  /// Two accounts of the same thing differ, which none may.
  case discrepancy

  public static let vocabulary = Vocabulary<LimitKind>()
}

extension LimitKind {
  /// What is still traded while the limit is hit.
  public var mode: TradingMode {
    switch self {
    case .softDrawdown, .marginWarning: .active
    case .dailyLoss, .weeklyLoss, .monthlyLoss, .consecutiveLosses, .leverage, .marginRatio,
      .discrepancy:
      .reducing
    case .dailyFlatten, .hardDrawdown: .halted
    }
  }
}

/// What is traded.
public enum TradingMode: String, Symbol, Codable, Comparable {
  case active
  /// No new exposure, and entries that rest are cancelled; what is open is led to its end.
  case reducing
  /// The same, until a person or a new day releases it; some halts close everything.
  case halted

  public static let vocabulary = Vocabulary<TradingMode>()

  private var rank: Int {
    switch self {
    case .active: 0
    case .reducing: 1
    case .halted: 2
    }
  }

  /// The less is traded, the greater.
  public static func < (a: TradingMode, b: TradingMode) -> Bool { a.rank < b.rank }
}

/// Why no new exposure is taken.
public enum HaltReason: String, Symbol, Codable {
  /// A person asked for it.
  case requested
  case dailyFlatten = "daily-flatten"
  case hardDrawdown = "hard-drawdown"
  /// The venue knows an order of ours that was never sent.
  case diverged
  /// The venue refused too many orders in a minute.
  case rejections

  public static let vocabulary = Vocabulary<HaltReason>()
}

/// A set of limits that goes together.
public enum RiskProfile: String, Symbol, Codable {
  case conservative
  case moderate
  case aggressive
  /// Limits that a person chose.
  case custom

  public static let vocabulary = Vocabulary<RiskProfile>()
}
