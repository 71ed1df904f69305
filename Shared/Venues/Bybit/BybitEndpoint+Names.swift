import Requests
extension BybitAdapter {
  public func endpointCall(
    named name: String, _ parameters: [EndpointParameter]
  ) -> EndpointCall? {
    guard let endpoint = BybitEndpoint(named: name) else { return nil }
    return EndpointCall(endpoint.method, endpoint.rawValue, parameters)
  }
}

extension BybitEndpoint {
  /// The endpoint that a client calls so: by its path, as in `privatePostV5OrderCreate`, or by a
  /// name of Bybit's own client, as in `place_order`.
  init?(named name: String) {
    if let endpoint = BybitEndpoint.clientNames[name] {
      self = endpoint
      return
    }
    let wanted = name.lowercased().filter { $0 != "_" }
    for endpoint in BybitEndpoint.allCases {
      let path = endpoint.rawValue.filter { $0 != "/" && $0 != "-" }
      for access in ["public", "private"]
      where wanted == access + endpoint.method.rawValue.lowercased() + path {
        self = endpoint
        return
      }
    }
    return nil
  }

  private static let clientNames: [String: BybitEndpoint] = [
    "get_server_time": .time, "get_instruments_info": .instruments, "get_tickers": .tickers,
    "get_orderbook": .orderBook, "get_public_trade_history": .recentTrades,
    "get_kline": .candles, "get_mark_price_kline": .markCandles,
    "get_index_price_kline": .indexCandles, "get_premium_index_price_kline": .premiumCandles,
    "get_funding_rate_history": .fundingHistory, "get_open_interest": .openInterest,
    "get_risk_limit": .riskLimit, "get_insurance": .insurance,
    "get_long_short_ratio": .accountRatio,
    "get_historical_volatility": .historicalVolatility, "get_option_delivery_price": .deliveryPrice,
    "get_price_limit": .priceLimit, "get_system_status": .systemStatus,
    "place_order": .create, "amend_order": .amend, "cancel_order": .cancel,
    "cancel_all_orders": .cancelAll, "get_open_orders": .openOrders,
    "get_order_history": .orderHistory, "place_batch_order": .createBatch,
    "amend_batch_order": .amendBatch, "cancel_batch_order": .cancelBatch,
    "pre_check_order": .preCheck, "get_borrow_quota": .borrowCheck, "set_dcp": .deadManSwitch,
    "get_executions": .executions, "get_positions": .positions, "set_leverage": .setLeverage,
    "switch_position_mode": .switchMode, "switch_margin_mode": .switchIsolated,
    "set_tp_sl_mode": .setProtectionMode, "set_risk_limit": .setRiskLimit,
    "set_trading_stop": .tradingStop, "add_or_reduce_margin": .addMargin,
    "add_margin": .addMargin, "set_auto_add_margin": .setAutoAddMargin,
    "get_closed_pnl": .closedProfits, "get_wallet_balance": .walletBalance,
    "get_account_info": .accountInfo, "get_fee_rates": .feeRate,
    "set_margin_mode": .setMarginMode, "get_transaction_log": .transactionLog,
    "get_collateral_info": .collateralInfo, "get_borrow_history": .borrowHistory,
    "get_smp_group": .selfMatchGroup, "query_dcp_info": .deadManSwitchInfo,
    "get_coins_balance": .fundingBalances, "get_coin_balance": .coinBalance,
    "get_spot_asset_info": .assetInfo, "get_coin_info": .coinInfo,
    "get_api_key_information": .keyInfo,
  ]
}
