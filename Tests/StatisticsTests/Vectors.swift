import Foundation
import TestSupport
import Testing

/// The reference values of risk and performance, computed elsewhere with full precision.
struct Vectors: Decodable {
  struct Bet: Decodable {
    let p: Double
    let b: Double
    let kelly: Double
    let half: Double
    let quarter: Double
    let growth_per_bet_full: Double
    let growth_per_bet_half: Double
    let growth_per_bet_double: Double
    let mu: Double
    let sigma: Double
    let continuous: Double
    let continuous_half: Double
  }

  struct Losses: Decodable {
    let returns: [Double]
    let confidence: Double
    let value: Double
    let mean: Double
    let stdev_ddof1: Double
    let z: Double
    let hist_var_return: Double
    let hist_var_amount: Double
    let hist_cvar_return_le_quantile: Double
    let hist_cvar_amount: Double
    let hist_cvar_empyrical_floor_index: Double
    let param_var_return: Double
    let param_var_amount: Double
    let param_cvar_return: Double
    let param_cvar_amount: Double
    let param_var_10d_amount_zero_mean: Double
    let skew: Double
    let excess_kurtosis: Double
    let cornish_fisher_var_return: Double
  }

  struct Portfolio: Decodable {
    let signed_notional: [Double]
    let daily_vol: [Double]
    let correlation: [[Double]]
    let gross: Double
    let net: Double
    let effective_exposure: Double
    let portfolio_sigma_amount: Double
    let portfolio_var: Double
    let confidence: Double
    let risk_contribution: [Double]
    let diversification_ratio: Double
  }

  struct Trades: Decodable {
    let pnl: [Double]
    let r_multiples: [Double]
    let equity0: Double
    let win_rate: Double
    let avg_win: Double
    let avg_loss: Double
    let payoff: Double
    let profit_factor: Double
    let expectancy_amount: Double
    let expectancy_R: Double
    let kelly: Double
    let sqn: Double
    let max_drawdown_pct: Double
    let max_drawdown_amount: Double
    let max_consecutive_losses: Int
    let breakeven_win_rate: Double
  }

  struct Course: Decodable {
    let n: Int
    let annualization: Double
    let total_return: Double
    let cagr: Double
    let volatility: Double
    let sharpe: Double
    let downside_deviation: Double
    let sortino: Double
    let max_drawdown: Double
    let dd_peak_index: Int
    let dd_trough_index: Int
    let dd_recovery_index: Int?
    let calmar: Double
    let profit_factor: Double
    let win_rate: Double
    let ulcer_index: Double
    let omega_0: Double
    let gain_to_pain: Double
    let skew: Double
    let kurtosis_excess: Double
    let var95_hist: Double
    let best: Double
    let worst: Double
  }

  let kelly: [Bet]
  let `var`: Losses
  let portfolio: Portfolio
  let trade_stats: Trades
  let performance: [String: Course]

  static func read() throws -> Vectors {
    let file = try #require(TestData.folder) + "/vectors/risk_vectors.json"
    return try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: URL(filePath: file)))
  }
}

/// Whether a figure agrees with its reference to 10⁻⁹, or where the reference has ten decimals
/// only, to half of the last.
func agrees(_ figure: Double?, _ reference: Double, within: Double = 1e-9) -> Bool {
  guard let figure else { return false }
  return (figure - reference).magnitude <= within
}
