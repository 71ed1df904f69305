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
  /// A limit leaves exits alone.
  case reducing
  /// The bars of the instrument are overdue, or the venue cannot be reached.
  case staleData = "stale-data"
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
  /// The account held too much for its equity.
  case reduced

  public static let vocabulary = Vocabulary<CloseReason>()
}

/// Why a trade ended without a fill: what became of its entry, or the first of execution's own
/// checks that failed, in their order.
public enum AbandonReason: String, Symbol, Codable {
  /// The venue refused the entry.
  case rejected
  /// The setup became void, or a person said so.
  case cancelled
  /// The approval was too old, or the entry waited too long.
  case expired
  // Execution's own checks.
  case halted
  /// A limit leaves exits alone.
  case reducing
  /// What the venue shows of the instrument is not what the log says.
  case diverged
  /// An order of the instrument may or may not be at the venue.
  case unknownOutcome = "unknown-outcome"
  case disconnected
  /// The last bar is overdue, or there is none.
  case staleData = "stale-data"
  /// The last order book is too old.
  case staleQuote = "stale-quote"
  /// The instrument is not listed, or the strategy not configured.
  case unknownInstrument = "unknown-instrument"
  case unknownEquity = "unknown-equity"
  case maximumTrades = "maximum-trades"
  case maximumPerInstrument = "maximum-per-instrument"
  /// Another trade holds the one position that a venue keeps there.
  case sharedPosition = "shared-position"
  /// The stop is not on the losing side of the entry.
  case stopSide = "stop-side"
  /// The entry is too far from the middle of the order book, or from the last price.
  case priceCollar = "price-collar"
  /// A price is not on the tick, or the quantity not on the lot.
  case offGrid = "off-grid"
  /// The quantity is under the venue's minimum.
  case belowMinimum = "below-minimum"
  /// The trade is too large for equity.
  case maximumNotional = "maximum-notional"
  /// The stop loses more than the approval says, or than one trade may.
  case riskAtStop = "risk-at-stop"
  /// At the market it would cost too much more than the middle of the order book.
  case expectedSlippage = "expected-slippage"
  /// It is too large a part of what the order book offers near its middle.
  case visibleDepth = "visible-depth"
  /// The leverage of the position is more than is allowed.
  case leverage
  /// The account would hold too much for its equity.
  case accountLeverage = "account-leverage"
  /// Too many entries wait already.
  case orderRate = "order-rate"

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
  /// One for each side, so that long and short stand side by side.
  case hedge

  public static let vocabulary = Vocabulary<PositionMode>()
}

/// Why a trade contradicts the venue.
public enum TradeDivergence: String, Symbol, Codable {
  /// What the venue says of an order does not fit what it said before.
  case contradiction
  /// No exit is accepted, or more left than was held.
  case stuck
  /// A fill came of a trade that is over, or of none of ours.
  case stray
  /// The venue knows an order of ours that was never sent.
  case unsent

  public static let vocabulary = Vocabulary<TradeDivergence>()
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
