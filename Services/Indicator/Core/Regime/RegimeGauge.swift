public import Events

/// Measures what kind of market the bars of the regime frame show.
public struct RegimeGauge: Sendable, Hashable, Codable {
  public static let slopeBars = 5
  public static let rankBars = 100

  public private(set) var movement = DirectionalMovement(length: 14)
  private var averages = Ring<Double>(capacity: slopeBars + 1)
  private var ranges = Ring<Double>(capacity: rankBars)

  public init() {}

  /// Takes note of a bar and of its indicators.
  public mutating func update(_ bar: Candle, ema20: Double?, atr14: Double?) {
    movement.update(high: bar.high, low: bar.low, close: bar.close)
    if let ema20 { averages.append(ema20) }
    if let atr14 { ranges.append(atr14 / bar.close) }
  }

  /// How much of the last hundred bars moved no more than the last one, in percent.
  public var rank: Double? {
    guard let last = ranges.last else { return nil }
    var count = 0
    for index in 0..<ranges.count where ranges[index] <= last { count += 1 }
    return 100 * Double(count) / Double(ranges.count)
  }

  /// The rise of the 20-bar average per bar, in ATR.
  public func slope(atr14: Double) -> Double? {
    guard averages.isFull, let last = averages.last else { return nil }
    return (last - averages[0]) / (Double(RegimeGauge.slopeBars) * atr14)
  }

  /// What the last bar shows; nil until the 50-bar average is there.
  public func reading(close: Double, ema20: Double?, ema50: Double?, atr14: Double?)
    -> RegimeReading?
  {
    guard let ema20, let ema50, let atr14, atr14 > 0, let rank, let adx = movement.adx,
      let plus = movement.plusDI, let minus = movement.minusDI,
      let slope = slope(atr14: atr14)
    else { return nil }
    return RegimeReading(
      close: close, ema20: ema20, ema50: ema50, gap: abs(ema20 - ema50) / atr14, slope: slope,
      adx: adx, plusDI: plus, minusDI: minus, rank: rank)
  }
}
