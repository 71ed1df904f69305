import Statistics

/// The stochastic RSI of Cipher B: of the logarithm of the close, smoothed twice.
///
/// Where the RSI does not move there is no stochastic, and the means stand. The lines run from the
/// first values on, as on the chart, and are shown from full windows on.
public struct StochasticWave: Sendable, Hashable, Codable {
  private let hiddenK: Int
  private let hiddenD: Int
  private var bars = 0
  private var strength: TradingViewRSI
  private var window: Extremes
  private var fast: TradingViewAverage
  private var slow: TradingViewAverage

  public init(rsi: Int = 14, length: Int = 14, k: Int = 3, d: Int = 3) {
    strength = TradingViewRSI(length: rsi)
    window = Extremes(length: length)
    fast = TradingViewAverage(length: k)
    slow = TradingViewAverage(length: d)
    hiddenK = rsi + length + k - 2
    hiddenD = hiddenK + d - 1
  }

  /// From 0 to 100; shown from bar 29 with the usual lengths.
  public var k: Double? { bars > hiddenK ? fast.value : nil }
  /// The mean of the last k; shown from bar 31 with the usual lengths.
  public var d: Double? { bars > hiddenD ? slow.value : nil }
  /// k, also where its window was not full.
  var early: Double? { fast.value }

  public mutating func update(close: Double) {
    if bars <= hiddenD { bars += 1 }
    if let logarithm = naturalLogarithm(close) { strength.update(logarithm) }
    window.update(strength.value)
    _ = slow.next(fast.next(stochastic))
  }

  private var stochastic: Double? {
    guard let value = strength.value, let low = window.lowest, let high = window.highest else {
      return nil
    }
    return quotient(100 * (value - low), high - low)
  }
}
