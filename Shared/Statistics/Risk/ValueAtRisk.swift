/// What a holding loses at worst in all but a small part of the cases, as a part of its value.
///
/// Losses are positive. The conventions differ between libraries, so the method is part of the
/// value; below `minimumCount` returns none should be shown.
public struct ValueAtRisk: Sendable, Hashable {
  /// Where the losses come from.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// The percentile of the returns, on the line between the two next to it.
    case historical
    /// z·s - mean, as if the returns were normal.
    case parametric
    /// Parametric, with the quantile bent by skewness and kurtosis (Cornish and Fisher 1938).
    case cornishFisher = "cornish-fisher"
  }

  /// The fewest returns that a figure may be shown for.
  public static let minimumCount = 100

  public let method: Method
  public let confidence: Double
  /// How many returns it rests on.
  public let count: Int
  /// The loss that is exceeded in 1 - confidence of the cases; negative for a sure gain.
  public let loss: Double
  /// The mean loss of those cases (conditional value at risk); nil for Cornish-Fisher, which has
  /// no form of its own.
  public let shortfall: Double?

  /// Nil below two returns, for a confidence that is not between 0 and 1, and for Cornish-Fisher
  /// of equal returns.
  public init?(_ method: Method, of returns: Sample, confidence: Double = 0.95) {
    guard let mean = returns.mean, let deviation = returns.deviation,
      let quantile = StandardNormal.quantile(1 - confidence)
    else { return nil }
    self.method = method
    self.confidence = confidence
    count = returns.count
    switch method {
    case .historical:
      guard let worst = returns.percentile(1 - confidence) else { return nil }
      loss = -worst
      shortfall = Sample(returns.values.filter { $0 <= worst }).mean.map { -$0 }
    case .parametric:
      loss = -quantile * deviation - mean
      shortfall = deviation * StandardNormal.density(quantile) / (1 - confidence) - mean
    case .cornishFisher:
      guard let skewness = returns.skewness, let kurtosis = returns.excessKurtosis else {
        return nil
      }
      let bent = ValueAtRisk.bent(quantile, skewness: skewness, kurtosis: kurtosis)
      loss = -(mean + bent * deviation)
      shortfall = nil
    }
  }

  /// The quantile of a distribution with this skewness and excess kurtosis.
  static func bent(_ z: Double, skewness: Double, kurtosis: Double) -> Double {
    z + (z * z - 1) * skewness / 6 + (z * z * z - 3 * z) * kurtosis / 24
      - (2 * z * z * z - 5 * z) * skewness * skewness / 36
  }
}

extension ValueAtRisk {
  /// The parametric loss over some periods when the mean is taken as zero: z·s·√n; nil unless the
  /// confidence is between 0 and 1.
  public static func parametric(
    deviation: Double, confidence: Double = 0.95, periods: Double = 1
  ) -> Double? {
    StandardNormal.quantile(confidence).map { $0 * deviation * periods.squareRoot() }
  }

  /// The mean loss of the worst ⌊(n - 1)·part⌋ + 1 returns, which empyrical calls the conditional
  /// value at risk; nil without returns or for a part that is not from 0 to 1.
  public static func meanLoss(ofWorst part: Double, of returns: Sample) -> Double? {
    guard returns.count > 0, part >= 0, part <= 1 else { return nil }
    let count = Int((Double(returns.count - 1) * part).rounded(.down)) + 1
    return Sample(Array(returns.values.sorted().prefix(count))).mean.map { -$0 }
  }
}
