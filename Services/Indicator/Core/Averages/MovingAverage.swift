/// The mean of the last `length` values.
///
/// Added up anew, the oldest first, at every step: a running sum would keep the rounding of
/// values long gone, and a window of zeros would not be zero. So it costs as much as its length.
public struct MovingAverage: Sendable, Hashable, Codable {
  private var window: Ring<Double>
  /// Absent until the window is full.
  public private(set) var value: Double?

  public init(length: Int) { window = Ring(capacity: length) }

  public mutating func update(_ value: Double) {
    window.append(value)
    guard window.isFull else { return }
    var sum = 0.0
    for index in 0..<window.count { sum += window[index] }
    self.value = sum / Double(window.count)
  }
}
