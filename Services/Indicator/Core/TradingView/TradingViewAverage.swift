/// The mean of the last `length` defined values, as `ta.sma` computes it.
///
/// An undefined value leaves the mean as it stands. The sum carries its rounding errors along, so
/// that the order of three equal values among others never looks like a move.
public struct TradingViewAverage<let length: Int>: Sendable, Hashable, Codable {
  private var window = CompensatedWindowSum<length>()
  /// Absent before the first full window.
  public private(set) var value: Double?

  public init() {}

  /// Takes a value and gives the mean.
  public mutating func next(_ value: Double?) -> Double? {
    guard let value else { return self.value }
    let sum = window.next(value)
    if window.isFull { self.value = sum / Double(length) }
    return self.value
  }
}
