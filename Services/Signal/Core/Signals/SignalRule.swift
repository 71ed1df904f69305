public import Quantities

/// The thresholds of the signals.
public enum SignalRule {
  public static let overbought = 70.0
  public static let oversold = 30.0
  /// Multiples of the average volume.
  public static let spike = 2.0
  public static let decline = 0.5
  /// The least range of a bar with a rejection wick, in ATR.
  public static let wickRange = 0.75
  /// The least part of the range that the wick takes.
  public static let wickShare = 0.5
  /// The least multiple of the body.
  public static let wickBodies = 2.0
  /// Bars on either side of a swing point.
  public static let swingReach = 3
  /// Bars between the swing points of a divergence.
  public static let divergenceSpan = 5...60
  /// The least step between their prices, in ATR.
  public static let divergenceStep = 0.1
  /// For how many bars a rejection wick counts: its own.
  public static let wickLife = 1
  /// For how many bars a mark of a cipher counts; one of a divergence counts as long as that.
  public static let markerLife = 3
  /// For how many bars a divergence counts.
  public static let divergenceLife = 12
  /// For how many bars an extreme RSI speaks for a setup.
  public static let extremeLife = 6
}

/// The MACD line does not follow the price to a new extreme.
public struct Divergence: Sendable, Hashable, Codable {
  /// Short for a higher high with a lower line.
  public var direction: Direction
  /// The line at the later extreme.
  public var later: Double
  /// The line at the earlier one.
  public var earlier: Double
}
