public import Events

extension TapeBar {
  /// A bar of which the core indicators alone are known, not the marks of the ciphers.
  public init(plain candle: Candle, _ indicators: IndicatorsComputed) {
    self.init(candle, indicators, nil)
  }
}
