public import Events

/// The regime of a series.
public struct RegimeBook: Sendable, Hashable, Codable {
  public internal(set) var gauge = RegimeGauge()
  /// What the last bar alone showed.
  public internal(set) var raw = Regime.neutral
  /// What two bars in a row showed last.
  public internal(set) var confirmed = Regime.neutral

  public init() {}

  /// The confirmed regime after a bar that shows `next`.
  func confirming(_ next: Regime) -> Regime { next == raw ? next : confirmed }
}
