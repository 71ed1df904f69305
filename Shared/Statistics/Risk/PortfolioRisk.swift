/// What several positions risk together.
///
/// σ = √(w′Cov w), with w the signed values and Cov of the deviations and correlations. Traps when
/// the sizes differ.
public struct PortfolioRisk: Sendable, Hashable {
  /// Signed values, negative for short.
  public let values: [Double]
  /// Of the returns of each, per period.
  public let deviations: [Double]
  public let correlations: CorrelationMatrix

  public init(values: [Double], deviations: [Double], correlations: CorrelationMatrix) {
    precondition(values.count == deviations.count && values.count == correlations.size)
    self.values = values
    self.deviations = deviations
    self.correlations = correlations
  }

  /// The standard deviation of the whole per period, in money.
  public var deviation: Double {
    let scaled = zip(values, deviations).map { $0 * $1 }
    return max(0, product(scaled, scaled)).squareRoot()
  }

  /// The parametric loss per period, mean zero, in money; nil unless the confidence is between 0
  /// and 1.
  public func valueAtRisk(confidence: Double = 0.95) -> Double? {
    ValueAtRisk.parametric(deviation: deviation, confidence: confidence)
  }

  /// What each position adds to the deviation; they sum to it, and a hedge is negative.
  public var shares: [Double] {
    let whole = deviation
    guard whole > 0 else { return values.map { _ in 0 } }
    let scaled = zip(values, deviations).map { $0 * $1 }
    return scaled.indices.map { row in
      scaled[row]
        * scaled.indices.reduce(0) { $0 + correlations[row, $1] * scaled[$1] } / whole
    }
  }

  /// The sum of the single deviations over that of the whole; nil when nothing is at risk.
  public var diversification: Double? {
    let whole = deviation
    guard whole > 0 else { return nil }
    return zip(values, deviations).reduce(0) { $0 + ($1.0 * $1.1).magnitude } / whole
  }

  private func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for row in a.indices {
      for column in b.indices { sum += a[row] * correlations[row, column] * b[column] }
    }
    return sum
  }
}

/// How much is exposed when what moves together is counted together.
public struct CorrelatedExposure: Sendable, Hashable {
  /// The sum without signs.
  public let gross: Double
  /// The sum with signs.
  public let net: Double
  /// √(w′ρw): the gross when everything moves as one, less for what does not.
  public let effective: Double

  /// Traps when the sizes differ.
  public init(values: [Double], correlations: CorrelationMatrix) {
    precondition(values.count == correlations.size)
    gross = values.reduce(0) { $0 + $1.magnitude }
    net = values.reduce(0, +)
    effective =
      PortfolioRisk(
        values: values, deviations: values.map { _ in 1 }, correlations: correlations
      ).deviation
  }
}

extension CorrelatedExposure {
  /// How much may be added to the last of some values, in its direction, until the effective
  /// exposure is at the limit; zero when it is there already.
  ///
  /// The positive x of x² + 2bx + A = limit², where A = w′ρw is there already and b is what moves
  /// with the last. Traps when the sizes differ.
  public static func room(
    beside values: [Double], isLong: Bool, correlations: CorrelationMatrix, limit: Double
  ) -> Double {
    let last = values.count
    precondition(correlations.size == last + 1)
    var there = 0.0
    var along = 0.0
    for row in values.indices {
      along += correlations[row, last] * values[row] * (isLong ? 1 : -1)
      for column in values.indices {
        there += values[row] * correlations[row, column] * values[column]
      }
    }
    let square = along * along - there + limit * limit
    guard limit > 0, square > 0 else { return 0 }
    return max(0, square.squareRoot() - along)
  }
}
