/// How far values fell below their highest so far.
public struct Drawdown: Sendable, Hashable {
  /// The distance from the highest so far at each place, as a part of it; zero or negative.
  public let course: [Double]
  /// The deepest of them.
  public let deepest: Double
  /// The deepest fall in the unit of the values; zero or negative.
  public let amount: Double
  /// Where the deepest fall began; the first place when there was none.
  public let peak: Int
  /// Where it was deepest.
  public let trough: Int
  /// Where the values were first back at the peak; nil when they never were.
  public let recovery: Int?

  /// Nil for no values, and for values that are not all above zero.
  public init?(of values: [Double]) {
    guard let first = values.first, values.allSatisfy({ $0 > 0 }) else { return nil }
    var course: [Double] = []
    course.reserveCapacity(values.count)
    var (highest, highestAt, amount) = (first, 0, 0.0)
    var (deepest, peak, trough) = (0.0, 0, 0)
    for (index, value) in values.enumerated() {
      if value > highest { (highest, highestAt) = (value, index) }
      let fall = value / highest - 1
      course.append(fall)
      amount = min(amount, value - highest)
      if fall < deepest { (deepest, peak, trough) = (fall, highestAt, index) }
    }
    self.course = course
    self.deepest = deepest
    self.amount = amount
    self.peak = peak
    self.trough = trough
    recovery = values[trough...].firstIndex { $0 >= values[peak] }
  }
}
