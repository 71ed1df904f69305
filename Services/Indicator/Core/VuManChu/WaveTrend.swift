/// The WaveTrend oscillator of LazyBear, as both ciphers draw it.
///
/// How far the typical price (high + low + close) / 3 is from its average, in units of its usual
/// distance; averaged, and averaged again.
public struct WaveTrend: Sendable, Hashable, Codable {
  private var average = ExponentialAverage(length: 9)
  private var distance = ExponentialAverage(length: 9)
  private var fast: ExponentialAverage
  private var slow = TradingViewAverage<3>()
  /// The fast line; undefined also on a bar that stands still before anything has moved.
  public private(set) var wt1: Double?
  /// The slow line: the mean of the fast one.
  public private(set) var wt2: Double?

  /// Takes the length of the second average; the first has 9 bars, the slow line 3.
  public init(average length: Int) {
    fast = ExponentialAverage(length: length)
  }

  /// The fast line less the slow one, drawn as "VWAP", which it is not.
  public var wave: Double? { difference(wt1, wt2) }

  public mutating func update(high: Double, low: Double, close: Double) {
    let typical = (high + low + close) / 3
    wt1 = fast.next(index(of: typical))
    wt2 = slow.next(wt1)
  }

  private mutating func index(of typical: Double) -> Double? {
    guard let mean = average.next(typical),
      let usual = distance.next(abs(typical - mean))
    else { return nil }
    return quotient(typical - mean, 0.015 * usual)
  }
}

/// The levels that both ciphers call oversold and overbought, on the slow line.
enum WaveLevel {
  static let overbought = 53.0
  static let oversold = -53.0
}
