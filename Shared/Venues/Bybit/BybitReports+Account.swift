import Events
import Quantities

extension BybitReports {
  /// The instrument of a row of the account; the list may name the category for all rows.
  private func instrument(
    _ row: JSONValue, _ listCategory: Name? = nil
  ) throws(VenueError) -> (InstrumentKind, Name) {
    let category = try row.nameIfStated("category") ?? listCategory
    guard let kind = Self.kind(category) ?? (category == nil ? .linear : nil) else {
      throw .malformed("category: expected spot or linear")
    }
    return (kind, symbol(kind, try row.name("symbol")))
  }

  // MARK: Orders

  func order(_ row: JSONValue, _ category: Name?) throws(VenueError) -> VenueOrder {
    try order(row, instrument(row, category))
  }

  private func order(
    _ row: JSONValue, _ instrument: (InstrumentKind, Name)
  ) throws(VenueError) -> VenueOrder {
    let side = try side(row, "side")
    let isMarket = try row.text("orderType") == "Market"
    let stop: Price? = try row.positiveIfStated("triggerPrice")
    let created = try row.instant("createdTime")
    let limit: Price? = isMarket ? nil : try row.positiveIfStated("price")
    return VenueOrder(
      instrument: instrument.1, venueOrderID: Name(venueText: try row.text("orderId")),
      clientOrderID: try clientOrderID(row), side: side,
      kind: try orderKind(row, side, isMarket: isMarket, hasStop: stop != nil),
      status: try status(row), quantity: try row.number("qty"),
      filled: try row.numberIfStated("cumExecQty") ?? 0,
      averagePrice: try row.positiveIfStated("avgPrice"), limitPrice: limit, stopPrice: stop,
      isReduceOnly: try row.flagIfStated("reduceOnly") ?? false, code: try code(row),
      createdAt: created, updatedAt: try row.instantIfStated("updatedTime") ?? created,
      timeInForce: try timeInForce(row), filledValue: try row.numberIfStated("cumExecValue"),
      takeProfit: try row.positiveIfStated("takeProfit"),
      stopLoss: try row.positiveIfStated("stopLoss"))
  }

  private func status(_ row: JSONValue) throws(VenueError) -> VenueOrderStatus {
    switch try row.text("orderStatus") {
    case "New", "PartiallyFilled", "Triggered", "Active", "Created": .open
    case "Untriggered": .untriggered
    case "Filled": .filled
    case "Cancelled", "PartiallyFilledCanceled", "Deactivated": .cancelled
    case "Rejected": .rejected
    default: throw .malformed("orderStatus: expected a status of the documentation")
    }
  }

  private func orderKind(
    _ row: JSONValue, _ side: Side, isMarket: Bool, hasStop: Bool
  ) throws(VenueError) -> OrderKind {
    let word = try row.textIfStated("stopOrderType") ?? ""
    if word == "TrailingStop" { return .trailing }
    guard hasStop else { return isMarket ? .market : .limit }
    if word == "TakeProfit" || word == "PartialTakeProfit" { return .takeProfit }
    let direction = try row.integerIfStated("triggerDirection") ?? 0
    let isStop = direction == 0 || (direction == 1) == (side == .buy)
    guard isStop || word == "StopLoss" || word == "PartialStopLoss" else { return .takeProfit }
    return isMarket ? .stop : .stopLimit
  }

  private func timeInForce(_ row: JSONValue) throws(VenueError) -> TimeInForce? {
    switch try row.textIfStated("timeInForce") {
    case "GTC": .goodTillCancelled
    case "IOC": .immediateOrCancel
    case "FOK": .fillOrKill
    case "PostOnly": .postOnly
    default: nil
    }
  }

  /// Why an order was refused or ended, in the venue's word.
  private func code(_ row: JSONValue) throws(VenueError) -> String? {
    for key: JSONKey in ["rejectReason", "cancelType"] {
      if let word = try row.textIfStated(key), word != "EC_NoError", word != "UNKNOWN" {
        return word
      }
    }
    return nil
  }

  // MARK: Executions

  /// Whether a row is a trade, and not funding or a settlement.
  static func isTrade(_ row: JSONValue) throws(VenueError) -> Bool {
    switch try row.textIfStated("execType") {
    case nil, "Trade", "AdlTrade", "BustTrade", "BlockTrade", "MovePosition": true
    default: false
    }
  }

