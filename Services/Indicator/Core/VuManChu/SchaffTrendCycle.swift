/// Schaff's trend cycle: a MACD's place in its range, smoothed, and that once more.
public struct SchaffTrendCycle: Sendable, Hashable, Codable {
  /// One passage: the place between the extremes of ten values, from 0 to 100, then smoothed.
  private struct Stage: Sendable, Hashable, Codable {
    var window = Extremes<10>()
    var raw = 0.0
    var smooth: Double?

    mutating func next(_ value: Double?) -> Double {
      window.update(value)
      if let value, let low = window.lowest, let high = window.highest, high - low > 0 {
        raw = 100 * (value - low) / (high - low)
      }
      let next = smooth.map { $0 + SchaffTrendCycle.factor * (raw - $0) } ?? raw
      smooth = next
      return next
    }
  }

  private static let factor = 0.5
  /// Bars before the value is shown: what comes earlier is of windows that are not full.
  private static let hidden = 67

  private var bars = 0
  private var fast = ExponentialAverage(length: 23)
  private var slow = ExponentialAverage(length: 50)
  private var first = Stage()
  private var second = Stage()
  /// From 0 to 100; shown from bar 67.
  public private(set) var value: Double?

  public init() {}

  public mutating func update(close: Double) {
    let line = difference(fast.next(close), slow.next(close))
    let cycle = second.next(first.next(line))
    if bars < SchaffTrendCycle.hidden { bars += 1 } else { value = cycle }
  }
}
