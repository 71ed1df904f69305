/// Why a trade was refused; the first check that fails decides.
public enum RefusalCode: String, Symbol, Codable {
  case halted
  /// The data of the instrument is stale or degraded.
  case degraded
  /// The trigger was older than its time to live.
  case expired
  case dailyLoss = "daily-loss"
  case maximumTrades = "maximum-trades"
  case maximumPerInstrument = "maximum-per-instrument"
  case openRisk = "open-risk"
  /// The stop is not on the losing side of the entry.
  case stopSide = "stop-side"
  /// The instrument is spot, which cannot be sold short.
  case noShorting = "no-shorting"
  /// The size is under the venue's minimum; it is never rounded up.
  case belowMinimum = "below-minimum"
  case unknownInstrument = "unknown-instrument"
  case unknownEquity = "unknown-equity"

  public static let vocabulary = Vocabulary<RefusalCode>()
}

/// The limits that can be hit.
public enum LimitKind: String, Symbol, Codable {
  case dailyLoss = "daily-loss"
  case dailyFlatten = "daily-flatten"

  public static let vocabulary = Vocabulary<LimitKind>()
}

/// Why no new exposure is taken.
public enum HaltReason: String, Symbol, Codable {
  /// A person asked for it.
  case requested
  case dailyFlatten = "daily-flatten"
  /// What the venue shows is not what the log says.
  case diverged

  public static let vocabulary = Vocabulary<HaltReason>()
}
