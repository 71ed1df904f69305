/// Wilder's average true range, as TA-Lib computes it: the first bar has no true range.
public struct AverageTrueRange: Sendable, Hashable, Codable {
  private var average: WilderAverage
  private var previousClose: Double?

  public init(length: Int) { average = WilderAverage(length: length) }

  /// In units of the price; absent for the first `length` bars.
  public var value: Double? { average.value }

  @inline(__always)
  public mutating func update(high: Double, low: Double, close: Double) {
    if let previousClose {
      average.update(trueRange(high: high, low: low, previousClose: previousClose))
    }
    previousClose = close
  }
}

/// The range of a bar together with the gap before it.
@inline(__always)
func trueRange(high: Double, low: Double, previousClose: Double) -> Double {
  greater(high - low, greater(abs(high - previousClose), abs(low - previousClose)))
}
