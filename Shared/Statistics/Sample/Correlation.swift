/// How two series move together, from -1 to 1 (Pearson); nil when one is flat, when their lengths
/// differ, or below two values.
public func correlation(_ a: [Double], _ b: [Double]) -> Double? {
  guard a.count == b.count, a.count > 1, let meanA = Sample(a).mean, let meanB = Sample(b).mean
  else { return nil }
  var (product, squareA, squareB) = (0.0, 0.0, 0.0)
  for (x, y) in zip(a, b) {
    product += (x - meanA) * (y - meanB)
    squareA += (x - meanA) * (x - meanA)
    squareB += (y - meanB) * (y - meanB)
  }
  guard squareA > 0, squareB > 0 else { return nil }
  return max(-1, min(1, product / (squareA.squareRoot() * squareB.squareRoot())))
}

/// Simple returns from each close to the next; nil where one of the two is missing.
public func returns(of closes: [Double?]) -> [Double?] {
  zip(closes, closes.dropFirst()).map { before, after in
    guard let before, let after, before > 0 else { return nil }
    return after / before - 1
  }
}

/// The correlations of some series with each other: symmetric, 1 on the diagonal.
public struct CorrelationMatrix: Sendable, Hashable {
  public let size: Int
  private var entries: [Double]

  /// Everything moves as one until something else is known.
  public init(size: Int) {
    self.size = size
    entries = Array(repeating: 1, count: size * size)
  }

  /// Row by row; traps unless it is square.
  public init(_ rows: [[Double]]) {
    precondition(rows.allSatisfy { $0.count == rows.count }, "a matrix is square")
    size = rows.count
    entries = rows.flatMap { $0 }
  }

  /// Setting one entry sets its mirror image.
  public subscript(row: Int, column: Int) -> Double {
    get { entries[row * size + column] }
    set {
      entries[row * size + column] = newValue
      entries[column * size + row] = newValue
    }
  }
}

extension CorrelationMatrix {
  /// The correlations of series of returns over the places where both of a pair are known.
  ///
  /// A pair with fewer than `minimum` places in common, or with a flat series, has 1: who does not
  /// know must expect that they fall together.
  public init(of series: [[Double?]], minimum: Int) {
    self.init(size: series.count)
    for row in series.indices {
      for column in series.indices where column > row {
        let pairs = zip(series[row], series[column]).compactMap { a, b in
          a.flatMap { a in b.map { (a, $0) } }
        }
        guard pairs.count >= minimum else { continue }
        if let known = correlation(pairs.map(\.0), pairs.map(\.1)) { self[row, column] = known }
      }
    }
  }
}
