/// The mean of the last `length` values.
public struct MovingAverage<let length: Int>: Sendable, Hashable, Codable {
  private var window = WindowSum<length>()
  /// Absent until the window is full.
  public private(set) var value: Double?

  public init() {}

  @inline(__always)
  public mutating func update(_ value: Double) {
    let sum = window.next(value)
    if window.isFull { self.value = sum / Double(length) }
  }
}
