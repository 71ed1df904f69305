/// The part of equity that makes it grow fastest in the long run (Kelly 1956), and its growth.
///
/// More than the full part grows slower and risks more; below zero there is no edge, and the
/// right size is none.
public struct Kelly: Sendable, Hashable {
  /// How often a trade wins.
  public let winRate: Double
  /// The average gain over the average loss.
  public let payoff: Double

  /// Nil for a rate that is not from 0 to 1, and a payoff that is not above zero.
  public init?(winRate: Double, payoff: Double) {
    guard winRate >= 0, winRate <= 1, payoff > 0, payoff.isFinite else { return nil }
    self.winRate = winRate
    self.payoff = payoff
  }

  /// The rate drawn towards a half, as if two trades more had won and two lost; nil for no trades
  /// at all or more wins than trades.
  public init?(wins: Int, trades: Int, payoff: Double) {
    guard wins >= 0, trades > 0, wins <= trades else { return nil }
    self.init(winRate: Double(wins + 2) / Double(trades + 4), payoff: payoff)
  }

  /// f* = p - (1 - p) / b; negative without an edge.
  public var full: Double { winRate - (1 - winRate) / payoff }

  /// A part of the full one, never more than it; zero without an edge.
  public func part(_ fraction: Double) -> Double { max(0, full) * max(0, min(1, fraction)) }

  /// What the logarithm of equity grows by with each trade at this part: p·ln(1 + b·f) +
  /// (1 - p)·ln(1 - f); nil when a loss would take everything.
  public func growth(at part: Double) -> Double? {
    guard let gain = naturalLogarithm(1 + payoff * part), let loss = naturalLogarithm(1 - part)
    else { return nil }
    return winRate * gain + (1 - winRate) * loss
  }

  /// The leverage for returns that vary continuously: μ / σ²; nil for a deviation of zero.
  public static func continuous(mean: Double, deviation: Double) -> Double? {
    deviation > 0 ? mean / (deviation * deviation) : nil
  }
}
