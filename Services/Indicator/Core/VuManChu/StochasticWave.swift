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
  private let isAveraged: Bool

  /// - Parameter isAveraged: whether k is drawn as the mean of k and d, which is off on the chart.
  public init(isAveraged: Bool = false) { self.isAveraged = isAveraged }

  /// From 0 to 100; shown from bar 29, and from bar 31 when it is averaged.
  public var k: Double? {
    isAveraged ? average : bars > StochasticWave.hiddenK ? fast.value : nil
  }
  /// The mean of the last k before any averaging; shown from bar 31.
  public var d: Double? { bars > StochasticWave.hiddenD ? slow.value : nil }
  /// The mean of both; shown from bar 31.
  public var average: Double? { bars > StochasticWave.hiddenD ? middle : nil }
  /// k, also where its window was not full.
  var early: Double? { isAveraged ? middle : fast.value }

  private var middle: Double? {
    guard let fast = fast.value, let slow = slow.value else { return nil }
    return (fast + slow) / 2
  }

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
