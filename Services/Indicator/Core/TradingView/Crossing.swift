/// TradingView's `ta.cross`: two lines change sides.
///
/// Against the last bar where they differed: bars where they are equal are skipped, and the first
/// difference of the series is no cross.
public struct Cross: Sendable, Hashable, Codable {
  /// Whether the first line was above the second when they last differed.
  private var wasAbove: Bool?
  /// Whether the last bar crossed.
  public private(set) var hasCrossed = false

  public init() {}

  public mutating func update(_ a: Double?, _ b: Double?) {
    hasCrossed = false
    guard let a, let b, a != b else { return }
    if let wasAbove { hasCrossed = wasAbove != (a > b) }
    wasAbove = a > b
  }
}

/// TradingView's `ta.crossover` and `ta.crossunder` of the same two lines.
///
/// Over: above now, and at or below on the last bar where both were defined. So a line that
/// touches the other and turns back up crosses over, which is no `Cross`.
public struct Crossover: Sendable, Hashable, Codable {
  /// The sign of the first line less the second on the last bar where both were defined.
  private var side: Int?
  public private(set) var isOver = false
  public private(set) var isUnder = false

  public init() {}

  public mutating func update(_ a: Double?, _ b: Double?) {
    isOver = false
    isUnder = false
    guard let a, let b else { return }
    let now = a > b ? 1 : a < b ? -1 : 0
    if let side {
      isOver = now == 1 && side <= 0
      isUnder = now == -1 && side >= 0
    }
    side = now
  }
}
