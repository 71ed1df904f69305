/// How returns performed; the definitions of quantstats 0.0.86 and empyrical-reloaded 0.7.1.
///
/// Simple returns per period on equity, deposits and withdrawals removed; the rate without risk is
/// zero. Equity starts at 1 before the first return. What is not defined is nil, never zero.
public struct Performance: Sendable, Hashable {
  public let returns: Sample
  /// Crypto trades every day of the year: 365 for daily returns.
  public let periodsPerYear: Double
  /// Equity from 1 on; one more than there are returns.
  public let equity: [Double]
  /// Nil when equity was lost entirely.
  public let drawdown: Drawdown?

  public init(returns: [Double], periodsPerYear: Double = 365) {
    self.returns = Sample(returns)
    self.periodsPerYear = periodsPerYear
    var equity = [1.0]
    equity.reserveCapacity(returns.count + 1)
    for value in returns { equity.append(equity[equity.count - 1] * (1 + value)) }
    self.equity = equity
    drawdown = Drawdown(of: equity)
  }
}

extension Performance {
  /// What the whole time returned.
  public var totalReturn: Double { equity[equity.count - 1] - 1 }

  /// Growth per year (CAGR); nil without returns or when equity was lost entirely.
  public var annualGrowth: Double? {
    guard returns.count > 0 else { return nil }
    return power(1 + totalReturn, periodsPerYear / Double(returns.count)).map { $0 - 1 }
  }

  /// The deviation of returns for a year; nil below two returns.
  public var volatility: Double? { returns.deviation.map { $0 * periodsPerYear.squareRoot() } }

  /// Mean over deviation, for a year; nil when they do not vary.
  public var sharpe: Double? {
    guard let mean = returns.mean, let deviation = returns.deviation, deviation > 0 else {
      return nil
    }
    return mean / deviation * periodsPerYear.squareRoot()
  }

  /// The root of the mean square of the losses over all periods, for a year; nil below two.
  public var downsideDeviation: Double? {
    guard returns.count > 1 else { return nil }
    let squares = returns.values.reduce(0) { $0 + min($1, 0) * min($1, 0) }
    return (squares / Double(returns.count) * periodsPerYear).squareRoot()
  }

  /// Mean over downside deviation, for a year; nil without a loss.
  public var sortino: Double? {
    guard let mean = returns.mean, let downside = downsideDeviation, downside > 0 else {
      return nil
    }
    return mean * periodsPerYear / downside
  }

  /// Growth per year over the deepest drawdown; nil without a drawdown.
  public var calmar: Double? {
    guard let growth = annualGrowth, let deepest = drawdown?.deepest, deepest < 0 else {
      return nil
    }
    return growth / -deepest
  }

  /// √(Σ drawdown² / (n - 1)); nil below two returns.
  public var ulcerIndex: Double? {
    guard returns.count > 1, let course = drawdown?.course else { return nil }
    return (course.reduce(0) { $0 + $1 * $1 } / Double(returns.count - 1)).squareRoot()
  }
}

extension Performance {
  /// Gains over losses; infinite without a loss, zero without either.
  public var profitFactor: Double { Statistics.profitFactor(of: returns.values) }

  /// Gains over losses, measured from a return of zero; as the profit factor of returns.
  public var omega: Double { profitFactor }

  /// The sum of returns over the sum of losses; nil without a loss.
  public var gainToPain: Double? {
    let losses = returns.values.reduce(0) { $0 - min($1, 0) }
    return losses > 0 ? returns.values.reduce(0, +) / losses : nil
  }

  /// Winning periods over those that won or lost; nil when none did.
  public var winRate: Double? {
    let moved = returns.values.count { $0 != 0 }
    return moved > 0 ? Double(returns.values.count { $0 > 0 }) / Double(moved) : nil
  }

  /// The best return; nil without any.
  public var best: Double? { returns.values.max() }
  /// The worst return; nil without any.
  public var worst: Double? { returns.values.min() }
}

/// The sum of gains over the sum of losses; infinite without a loss, zero without either.
func profitFactor(of values: [Double]) -> Double {
  let gains = values.reduce(0) { $0 + max($1, 0) }
  let losses = values.reduce(0) { $0 - min($1, 0) }
  guard losses > 0 else { return gains > 0 ? .infinity : 0 }
  return gains / losses
}
