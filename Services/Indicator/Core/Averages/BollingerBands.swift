/// Bollinger's bands: the mean of the last closes, and so many standard deviations above and below.
///
/// The deviation is that of the window as a whole population (divided by `length`), as TA-Lib
/// computes it. Flat prices give three equal lines.
public struct BollingerBands<let length: Int>: Sendable, Hashable, Codable {
  /// The three lines of one bar, in units of the price.
  public struct Lines: Sendable, Hashable, Codable {
    public var upper: Double
    public var middle: Double
    public var lower: Double
  }

  private let deviations: Double
  private var sum = WindowSum<length>()
  private var window = Slots<length>(repeating: 0)
  private var place = 0
  /// Absent until the window is full.
  public private(set) var lines: Lines?

  public init(deviations: Double = 2) { self.deviations = deviations }

  /// The squares are those of the distances from the last close, added up anew: running sums of
  /// squares of prices would lose most of their digits.
  @inline(__always)
  public mutating func update(close: Double) {
    window[place] = close
    place = place + 1 == length ? 0 : place + 1
    let sum = sum.next(close)
    guard self.sum.isFull else { return }
    let middle = sum / Double(length)
    let away = middle - close
    let variance = window.squares(from: close) * (1 / Double(length)) - away * away
    let width = deviations * greater(variance, 0).squareRoot()
    lines = Lines(upper: middle + width, middle: middle, lower: middle - width)
  }
}

extension Slots {
  /// The sum of the squares of the distances from a value.
  @inline(__always)
  fileprivate func squares(from value: Double) -> Double {
    var lanes = SIMD4<Double>.zero
    for index in 0..<count / 4 {
      let start = 4 * index
      let distances = SIMD4(self[start], self[start + 1], self[start + 2], self[start + 3]) - value
      lanes += distances * distances
    }
    var squares = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
    for index in count / 4 * 4..<count {
      squares += (self[index] - value) * (self[index] - value)
    }
    return squares
  }
}
