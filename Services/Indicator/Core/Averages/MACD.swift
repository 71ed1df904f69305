/// Moving average convergence and divergence, aligned as TA-Lib aligns it.
///
/// Both averages begin at the bar where the slow one is seeded: the fast one is seeded with the
/// last `fast` closes up to there, not with the first of the series. All three values appear
/// together, when the signal line is seeded.
public struct MACD: Sendable, Hashable, Codable {
  private var fast: ExponentialAverage
  private var slow: ExponentialAverage
  private var average: ExponentialAverage
  private var skipped = 0
  private var difference: Double?

  public init(fast: Int = 12, slow: Int = 26, signal: Int = 9) {
    precondition(fast < slow, "the fast average is the shorter one")
    self.fast = ExponentialAverage(length: fast)
    self.slow = ExponentialAverage(length: slow)
    average = ExponentialAverage(length: signal)
  }

  /// The fast average less the slow one.
  public var line: Double? { average.value == nil ? nil : difference }
  /// The average of the line.
  public var signal: Double? { average.value }
  /// The line less the signal.
  public var histogram: Double? {
    guard let difference, let signal else { return nil }
    return difference - signal
  }

  @inline(__always)
  public mutating func update(close: Double) {
    slow.update(close)
    if skipped < slow.length - fast.length { skipped += 1 } else { fast.update(close) }
    guard let fast = fast.value, let slow = slow.value else { return }
    difference = fast - slow
    average.update(fast - slow)
  }
}
