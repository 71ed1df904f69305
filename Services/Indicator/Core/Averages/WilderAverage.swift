/// Wilder's average: a new value weighs 1 / length; seeded with the mean of the first `length`.
public struct WilderAverage: Sendable, Hashable, Codable {
  public let length: Int
  private var count = 0
  private var sum = 0.0
  /// Absent until it is seeded.
  public private(set) var value: Double?

  public init(length: Int) { self.length = length }

  public mutating func update(_ value: Double) {
    if let previous = self.value {
      self.value = (previous * Double(length - 1) + value) / Double(length)
      return
    }
    count += 1
    sum += value
    if count == length { self.value = sum / Double(length) }
  }
}
