/// How an order is matched.
public enum OrderKind: String, Symbol, Codable {
  case market
  case limit
  /// A market order once the price trades at the stop.
  case stop

  public static let vocabulary = Vocabulary<OrderKind>()
}

/// What an order does for its trade.
public enum OrderPurpose: String, Symbol, Codable {
  case entry
  case stop
  case target1
  case target2
  case exit

  public static let vocabulary = Vocabulary<OrderPurpose>()
}

/// How long an order rests.
public enum TimeInForce: String, Symbol, Codable {
  case goodTillCancelled = "gtc"
  case immediateOrCancel = "ioc"

  public static let vocabulary = Vocabulary<TimeInForce>()
}

/// Whether a fill made the book or took from it.
public enum Liquidity: String, Symbol, Codable {
  case maker
  case taker

  public static let vocabulary = Vocabulary<Liquidity>()
}

/// Why an order is cancelled.
public enum CancelReason: String, Symbol, Codable {
  case tradeClosed = "trade-closed"
  case replaced
  case expired
  case halted
  case requested
  case entryLapsed = "entry-lapsed"

  public static let vocabulary = Vocabulary<CancelReason>()
}

/// Why a stop moved.
public enum StopReason: String, Symbol, Codable {
  case breakEven = "break-even"
  case trailing
  case regime

  public static let vocabulary = Vocabulary<StopReason>()
}

/// How a trade ended.
public enum CloseReason: String, Symbol, Codable {
  case stop
  case breakEven = "break-even"
  case trail
  case target
  case timeout
  case regime
  case halted
  /// No stop could be placed in time.
  case unprotected
  case requested

  public static let vocabulary = Vocabulary<CloseReason>()
}

/// Why a trade ended without a fill.
public enum AbandonReason: String, Symbol, Codable {
  case rejected
  case cancelled
  case expired

  public static let vocabulary = Vocabulary<AbandonReason>()
}

/// The kinds of accounts in the ledger.
public enum AccountKind: String, Symbol, Codable {
  case available
  case hold
  case position
  case fee
  case funding
  case profit
  case transfer
  case suspense
  case external

  public static let vocabulary = Vocabulary<AccountKind>()
}

/// What a reported balance is.
public enum BalanceKind: String, Symbol, Codable {
  case deposit
  case withdrawal
  case snapshot

  public static let vocabulary = Vocabulary<BalanceKind>()
}
