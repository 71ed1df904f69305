public import Events

extension RegimeBook {
  /// Takes the next bar of a series with its indicators; returns what it shows by itself, nil
  /// until the averages are there.
  ///
  /// This is what the decider does in two steps, for who has a series alone.
  public mutating func follow(
    _ bar: Candle, ema20: Double?, ema50: Double?, atr14: Double?
  ) -> RegimeReading? {
    gauge.update(bar, ema20: ema20, atr14: atr14)
    let reading = gauge.reading(close: bar.close, ema20: ema20, ema50: ema50, atr14: atr14)
    let next = reading?.regime ?? .neutral
    confirmed = confirming(next)
    raw = next
    return reading
  }
}
