/// The pattern that a setup waits for.
public enum SetupType: String, Symbol, Codable {
  case resistanceRejection = "resistance-rejection"
  case supportRejection = "support-rejection"
  case supportBreakdown = "support-breakdown"
  case resistanceBreakout = "resistance-breakout"
  /// A VuManChu divergence or circle, with the WaveTrend of the higher frame.
  case waveMomentum = "wave-momentum"
  /// A fast average crosses a slow one.
  case averageCross = "average-cross"

  public static let vocabulary = Vocabulary<SetupType>()
}

/// The live states of a setup.
public enum SetupPhase: String, Symbol, Codable {
  case forming
  case active
  case triggered

  public static let vocabulary = Vocabulary<SetupPhase>()
}

/// Why a live setup became void.
public enum InvalidationReason: String, Symbol, Codable {
  /// The price went too far away.
  case leftLevel = "left-level"
  case stopTouched = "stop-touched"
  /// A bar closed beyond the zone.
  case closedBeyond = "closed-beyond"
  case falseBreak = "false-break"
  case regimeForbids = "regime-forbids"
  case levelRetired = "level-retired"
  case dataDegraded = "data-degraded"
  /// The WaveTrend of the higher frame points the other way.
  case waveTurned = "wave-turned"
  /// The averages moved away from each other, or crossed back.
  case averagesApart = "averages-apart"

  public static let vocabulary = Vocabulary<InvalidationReason>()
}

/// Why a triggered setup was not worth a trade.
public enum RejectionReason: String, Symbol, Codable {
  /// The stop is too near or too far, in ATR.
  case stopDistance = "stop-distance"
  /// The next opposite level is too near.
  case noRoom = "no-room"
  /// Fees eat the reward.
  case cost
  /// The risk engine refused; the code says why.
  case risk

  public static let vocabulary = Vocabulary<RejectionReason>()
}

/// How a trade is entered once its setup has triggered.
public enum EntryStyle: String, Symbol, Codable {
  case market
  /// Inside the entry zone.
  case limit

  public static let vocabulary = Vocabulary<EntryStyle>()
}

/// What a strategy asks of the regime.
public enum RegimeRule: String, Symbol, Codable {
  /// Nothing.
  case any
  /// No trade against a trend, and none while volatile.
  case notAgainst = "not-against"
  /// A trend in the direction of the trade.
  case withTrend = "with-trend"

  public static let vocabulary = Vocabulary<RegimeRule>()
}
