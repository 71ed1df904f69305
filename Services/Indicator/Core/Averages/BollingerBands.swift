/// Bollinger's bands: the mean of the last closes, and so many standard deviations above and below.
///
/// The deviation is that of the window as a whole population (divided by `length`), as TA-Lib
/// computes it. Flat prices give three equal lines.
public struct BollingerBands: Sendable, Hashable, Codable {
  /// The three lines of one bar, in units of the price.
  public struct Lines: Sendable, Hashable, Codable {
    public var upper: Double
    public var middle: Double
    public var lower: Double
  }

  private let deviations: Double
  private var window: Ring<Double>
  /// Absent until the window is full.
  public private(set) var lines: Lines?

  public init(length: Int = 20, deviations: Double = 2) {
    self.deviations = deviations
    window = Ring(capacity: length)
  }

  public mutating func update(close: Double) {
    window.append(close)
    guard window.isFull else { return }
    let middle = window.sum / Double(window.count)
    var squares = 0.0
    for index in 0..<window.count {
      let distance = window[index] - middle
      squares += distance * distance
    }
    let width = deviations * (squares / Double(window.count)).squareRoot()
    lines = Lines(upper: middle + width, middle: middle, lower: middle - width)
  }
}

extension Ring<Double> {
  /// Added up anew, the oldest first: the same bits as over the whole series at once.
  var sum: Double {
    var sum = 0.0
    for index in 0..<count { sum += self[index] }
    return sum
  }
}
