/// Schaff's trend cycle: a MACD's place in its range, smoothed, and that once more.
public struct SchaffTrendCycle: Sendable, Hashable, Codable {
  /// One passage: the place between the extremes of ten values, from 0 to 100, then smoothed.
  private struct Stage: Sendable, Hashable, Codable {
    var window: Extremes
    var raw = 0.0
    var smooth: Double?

    mutating func next(_ value: Double?, factor: Double) -> Double {
      window.update(value)
      if let value, let low = window.lowest, let high = window.highest, high - low > 0 {
        raw = 100 * (value - low) / (high - low)
      }
      let next = smooth.map { $0 + factor * (raw - $0) } ?? raw
      smooth = next
      return next
    }
  }

  private let factor: Double
  /// Bars before the value is shown: what comes earlier is of windows that are not full.
  private let hidden: Int
  private var bars = 0
  private var fast: ExponentialAverage
  private var slow: ExponentialAverage
  private var first: Stage
  private var second: Stage
  /// From 0 to 100; shown from bar 67 with the usual lengths.
  public private(set) var value: Double?

  public init(length: Int = 10, fast: Int = 23, slow: Int = 50, factor: Double = 0.5) {
    self.factor = factor
    self.fast = ExponentialAverage(length: fast)
    self.slow = ExponentialAverage(length: slow)
    hidden = slow - 1 + 2 * (length - 1)
    first = Stage(window: Extremes(length: length))
    second = Stage(window: Extremes(length: length))
  }

  public mutating func update(close: Double) {
    let line = difference(fast.next(close), slow.next(close))
    let cycle = second.next(first.next(line, factor: factor), factor: factor)
    if bars < hidden { bars += 1 } else { value = cycle }
  }
}