  func execution(_ row: JSONValue, _ category: Name?) throws(VenueError) -> VenueExecution {
    let (kind, symbol) = try instrument(row, category)
    let side = try side(row, "side")
    let isMaker = try row.flag("isMaker")
    let fee: Money = try row.number("execFee")
    return VenueExecution(
      instrument: symbol, venueTradeID: Name(venueText: try row.text("execId")),
      venueOrderID: Name(venueText: try row.text("orderId")),
      clientOrderID: try clientOrderID(row), side: side, quantity: try row.number("execQty"),
      price: try row.number("execPrice"), fee: fee,
      feeAsset: try feeAsset(row, kind, symbol, side, isRebate: isMaker && fee.isNegative),
      liquidity: isMaker ? .maker : .taker, at: try row.instant("execTime"))
  }

  /// What a fee is paid in: the venue says so, or the rule of the kind does.
  private func feeAsset(
    _ row: JSONValue, _ kind: InstrumentKind, _ symbol: Name, _ side: Side, isRebate: Bool
  ) throws(VenueError) -> Name {
    if let asset = try row.nameIfStated("feeCurrency") { return asset }
    if let listing = instruments[symbol] {
      switch kind {
      case .linear: return listing.settle
      // Purchases pay in the base, sales in the quote; a maker's rebate is the other way round.
      case .spot: return (side == .buy) != isRebate ? listing.base : listing.quote
      }
    }
    let words = symbol.description.split { $0 == "/" || $0 == ":" || $0 == "-" }
    let place = kind == .linear ? 2 : (side == .buy) != isRebate ? 0 : 1
    guard words.indices.contains(place), let asset = Name(words[place]) else {
      throw .malformed("feeCurrency: expected an asset")
    }
    return asset
  }

  func earlyExecution(_ row: JSONValue) throws(VenueError) -> EarlyExecution {
    let (_, symbol) = try instrument(row)
    return EarlyExecution(
      instrument: symbol, venueTradeID: Name(venueText: try row.text("execId")),
      venueOrderID: Name(venueText: try row.text("orderId")),
      clientOrderID: try clientOrderID(row), side: try side(row, "side"),
      quantity: try row.number("execQty"), price: try row.number("execPrice"),
      liquidity: try row.flag("isMaker") ? .maker : .taker, at: try row.instant("execTime"))
  }

  func funding(_ row: JSONValue, _ category: Name?) throws(VenueError) -> FundingPayment {
    let (kind, symbol) = try instrument(row, category)
    return FundingPayment(
      instrument: symbol, venueTradeID: Name(venueText: try row.text("execId")),
      fee: try row.number("execFee"),
      feeAsset: try feeAsset(row, kind, symbol, .sell, isRebate: false),
      rate: try row.numberIfStated("feeRate"), quantity: try row.number("execQty"),
      price: try row.number("execPrice"), at: try row.instant("execTime"))
  }

  // MARK: Positions and balances

  func position(_ row: JSONValue, _ category: Name?) throws(VenueError) -> VenuePosition {
    let (_, symbol) = try instrument(row, category)
    let index = try row.integerIfStated("positionIdx") ?? 0
    // An empty position of one-way mode has no side.
    let stated = try row.textIfStated("side") ?? (index == 2 ? "Sell" : "Buy")
    let side: Side = stated == "Sell" ? .sell : .buy
    var entry: Price? = try row.positiveIfStated("avgPrice")
    if entry == nil { entry = try row.positiveIfStated("entryPrice") }
    return VenuePosition(
      instrument: symbol, side: side, quantity: try row.number("size"),
      entryPrice: entry,
      markPrice: try row.positiveIfStated("markPrice"),
      liquidationPrice: try row.positiveIfStated("liqPrice"),
      leverage: try row.positiveIfStated("leverage"),
      unrealised: try row.numberIfStated("unrealisedPnl"), isHedged: index != 0,
      initialMargin: try row.numberIfStated("positionIM"),
      maintenanceMargin: try row.numberIfStated("positionMM"),
      takeProfit: try row.positiveIfStated("takeProfit"),
      stopLoss: try row.positiveIfStated("stopLoss"),
      trailingDistance: try row.positiveIfStated("trailingStop"),
      updatedAt: try row.instantIfStated("updatedTime"))
  }

  func balance(_ coin: JSONValue) throws(VenueError) -> VenueBalance {
    let total: Money = try coin.number("walletBalance")
    var available = total.value
    for key: JSONKey in ["totalOrderIM", "totalPositionIM", "locked", "bonus"] {
      guard let held: Money = try coin.numberIfStated(key) else { continue }
      let (rest, overflow) = available.mantissa.subtractingReportingOverflow(held.value.mantissa)
      guard !overflow else { throw .malformed("walletBalance: out of range") }
      available = FixedPoint(mantissa: rest)
    }
    return VenueBalance(
      asset: try coin.name("coin"), total: total,
      available: Money(available.isNegative ? .zero : available))
  }
}
