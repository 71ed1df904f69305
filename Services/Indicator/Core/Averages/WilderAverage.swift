/// Wilder's average: a new value weighs 1 / length; seeded with the mean of the first `length`.
public struct WilderAverage: Sendable, Hashable, Codable {
  /// As a number that can be divided by.
  private let length: Double
  private var count = 0.0
  private var sum = 0.0
  /// Absent until it is seeded.
  public private(set) var value: Double?

  public init(length: Int) { self.length = Double(length) }

  @inline(__always)
  public mutating func update(_ value: Double) {
    if let previous = self.value {
      self.value = (previous * (length - 1) + value) / length
      return
    }
    seed(value)
  }

  private mutating func seed(_ value: Double) {
    count += 1
    sum += value
    if count == length { self.value = sum / length }
  }
}
