/// How an order is matched.
public enum OrderKind: String, Symbol, Codable {
  case market
  case limit
  /// A market order once the price trades at the stop.
  case stop
  /// A limit order once the price trades at the stop.
  case stopLimit = "stop-limit"
  /// A market order once the price trades at the stop from the losing side of it.
  case takeProfit = "take-profit"
  /// A stop that follows the best price at a distance.
  case trailing

  public static let vocabulary = Vocabulary<OrderKind>()
}

/// What an order does for its trade.
public enum OrderPurpose: String, Symbol, Codable {
  case entry
  case stop
  case target1
  case target2
  case exit
  /// Of the venue, which takes the position away.
  case liquidation

  public static let vocabulary = Vocabulary<OrderPurpose>()
}

/// How long an order rests.
public enum TimeInForce: String, Symbol, Codable {
  case goodTillCancelled = "gtc"
  case immediateOrCancel = "ioc"
  /// All of it at once, or nothing.
  case fillOrKill = "fok"
  /// Good till cancelled, and refused if it would take from the book.
  case postOnly = "post-only"

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
  /// Another order of its group was filled, or never will be.
  case group

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
  /// A close beyond the EMA20.
  case average
  /// The venue took the position away.
  case liquidated

  public static let vocabulary = Vocabulary<CloseReason>()
}

/// Why a trade ended without a fill.
public enum AbandonReason: String, Symbol, Codable {
  case rejected
  case cancelled
  case expired

  public static let vocabulary = Vocabulary<AbandonReason>()
}

/// How orders of one group depend on each other.
public enum OrderGrouping: String, Symbol, Codable {
  /// One cancels the other: what is filled of one is taken off the others.
  case oneCancelsOther = "oco"
  /// What only reduces waits for the entry of the group, and goes with it.
  case bracket

  public static let vocabulary = Vocabulary<OrderGrouping>()
}

/// Who made an order that nobody here asked for.
public enum OrderOrigin: String, Symbol, Codable {
  /// A person or a program beside us.
  case foreign
  /// The venue, to take a position away whose margin is used up.
  case liquidation
  /// Nobody knows: it bears a name of our form, and the log has no sending of it.
  case unaccounted

  public static let vocabulary = Vocabulary<OrderOrigin>()
}

/// How a venue keeps positions.
public enum PositionMode: String, Symbol, Codable {
  /// One position for an instrument.
  case oneWay = "one-way"
  /// A position for each trade, so that long and short stand side by side.
  case hedge

  public static let vocabulary = Vocabulary<PositionMode>()
}

/// In what the log and the venue differ.
public enum DivergenceKind: String, Symbol, Codable {
  /// What is held.
  case position
  /// Which orders rest.
  case orders
  /// What was traded of an order.
  case fills

  public static let vocabulary = Vocabulary<DivergenceKind>()
}
