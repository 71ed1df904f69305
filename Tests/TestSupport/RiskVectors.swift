import Foundation
import Testing

/// The reference values of risk and performance, computed elsewhere with full precision.
public struct RiskVectors: Decodable {
  public struct Bet: Decodable {
    public let p: Double
    public let b: Double
    public let kelly: Double
    public let half: Double
    public let quarter: Double
    public let growth_per_bet_full: Double
    public let growth_per_bet_half: Double
    public let growth_per_bet_double: Double
    public let mu: Double
    public let sigma: Double
    public let continuous: Double
    public let continuous_half: Double
  }

  public struct Losses: Decodable {
    public let returns: [Double]
    public let confidence: Double
    public let value: Double
    public let mean: Double
    public let stdev_ddof1: Double
    public let z: Double
    public let hist_var_return: Double
    public let hist_var_amount: Double
    public let hist_cvar_return_le_quantile: Double
    public let hist_cvar_amount: Double
    public let hist_cvar_empyrical_floor_index: Double
    public let param_var_return: Double
    public let param_var_amount: Double
    public let param_cvar_return: Double
    public let param_cvar_amount: Double
    public let param_var_10d_amount_zero_mean: Double
    public let skew: Double
    public let excess_kurtosis: Double
    public let cornish_fisher_var_return: Double
  }

  public struct Portfolio: Decodable {
    public let signed_notional: [Double]
    public let daily_vol: [Double]
    public let correlation: [[Double]]
    public let gross: Double
    public let net: Double
    public let effective_exposure: Double
    public let portfolio_sigma_amount: Double
    public let portfolio_var: Double
    public let confidence: Double
    public let risk_contribution: [Double]
    public let diversification_ratio: Double
  }

  public struct Trades: Decodable {
    public let pnl: [Double]
    public let r_multiples: [Double]
    public let equity0: Double
    public let win_rate: Double
    public let avg_win: Double
    public let avg_loss: Double
    public let payoff: Double
    public let profit_factor: Double
    public let expectancy_amount: Double
    public let expectancy_R: Double
    public let kelly: Double
    public let sqn: Double
    public let max_drawdown_pct: Double
    public let max_drawdown_amount: Double
    public let max_consecutive_losses: Int
    public let breakeven_win_rate: Double
  }

  public struct Course: Decodable {
    public let n: Int
    public let annualization: Double
    public let total_return: Double
    public let cagr: Double
    public let volatility: Double
    public let sharpe: Double
    public let downside_deviation: Double
    public let sortino: Double
    public let max_drawdown: Double
    public let dd_peak_index: Int
    public let dd_trough_index: Int
    public let dd_recovery_index: Int?
    public let calmar: Double
    public let profit_factor: Double
    public let win_rate: Double
    public let ulcer_index: Double
    public let omega_0: Double
    public let gain_to_pain: Double
    public let skew: Double
    public let kurtosis_excess: Double
    public let var95_hist: Double
    public let best: Double
    public let worst: Double
  }

  public let kelly: [Bet]
  public let `var`: Losses
  public let portfolio: Portfolio
  public let trade_stats: Trades
  public let performance: [String: Course]

  public static func read() throws -> RiskVectors {
    let file = try #require(TestData.folder) + "/vectors/risk_vectors.json"
    return try JSONDecoder().decode(RiskVectors.self, from: Data(contentsOf: URL(filePath: file)))
  }
}
