import Statistics

/// The stochastic RSI of Cipher B: of the logarithm of the close, smoothed twice.
///
/// Where the RSI does not move there is no stochastic, and the means stand. The lines run from the
/// first values on, as on the chart, and are shown from full windows on.
public struct StochasticWave: Sendable, Hashable, Codable {
  /// Bars before the lines are shown: what comes earlier is of windows that are not full.
  private static let hiddenK = 29
  private static let hiddenD = 31

  private var bars = 0
  private var strength = TradingViewRSI(length: 14)
  private var window = Extremes<14>()
  private var fast = TradingViewAverage<3>()
  private var slow = TradingViewAverage<3>()

  public init() {}

  /// From 0 to 100; shown from bar 29.
  public var k: Double? { bars > StochasticWave.hiddenK ? fast.value : nil }
  /// The mean of the last k; shown from bar 31.
  public var d: Double? { bars > StochasticWave.hiddenD ? slow.value : nil }
  /// k, also where its window was not full.
  var early: Double? { fast.value }

  public mutating func update(close: Double) {
    if bars <= StochasticWave.hiddenD { bars += 1 }
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
