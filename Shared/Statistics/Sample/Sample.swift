/// Some numbers, and what describes them.
public struct Sample: Sendable, Hashable {
  public let values: [Double]

  public init(_ values: [Double]) { self.values = values }

  public var count: Int { values.count }

  /// Nil when there is no value.
  public var mean: Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(count)
  }

  /// The standard deviation with n - 1 in the denominator; nil below two values.
  public var deviation: Double? {
    guard count > 1, let squares = moment(2) else { return nil }
    return (squares * Double(count) / Double(count - 1)).squareRoot()
  }

  /// The mean of a power of the distances from the mean.
  private func moment(_ power: Int) -> Double? {
    guard let mean else { return nil }
    let sum = values.reduce(0) { sum, value in
      var term = 1.0
      for _ in 0..<power { term *= value - mean }
      return sum + term
    }
    return sum / Double(count)
  }
}

extension Sample {
  /// The third moment over the cube of the deviation, of the population; nil when all are equal.
  public var skewness: Double? {
    guard let squares = moment(2), squares > 0, let cubes = moment(3) else { return nil }
    return cubes / (squares * squares.squareRoot())
  }

  /// The fourth moment over the square of the variance less 3, of the population; nil when all
  /// are equal.
  public var excessKurtosis: Double? {
    guard let squares = moment(2), squares > 0, let fourths = moment(4) else { return nil }
    return fourths / (squares * squares) - 3
  }

  /// The skewness estimated for what the sample was drawn from, as pandas has it; nil below three.
  public var estimatedSkewness: Double? {
    guard count > 2, let skewness else { return nil }
    let n = Double(count)
    return skewness * (n * (n - 1)).squareRoot() / (n - 2)
  }

  /// The excess kurtosis estimated for what the sample was drawn from, as pandas has it; nil below
  /// four.
  public var estimatedExcessKurtosis: Double? {
    guard count > 3, let excessKurtosis else { return nil }
    let n = Double(count)
    return ((n + 1) * excessKurtosis + 6) * (n - 1) / ((n - 2) * (n - 3))
  }

  /// The value that a part of all lies below, on the line between the two next to it, as numpy
  /// has it; nil when there is no value or the part is not from 0 to 1.
  public func percentile(_ part: Double) -> Double? {
    guard !values.isEmpty, part >= 0, part <= 1 else { return nil }
    let sorted = values.sorted()
    let place = part * Double(count - 1)
    let index = min(Int(place), count - 1)
    let next = min(index + 1, count - 1)
    return sorted[index] + (sorted[next] - sorted[index]) * (place - Double(index))
  }
}
