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
  public var ema20: Double?
  public var ema50: Double?
  public var isDegenerate: Bool
  public var isDegraded: Bool
  /// The marks that stand on the bar.
  public var markers = MarkerSet()
  public var wave = WaveReading()
  /// Beside EMA20 and EMA50: those that strategies ask for.
  public var averages: [AverageReading] = []

  init(_ candle: Candle, _ indicators: IndicatorsComputed, _ reading: BarReading? = nil) {
    self.candle = candle
    closePrice = indicators.close
    rsi14 = indicators.rsi14
    macd = indicators.macd
    atr14 = indicators.atr14
    volumeMA20 = indicators.volumeMA20
    ema20 = indicators.ema20
    ema50 = indicators.ema50
    isDegenerate = indicators.degenerate
    isDegraded = indicators.degraded
    guard let reading else { return }
    markers = reading.markers
    wave = reading.wave
    averages = reading.averages
  }

  /// The exponential average of the closes; nil while it is undefined or nobody asks for it.
  public func average(length: Int) -> Double? {
    switch length {
    case 20: ema20
    case 50: ema50
    default: averages.first { $0.length == length }?.value
    }
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
