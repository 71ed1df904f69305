/// The average true range as `ta.atr` computes it: the first bar counts with its own range, so the
/// first value comes one bar before that of `AverageTrueRange`.
public struct TradingViewATR: Sendable, Hashable, Codable {
  private var average: WilderAverage
  private var previousClose: Double?

  public init(length: Int = 14) { average = WilderAverage(length: length) }

  /// In units of the price; absent for the first `length` - 1 bars.
  public var value: Double? { average.value }

  public mutating func update(high: Double, low: Double, close: Double) {
    average.update(
      previousClose.map { trueRange(high: high, low: low, previousClose: $0) } ?? high - low)
    previousClose = close
  }
}
