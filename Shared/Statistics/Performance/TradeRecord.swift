/// How closed trades did. A trade without profit or loss counts as one that did not win.
public struct TradeRecord: Sendable, Hashable {
  /// Net profit of each trade, in the order of their closing.
  public let profits: Sample
  /// Of the account before the first trade.
  public let openingEquity: Double

  public init(profits: [Double], openingEquity: Double) {
    self.profits = Sample(profits)
    self.openingEquity = openingEquity
  }

  /// Winning trades over all; nil without trades.
  public var winRate: Double? {
    profits.count > 0 ? Double(profits.values.count { $0 > 0 }) / Double(profits.count) : nil
  }

  /// The mean profit of the winning trades; nil without any.
  public var averageWin: Double? { Sample(profits.values.filter { $0 > 0 }).mean }

  /// The mean loss of the losing trades, positive; nil without any.
  public var averageLoss: Double? { Sample(profits.values.filter { $0 < 0 }).mean.map { -$0 } }

  /// The average win over the average loss; nil without one of them.
  public var payoff: Double? {
    guard let averageWin, let averageLoss else { return nil }
    return averageWin / averageLoss
  }

  /// Gains over losses; infinite without a loss, zero without either.
  public var profitFactor: Double { Statistics.profitFactor(of: profits.values) }

  /// What a trade earns on average; nil without trades.
  public var expectancy: Double? { profits.mean }

  /// The win rate above which such trades earn: 1 / (1 + payoff).
  public var breakEvenWinRate: Double? { payoff.map { 1 / (1 + $0) } }

  /// Kelly's part by the plain rate and payoff; negative without an edge.
  public var kelly: Double? {
    guard let winRate, let payoff else { return nil }
    return Kelly(winRate: winRate, payoff: payoff)?.full
  }

  /// The system quality number √n · mean / deviation; nil when the profits do not vary.
  public var systemQuality: Double? {
    guard let mean = profits.mean, let deviation = profits.deviation, deviation > 0 else {
      return nil
    }
    return Double(profits.count).squareRoot() * mean / deviation
  }

  /// The drawdown of equity from trade to trade; nil when it was lost entirely.
  public var drawdown: Drawdown? {
    var equity = [openingEquity]
    for profit in profits.values { equity.append(equity[equity.count - 1] + profit) }
    return Drawdown(of: equity)
  }

  /// The most losing trades in a row; one without profit or loss ends a run.
  public var longestLosingRun: Int {
    var (run, longest) = (0, 0)
    for profit in profits.values {
      run = profit < 0 ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
