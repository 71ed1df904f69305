public import Requests

/// A request that Bybit knows; the raw value is its path.
///
/// What moves money out of an account is not among them.
public enum BybitEndpoint: String, Sendable, CaseIterable {
  case time = "/v5/market/time"
  case instruments = "/v5/market/instruments-info"
  case tickers = "/v5/market/tickers"
  case orderBook = "/v5/market/orderbook"
  case recentTrades = "/v5/market/recent-trade"
  case candles = "/v5/market/kline"
  case markCandles = "/v5/market/mark-price-kline"
  case indexCandles = "/v5/market/index-price-kline"
  case premiumCandles = "/v5/market/premium-index-price-kline"
  case fundingHistory = "/v5/market/funding/history"
  case openInterest = "/v5/market/open-interest"
  case riskLimit = "/v5/market/risk-limit"
  case insurance = "/v5/market/insurance"
  case accountRatio = "/v5/market/account-ratio"
  case historicalVolatility = "/v5/market/historical-volatility"
  case deliveryPrice = "/v5/market/delivery-price"
  case priceLimit = "/v5/market/price-limit"
  case systemStatus = "/v5/system/status"

  case create = "/v5/order/create"
  case amend = "/v5/order/amend"
  case cancel = "/v5/order/cancel"
  case cancelAll = "/v5/order/cancel-all"
  case openOrders = "/v5/order/realtime"
  case orderHistory = "/v5/order/history"
  case createBatch = "/v5/order/create-batch"
  case amendBatch = "/v5/order/amend-batch"
  case cancelBatch = "/v5/order/cancel-batch"
  case preCheck = "/v5/order/pre-check"
  case borrowCheck = "/v5/order/spot-borrow-check"
  case deadManSwitch = "/v5/order/disconnected-cancel-all"
  case executions = "/v5/execution/list"

  case positions = "/v5/position/list"
  case setLeverage = "/v5/position/set-leverage"
  case switchMode = "/v5/position/switch-mode"
  case switchIsolated = "/v5/position/switch-isolated"
  case setProtectionMode = "/v5/position/set-tpsl-mode"
  case setRiskLimit = "/v5/position/set-risk-limit"
  case tradingStop = "/v5/position/trading-stop"
  case addMargin = "/v5/position/add-margin"
  case setAutoAddMargin = "/v5/position/set-auto-add-margin"
  case closedProfits = "/v5/position/closed-pnl"

  case walletBalance = "/v5/account/wallet-balance"
  case accountInfo = "/v5/account/info"
  case feeRate = "/v5/account/fee-rate"
  case setMarginMode = "/v5/account/set-margin-mode"
  case transactionLog = "/v5/account/transaction-log"
  case collateralInfo = "/v5/account/collateral-info"
  case borrowHistory = "/v5/account/borrow-history"
  case selfMatchGroup = "/v5/account/smp-group"
  case deadManSwitchInfo = "/v5/account/query-dcp-info"
  case fundingBalances = "/v5/asset/transfer/query-account-coins-balance"
  case coinBalance = "/v5/asset/transfer/query-account-coin-balance"
  case assetInfo = "/v5/asset/transfer/query-asset-info"
  case coinInfo = "/v5/asset/coin/query-info"
  case keyInfo = "/v5/user/query-api"
}

extension BybitEndpoint {
  /// Whether it needs no key.
  public var isPublic: Bool {
    rawValue.hasPrefix("/v5/market/") || self == .systemStatus
  }

  /// How it is asked.
  public var method: HTTPMethod {
    switch self {
    case .create, .amend, .cancel, .cancelAll, .createBatch, .amendBatch, .cancelBatch, .preCheck,
      .deadManSwitch, .setLeverage, .switchMode, .switchIsolated, .setProtectionMode,
      .setRiskLimit, .tradingStop, .addMargin, .setAutoAddMargin, .setMarginMode:
      .post
    case .time, .instruments, .tickers, .orderBook, .recentTrades, .candles, .markCandles,
      .indexCandles, .premiumCandles, .fundingHistory, .openInterest, .riskLimit, .insurance,
      .accountRatio, .historicalVolatility, .deliveryPrice, .priceLimit, .systemStatus,
      .openOrders, .orderHistory, .borrowCheck, .executions, .positions, .closedProfits,
      .walletBalance, .accountInfo, .feeRate, .transactionLog, .collateralInfo, .borrowHistory,
      .selfMatchGroup, .deadManSwitchInfo, .fundingBalances, .coinBalance, .assetInfo, .coinInfo,
      .keyInfo:
      .get
    }
  }

  /// Whether a second sending would do more than the first.
  var isOnce: Bool {
    switch self {
    case .create, .createBatch, .amend, .amendBatch, .addMargin: true
    default: false
    }
  }

  var priority: RequestPriority {
    switch self {
    case .cancel, .cancelAll, .cancelBatch: .cancel
    case .tradingStop: .stop
    case .create, .createBatch, .amend, .amendBatch: .entry
    default: isPublic ? .data : .inquiry
    }
  }

  /// A second's requests of an account; nil where the documentation names none.
  static let limits: [(endpoint: BybitEndpoint, linear: Int, spot: Int)] = [
    (.create, 10, 20), (.amend, 10, 20), (.cancel, 10, 20), (.cancelAll, 10, 20),
    (.createBatch, 10, 20), (.amendBatch, 10, 20), (.cancelBatch, 10, 20),
    (.openOrders, 50, 50), (.orderHistory, 50, 50), (.executions, 50, 50), (.positions, 50, 50),
    (.walletBalance, 50, 50), (.setLeverage, 10, 10), (.switchMode, 10, 10),
    (.tradingStop, 10, 10), (.feeRate, 5, 5), (.setMarginMode, 5, 5),
  ]
}
