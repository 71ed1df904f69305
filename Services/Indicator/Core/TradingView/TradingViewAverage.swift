/// The mean of the last `length` defined values, as `ta.sma` computes it.
///
/// An undefined value leaves the mean as it stands. The sum carries its rounding errors along
/// (Neumaier), so that the order of three equal values among others never looks like a move.
public struct TradingViewAverage: Sendable, Hashable, Codable {
  private var window: Ring<Double>
  /// Absent before the first full window.
  public private(set) var value: Double?

  public init(length: Int) { window = Ring(capacity: length) }

  /// Takes a value and gives the mean.
  public mutating func next(_ value: Double?) -> Double? {
    guard let value else { return self.value }
    window.append(value)
    if window.isFull { self.value = compensatedSum / Double(window.count) }
    return self.value
  }

  private var compensatedSum: Double {
    var sum = 0.0
    var lost = 0.0
    for index in 0..<window.count {
      let value = window[index]
      let next = sum + value
      lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    return sum + lost
  }
}
