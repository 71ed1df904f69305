import Statistics
import TestSupport
import Testing

@Suite(.enabled(if: TestData.isPresent)) struct `Figures by the reference vectors` {
  @Test func `kelly and its growth`() throws {
    let bets = try RiskVectors.read().kelly
    #expect(bets.count == 2)
    for bet in bets {
      let kelly = try #require(Kelly(winRate: bet.p, payoff: bet.b))
      #expect(agrees(kelly.full, bet.kelly))
      #expect(agrees(kelly.full / 2, bet.half))
      #expect(agrees(kelly.full / 4, bet.quarter))
      #expect(agrees(kelly.growth(at: bet.kelly), bet.growth_per_bet_full))
      #expect(agrees(kelly.growth(at: bet.kelly / 2), bet.growth_per_bet_half))
      #expect(agrees(kelly.growth(at: bet.kelly * 2), bet.growth_per_bet_double))
      let continuous = Kelly.continuous(mean: bet.mu, deviation: bet.sigma)
      #expect(agrees(continuous, bet.continuous))
      #expect(agrees(continuous.map { $0 / 2 }, bet.continuous_half))
    }
  }

  @Test func `value at risk by each method`() throws {
    let losses = try RiskVectors.read().var
    let returns = Sample(losses.returns)
    #expect(agrees(returns.mean, losses.mean))
    #expect(agrees(returns.deviation, losses.stdev_ddof1))
    #expect(agrees(returns.skewness, losses.skew))
    #expect(agrees(returns.excessKurtosis, losses.excess_kurtosis))
    #expect(agrees(StandardNormal.quantile(losses.confidence), losses.z))
    let value = losses.value
    let historical = try #require(ValueAtRisk(.historical, of: returns))
    #expect(agrees(historical.loss, -losses.hist_var_return))
    #expect(agrees(historical.loss * value, losses.hist_var_amount))
    #expect(agrees(historical.shortfall, -losses.hist_cvar_return_le_quantile))
    #expect(agrees(historical.shortfall.map { $0 * value }, losses.hist_cvar_amount))
    let worst = ValueAtRisk.meanLoss(ofWorst: 0.05, of: returns)
    #expect(agrees(worst, -losses.hist_cvar_empyrical_floor_index))
    let parametric = try #require(ValueAtRisk(.parametric, of: returns))
    #expect(agrees(parametric.loss, -losses.param_var_return))
    #expect(agrees(parametric.loss * value, losses.param_var_amount))
    #expect(agrees(parametric.shortfall, -losses.param_cvar_return))
    #expect(agrees(parametric.shortfall.map { $0 * value }, losses.param_cvar_amount))
    let deviation = try #require(returns.deviation)
    let tenDays = ValueAtRisk.parametric(deviation: deviation, periods: 10)
    #expect(agrees(tenDays.map { $0 * value }, losses.param_var_10d_amount_zero_mean))
    let bent = try #require(ValueAtRisk(.cornishFisher, of: returns))
    #expect(agrees(bent.loss, -losses.cornish_fisher_var_return))
    #expect(bent.shortfall == nil)
  }

  @Test func `a portfolio`() throws {
    let portfolio = try RiskVectors.read().portfolio
    let correlations = CorrelationMatrix(portfolio.correlation)
    let risk = PortfolioRisk(
      values: portfolio.signed_notional, deviations: portfolio.daily_vol,
      correlations: correlations)
    #expect(agrees(risk.deviation, portfolio.portfolio_sigma_amount))
    #expect(agrees(risk.valueAtRisk(), portfolio.portfolio_var))
    #expect(agrees(risk.diversification, portfolio.diversification_ratio))
    for (share, reference) in zip(risk.shares, portfolio.risk_contribution) {
      #expect(agrees(share, reference))
    }
    let exposure = CorrelatedExposure(
      values: portfolio.signed_notional, correlations: correlations)
    #expect(exposure.gross == portfolio.gross)
    #expect(exposure.net == portfolio.net)
    #expect(agrees(exposure.effective, portfolio.effective_exposure))
  }

  @Test func `closed trades`() throws {
    let trades = try RiskVectors.read().trade_stats
    let record = TradeRecord(profits: trades.pnl, openingEquity: trades.equity0)
    #expect(agrees(record.winRate, trades.win_rate))
    #expect(agrees(record.averageWin, trades.avg_win))
    #expect(agrees(record.averageLoss, trades.avg_loss))
    #expect(agrees(record.payoff, trades.payoff))
    #expect(agrees(record.profitFactor, trades.profit_factor))
    #expect(agrees(record.expectancy, trades.expectancy_amount))
    #expect(agrees(Sample(trades.r_multiples).mean, trades.expectancy_R))
    #expect(agrees(record.breakEvenWinRate, trades.breakeven_win_rate))
    #expect(agrees(record.kelly, trades.kelly))
    #expect(agrees(record.systemQuality, trades.sqn))
    #expect(agrees(record.drawdown?.deepest, trades.max_drawdown_pct))
    #expect(agrees(record.drawdown?.amount, trades.max_drawdown_amount))
    #expect(record.longestLosingRun == trades.max_consecutive_losses)
  }

  @Test func `performance of whole series`() throws {
    let courses = try RiskVectors.read().performance
    let closes = try TestData.table("data/btcusd_coinbase_1d_2019_2022.csv.gz")
      .numbers("close").map { try #require($0) }
    let holding = try returns(of: closes).map { try #require($0) }
    let following = zip(holding, holding.indices).map { $0 * direction(of: closes, at: $1) }
    let series = [
      "buy_and_hold_btcusd_coinbase_1d_2019_2022": holding,
      "first_90_days": Array(holding.prefix(90)),
      "sma20_50_sign_btcusd_coinbase_1d_2019_2022": following,
    ]
    #expect(courses.count == series.count)
    for (name, returns) in series {
      compare(
        Performance(returns: returns), with: try #require(courses[name]),
        name: Comment(stringLiteral: name))
    }
  }

  /// The sign of the mean over 20 closes less that over 50.
  private func direction(of closes: [Double], at index: Int) -> Double {
    guard index >= 49 else { return 0 }
    let short = closes[(index - 19)...index].reduce(0, +) / 20
    let long = closes[(index - 49)...index].reduce(0, +) / 50
    return short > long ? 1 : short < long ? -1 : 0
  }

  private func compare(_ performance: Performance, with course: RiskVectors.Course, name: Comment) {
    #expect(performance.returns.count == course.n, name)
    #expect(performance.periodsPerYear == course.annualization, name)
    #expect(agrees(performance.totalReturn, course.total_return), name)
    #expect(agrees(performance.annualGrowth, course.cagr), name)
    #expect(agrees(performance.volatility, course.volatility), name)
    #expect(agrees(performance.sharpe, course.sharpe), name)
    #expect(agrees(performance.downsideDeviation, course.downside_deviation), name)
    #expect(agrees(performance.sortino, course.sortino), name)
    #expect(agrees(performance.calmar, course.calmar), name)
    #expect(agrees(performance.profitFactor, course.profit_factor), name)
    #expect(agrees(performance.winRate, course.win_rate), name)
    #expect(agrees(performance.ulcerIndex, course.ulcer_index), name)
    #expect(agrees(performance.omega, course.omega_0), name)
    #expect(agrees(performance.gainToPain, course.gain_to_pain), name)
    #expect(agrees(performance.returns.estimatedSkewness, course.skew), name)
    #expect(agrees(performance.returns.estimatedExcessKurtosis, course.kurtosis_excess), name)
    #expect(agrees(performance.returns.percentile(0.05), course.var95_hist), name)
    #expect(agrees(performance.best, course.best), name)
    #expect(agrees(performance.worst, course.worst), name)
    let drawdown = performance.drawdown
    #expect(agrees(drawdown?.deepest, course.max_drawdown), name)
    #expect(drawdown?.peak == course.dd_peak_index, name)
    #expect(drawdown?.trough == course.dd_trough_index, name)
    #expect(drawdown?.recovery == course.dd_recovery_index, name)
  }
}
