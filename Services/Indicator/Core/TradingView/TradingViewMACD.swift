/// Moving average convergence and divergence as `ta.macd` computes it: both averages begin with
/// the series, and the line is shown before its signal.
public struct TradingViewMACD: Sendable, Hashable, Codable {
  private var fast: ExponentialAverage
  private var slow: ExponentialAverage
  private var average: ExponentialAverage
  /// The fast average less the slow one; from bar 25 with the usual lengths.
  public private(set) var line: Double?

  public init(fast: Int = 12, slow: Int = 26, signal: Int = 9) {
    self.fast = ExponentialAverage(length: fast)
    self.slow = ExponentialAverage(length: slow)
    average = ExponentialAverage(length: signal)
  }

  /// The average of the line; from bar 33 with the usual lengths.
  public var signal: Double? { average.value }

  public mutating func update(close: Double) {
    line = difference(fast.next(close), slow.next(close))
    if let line { average.update(line) }
  }
}
