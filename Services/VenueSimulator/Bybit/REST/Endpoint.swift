import VenueSimulatorCore

/// What can be asked for over HTTP; the raw value is the path.
public enum Endpoint: String, Sendable, Hashable, CaseIterable {
  case time = "/v5/market/time"
  case instruments = "/v5/market/instruments-info"
  case tickers = "/v5/market/tickers"
  case orderBook = "/v5/market/orderbook"
  case recentTrades = "/v5/market/recent-trade"
  case klines = "/v5/market/kline"
  case markKlines = "/v5/market/mark-price-kline"
  case indexKlines = "/v5/market/index-price-kline"
  case premiumKlines = "/v5/market/premium-index-price-kline"
  case fundingHistory = "/v5/market/funding/history"
  case riskLimit = "/v5/market/risk-limit"
  case openInterest = "/v5/market/open-interest"

  case create = "/v5/order/create"
  case amend = "/v5/order/amend"
  case cancel = "/v5/order/cancel"
  case cancelAll = "/v5/order/cancel-all"
  case createBatch = "/v5/order/create-batch"
  case amendBatch = "/v5/order/amend-batch"
  case cancelBatch = "/v5/order/cancel-batch"
  case openOrders = "/v5/order/realtime"
  case orderHistory = "/v5/order/history"
  case executions = "/v5/execution/list"
  case deadManSwitch = "/v5/order/disconnected-cancel-all"

  case positions = "/v5/position/list"
  case setLeverage = "/v5/position/set-leverage"
  case switchMode = "/v5/position/switch-mode"
  case tradingStop = "/v5/position/trading-stop"
  case closedProfit = "/v5/position/closed-pnl"

  case wallet = "/v5/account/wallet-balance"
  case accountInfo = "/v5/account/info"
  case feeRate = "/v5/account/fee-rate"
  case setMarginMode = "/v5/account/set-margin-mode"
  case keyInfo = "/v5/user/query-api"
  case coinInfo = "/v5/asset/coin/query-info"
  case fundingWallet = "/v5/asset/transfer/query-account-coins-balance"

  /// Whether it changes something, and so is a POST.
  public var isPost: Bool {
    switch self {
    case .create, .amend, .cancel, .cancelAll, .createBatch, .amendBatch, .cancelBatch,
      .deadManSwitch, .setLeverage, .switchMode, .tradingStop, .setMarginMode:
      true
    case .time, .instruments, .tickers, .orderBook, .recentTrades, .klines, .markKlines,
      .indexKlines, .premiumKlines, .fundingHistory, .riskLimit, .openInterest, .openOrders,
      .orderHistory, .executions, .positions, .closedProfit, .wallet, .accountInfo, .feeRate,
      .keyInfo, .coinInfo, .fundingWallet:
      false
    }
  }

  /// Whether anybody may ask.
  public var isPublic: Bool { rawValue.hasPrefix("/v5/market/") }

  /// Whether it makes an order.
  public var makesOrders: Bool { self == .create || self == .createBatch }

  /// Calls in a second for one account.
  func limit(_ category: Category) -> Int {
    switch self {
    case .create, .amend, .cancel, .cancelAll, .createBatch, .amendBatch, .cancelBatch:
      category == .spot ? 20 : 10
    case .openOrders, .orderHistory, .executions, .positions, .closedProfit, .wallet,
      .accountInfo:
      50
    case .setLeverage, .switchMode, .tradingStop, .keyInfo, .coinInfo, .deadManSwitch: 10
    case .feeRate, .setMarginMode, .fundingWallet: 5
    case .time, .instruments, .tickers, .orderBook, .recentTrades, .klines, .markKlines,
      .indexKlines, .premiumKlines, .fundingHistory, .riskLimit, .openInterest:
      .max
    }
  }
}
