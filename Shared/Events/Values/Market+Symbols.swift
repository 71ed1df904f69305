/// What is traded: the asset itself, or a contract on its price.
public enum InstrumentKind: String, Symbol, Codable {
  case spot
  /// A perpetual contract settled in the quote currency; it can be sold short.
  case linear

  public static let vocabulary = Vocabulary<InstrumentKind>()
}

/// How a candle came to be.
public enum CandleQuality: String, Symbol, Codable {
  case complete
  /// Corrected or filled in after the fact.
  case repaired
  /// Built from finer candles of which some are missing.
  case partial

  public static let vocabulary = Vocabulary<CandleQuality>()
}

/// Where the candles come from.
public enum MarketSource: String, Symbol, Codable {
  case generator
  case files
  /// A venue, as it happens.
  case venue

  public static let vocabulary = Vocabulary<MarketSource>()
}
