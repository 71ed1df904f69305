public import Events
import Quantities

/// A call by the name and with the arguments that clients of many venues share, as in ccxt.
public struct UnifiedCall: Sendable {
  /// Such as `createOrder`; of a venue's own calls, such as `privatePostV5OrderCreate`.
  public var name: String
  let arguments: UnifiedArguments

  /// - Parameters:
  ///   - args: the arguments by name, with `params` for what only some venues take.
  ///   - kind: what to assume where no symbol tells spot from contracts.
  public init(_ name: String, _ args: JSONValue, kind: InstrumentKind) {
    self.name = name
    arguments = UnifiedArguments(args, kind: kind)
  }

  /// Every unified symbol in the arguments.
  public var symbols: [Name] {
    var symbols = arguments.symbols
    for order in arguments.args["orders"]?.elements ?? JSONElements.none {
      if let symbol = order["symbol"]?.name { symbols.append(symbol) }
    }
    return symbols
  }

  /// The call in our words; nil when it is one of a venue's own.
  public func call() throws(VenueError) -> VenueCall? {
    if let call = try market() { return .market(call) }
    if let call = try account() { return call }
    return try order()
  }

  /// What only the venue knows, as it goes beside our words.
  public var rest: [EndpointParameter] {
    switch name {
    case "editOrder", "editOrderWs": []
    case "createOrders", "cancelOrders", "editOrders": arguments.rest(without: [])
    case "fetchPositions" where arguments.symbols.count == 1 && arguments.integer("limit") == nil:
      arguments.rest(without: Self.words) + [EndpointParameter("limit", .integer(200))]
    default: arguments.rest(without: Self.words) + arguments.statedDefaults
    }
  }

  private static let words = UnifiedArguments.orderWords.union(["price"])

  private func market() throws(VenueError) -> MarketCall? {
    let a = arguments
    switch name {
    case "fetchTime": return .serverTime
    case "fetchMarkets": return .instruments(a.kind(of: nil))
    case "fetchTicker": return .ticker(try a.symbol())
    case "fetchTickers", "fetchBidsAsks": return .tickers(a.kind(of: a.symbols.first))
    case "fetchFundingRates":
      return a.symbols.count == 1 ? .fundingRate(a.symbols[0]) : .tickers(.linear)
    case "fetchOrderBook": return .orderBook(try a.symbol(), depth: a.integer("limit"))
    case "fetchTrades": return .trades(try a.symbol(), limit: a.integer("limit"))
    case "fetchOhlcv", "fetchOHLCV": return .candles(try candles(.last))
    case "fetchMarkOHLCV", "fetchMarkOhlcv": return .candles(try candles(.mark))
    case "fetchIndexOHLCV", "fetchIndexOhlcv": return .candles(try candles(.index))
    case "fetchPremiumIndexOHLCV", "fetchPremiumIndexOhlcv": return .candles(try candles(.premium))
    case "fetchFundingRate": return .fundingRate(try a.symbol())
    case "fetchFundingRateHistory":
      return .fundingRates(
        try a.symbol(), since: a.instant("since"), until: a.instant("until"),
        limit: a.integer("limit"))
    case "fetchOpenInterest": return .openInterest(try a.symbol())
    case "fetchLeverageTiers": return .riskLimits(nil)
    case "fetchMarketLeverageTiers": return .riskLimits(try a.symbol())
    default: return nil
    }
  }

  private func candles(_ price: CandlePrice) throws(VenueError) -> CandleQuery {
    let a = arguments
    let asked: CandlePrice =
      switch a.param("price")?.string {
      case "mark": .mark
      case "index": .index
      case "premiumIndex": .premium
      default: price
      }
    return CandleQuery(
      instrument: try a.symbol(), timeFrame: try a.frame(), since: a.instant("since"),
      until: a.instant("until"), limit: a.integer("limit"), price: asked)
  }

  private func account() throws(VenueError) -> VenueCall? {
    let a = arguments
    switch name {
    case "fetchBalance":
      guard a.param("type")?.string == "funding" else { return .trading(.balances) }
      return .account(.fundingBalances(asset: nil))
    case "fetchTradingFee":
      let symbol = try a.symbol()
      return .account(.fees(a.kind(of: symbol), symbol))
    case "fetchTradingFees": return .account(.fees(a.kind(of: nil), nil))
    case "fetchMarginMode", "fetchMarginModes": return .account(.accountInfo)
    case "fetchPositions":
      return .trading(.positions(a.symbols.count == 1 ? a.symbols[0] : nil))
    case "fetchPosition": return .trading(.positions(try a.symbol()))
    case "fetchLeverage": return .account(.leverage(try a.symbol()))
    case "setLeverage": return .trading(.setLeverage(try a.symbol(), try a.number("leverage")))
    case "setMarginMode":
      guard let mode = MarginMode(rawValue: try a.text("marginMode")) else {
        throw VenueError(.badRequest, text: "marginMode", field: "marginMode")
      }
      return .trading(.setMarginMode(a.symbolIfStated ?? Name(), mode))
    case "setPositionMode":
      let mode: PositionMode = a.args["hedged"]?.flag == true ? .hedge : .oneWay
      guard let symbol = a.symbolIfStated else {
        return .account(.setPositionModes(mode, coin: "USDT"))
      }
      return .trading(.setPositionMode(symbol, mode))
    case "fetchMyTrades": return .account(.executions(try a.executions()))
    case "fetchOrderTrades": return .account(.executions(try a.executions(id: a.text("id"))))
    case "fetchMyLiquidations":
      return .account(.executions(try a.executions(isLiquidation: true)))
    case "fetchFundingHistory":
      // Of these a client wants the latest of a page; the venue's own page is asked.
      var query = try a.executions()
      query.limit = nil
      return .account(.fundingPayments(query))
    case "fetchPositionsHistory", "fetchPositionHistory":
      guard let symbol = a.symbols.first else { return nil }
      return .account(
        .closedProfits(symbol, since: a.instant("since"), limit: a.integer("limit")))
    case "fetchLedger":
      return .account(
        .movements(
          asset: a.args["code"]?.name, since: a.instant("since"), limit: a.integer("limit")))
    default: return nil
    }
  }
}

extension JSONElements {
  /// No elements.
  static var none: JSONElements { JSONElements(document: .empty, place: 1, end: 0) }
}

extension JSONDocument {
  fileprivate static let empty: JSONDocument = {
    do throws(VenueError) { return try JSONDocument("[]") } catch { fatalError("\(error)") }
  }()
}
