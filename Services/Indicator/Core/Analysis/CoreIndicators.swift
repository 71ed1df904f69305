public import Events

/// The indicators of one series as TA-Lib aligns and seeds them.
public struct CoreIndicators: Sendable, Hashable, Codable {
  public private(set) var rsi14 = RelativeStrength(length: 14)
  public private(set) var macd = MACD()
  public private(set) var ema20 = ExponentialAverage(length: 20)
  public private(set) var ema50 = ExponentialAverage(length: 50)
  public private(set) var atr14 = AverageTrueRange(length: 14)
  public private(set) var volumeMA20 = MovingAverage<20>()
  public private(set) var bollinger = BollingerBands<20>()
  public private(set) var stochasticRSI = StochasticRSI()
  public private(set) var mfi14 = MoneyFlowIndex<14>()
  public private(set) var movement14 = DirectionalMovement(length: 14)

  public init() {}

  public mutating func update(_ bar: Candle) {
    rsi14.update(close: bar.close)
    macd.update(close: bar.close)
    ema20.update(bar.close)
    ema50.update(bar.close)
    atr14.update(high: bar.high, low: bar.low, close: bar.close)
    volumeMA20.update(bar.volume)
    bollinger.update(close: bar.close)
    stochasticRSI.update(rsi: rsi14.value)
    mfi14.update(high: bar.high, low: bar.low, close: bar.close, volume: bar.volume)
    movement14.update(high: bar.high, low: bar.low, close: bar.close)
  }
}
