/// On which side of the price a level stands.
public enum LevelKind: String, Symbol, Codable {
  case support
  case resistance

  public static let vocabulary = Vocabulary<LevelKind>()
}

/// Where a level is in its life.
public enum LevelPhase: String, Symbol, Codable {
  /// One or two tests.
  case candidate
  /// Three tests or more.
  case confirmed
  /// A close went beyond it; its role has flipped.
  case broken
  /// The price came back to the zone after a break.
  case retested
  /// Too many breaks, or no test for too long.
  case retired

  public static let vocabulary = Vocabulary<LevelPhase>()
}

/// What kind of market the higher time frame shows.
public enum Regime: String, Symbol, Codable {
  case neutral
  case trendingUp = "trending-up"
  case trendingDown = "trending-down"
  case ranging
  case volatile

  public static let vocabulary = Vocabulary<Regime>()
}

/// What a bar showed.
public enum SignalKind: String, Symbol, Codable {
  case rsiOverbought = "rsi-overbought"
  case rsiOversold = "rsi-oversold"
  case volumeSpike = "volume-spike"
  case volumeDecline = "volume-decline"
  case rejectionWick = "rejection-wick"
  case macdDivergence = "macd-divergence"
  case priceInEntryZone = "price-in-entry-zone"
  /// A mark of a VuManChu cipher.
  case cipherMarker = "cipher-marker"

  public static let vocabulary = Vocabulary<SignalKind>()
}

/// What a signal means to the setups of its instrument.
public enum SignalRole: String, Symbol, Codable {
  /// No live setup listens.
  case context
  /// A setup is forming.
  case precondition
  /// A setup is active.
  case trigger

  public static let vocabulary = Vocabulary<SignalRole>()
}

/// Why a signal no longer holds.
public enum LapseReason: String, Symbol, Codable {
  case conditionEnded = "condition-ended"
  /// Its time is over.
  case expired
  /// The same sign showed again: the new one counts.
  case renewed
  case setupEnded = "setup-ended"
  case dataDegraded = "data-degraded"

  public static let vocabulary = Vocabulary<LapseReason>()
}

/// Why a candle changes nothing.
public enum DisregardReason: String, Symbol, Codable {
  /// The same as the last.
  case repeated
  /// Of the time of the last, with other numbers: what was concluded from the first stands.
  case corrected
  /// Earlier than the last.
  case late

  public static let vocabulary = Vocabulary<DisregardReason>()
}
