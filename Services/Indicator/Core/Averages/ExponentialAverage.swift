/// The exponential average with the weight 2 / (length + 1), seeded with the mean of the first
/// `length` values, as TA-Lib does.
public struct ExponentialAverage: Sendable, Hashable, Codable {
  public let length: Int
  private let weight: Double
  private var count = 0
  private var sum = 0.0
  /// Absent until it is seeded.
  public private(set) var value: Double?

  public init(length: Int) {
    self.length = length
    weight = 2 / Double(length + 1)
  }

  @inline(__always)
  public mutating func update(_ value: Double) {
    if let previous = self.value {
      // This form and not its algebraic twin: the last bits differ.
      self.value = previous + weight * (value - previous)
      return
    }
    seed(value)
  }

  private mutating func seed(_ value: Double) {
    count += 1
    sum += value
    if count == length { self.value = sum / Double(length) }
  }
}
