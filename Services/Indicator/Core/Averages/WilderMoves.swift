/// Wilder's averages of the rises and of the falls of a price, as `WilderAverage` computes each;
/// both at once, for divisions are what they cost.
struct WilderMoves: Sendable, Hashable, Codable {
  private let length: Double
  private var previous: Double?
  private var count = 0.0
  private var sums = SIMD2<Double>.zero
  private var averages = SIMD2<Double>.zero

  init(length: Int) { self.length = Double(length) }

  /// Takes a price and gives the averages; nil for the first `length` prices.
  @inline(__always)
  mutating func next(_ price: Double) -> (gain: Double, loss: Double)? {
    guard let previous else {
      self.previous = price
      return nil
    }
    self.previous = price
    let change = price - previous
    let moves = SIMD2(greater(change, 0), greater(-change, 0))
    if count == length {
      averages = (averages * (length - 1) + moves) / length
    } else if !seed(moves) {
      return nil
    }
    return (averages.x, averages.y)
  }

  /// Whether the averages are there.
  private mutating func seed(_ moves: SIMD2<Double>) -> Bool {
    count += 1
    sums += moves
    guard count == length else { return false }
    averages = sums / length
    return true
  }
}
