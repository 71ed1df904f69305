public import Events
public import Quantities

/// A closed bar together with its indicators.
public struct TapeBar: Sendable, Hashable, Codable {
  public var candle: Candle
  public var closePrice: Price
  public var rsi14: Double?
  public var macd: Double?
  public var atr14: Double?
  public var volumeMA20: Double?
  public var isDegenerate: Bool
  public var isDegraded: Bool

  public init(_ candle: Candle, _ indicators: IndicatorsComputed) {
    self.candle = candle
    closePrice = indicators.close
    rsi14 = indicators.rsi14
    macd = indicators.macd
    atr14 = indicators.atr14
    volumeMA20 = indicators.volumeMA20
    isDegenerate = indicators.degenerate
    isDegraded = indicators.degraded
  }

  public var range: Double { candle.high - candle.low }
  public var body: Double { abs(candle.close - candle.open) }
  public var upperWick: Double { candle.high - max(candle.open, candle.close) }
  public var lowerWick: Double { min(candle.open, candle.close) - candle.low }

  /// Volume in terms of its average; absent while that is absent or zero.
  public var volumeRatio: Double? {
    volumeMA20.flatMap { $0 > 0 ? candle.volume / $0 : nil }
  }

  /// The RSI, unless prices are flat and it means nothing.
  public var meaningfulRSI: Double? { isDegenerate ? nil : rsi14 }

  /// Which way a long wick points: short when the bar was rejected from above.
  public var rejection: Direction? {
    guard let atr14, range > 0, range >= SignalRule.wickRange * atr14 else { return nil }
    if isLong(upperWick, against: lowerWick) { return .short }
    if isLong(lowerWick, against: upperWick) { return .long }
    return nil
  }

  private func isLong(_ wick: Double, against other: Double) -> Bool {
    wick >= SignalRule.wickShare * range && wick >= SignalRule.wickBodies * body && wick > other
  }
}
