import Quantities
import VenueSimulatorCore

// What an account may ask about itself, and set.
extension BybitVenue {
  /// The time that queries show.
  var shownTime: Instant { exchange.now - .milliseconds(Int64(faults.queryLag)) }

  private func matches(_ place: Int, _ parameters: Parameters, _ category: Category) -> Bool {
    let instrument = exchange.instruments[place]
    return instrument.category == category
      && (parameters["symbol"] == nil || parameters["symbol"] == instrument.symbol)
      && (parameters["baseCoin"] == nil || parameters["baseCoin"] == instrument.base)
      && (parameters["settleCoin"] == nil || parameters["settleCoin"] == instrument.quote)
  }

  /// A page of what is listed, the newest first; the cursor is a number that all rows are below.
  private func page<Row>(
    _ rows: [Row], _ parameters: Parameters, most: Int, standard: Int, number: (Row) -> Int
  ) throws(Refusal) -> (rows: [Row], cursor: JSONTree) {
    let limit = min(max(try parameters.integer("limit") ?? standard, 1), most)
    let edge = try parameters.integer("cursor") ?? .max
    let rest = rows.filter { number($0) < edge }
    let page = Array(rest.suffix(limit).reversed())
    let isMore = rest.count > page.count
    return (page, .text(isMore ? page.last.map { "\(number($0))" } ?? "" : ""))
  }

  private func list(
    _ parameters: Parameters, _ account: Int, _ keep: (Order) -> Bool
  ) throws(Refusal) -> JSONTree {
    guard let category = try category(parameters) else {
      return ["category": "", "list": [], "nextPageCursor": ""]
    }
    let id = parameters["orderId"]
    let link = parameters["orderLinkId"]
    let all = memory.orders(of: account, in: exchange, at: shownTime).filter { order in
      matches(order.instrument, parameters, category) && keep(order)
        && (id == nil || order.id == id) && (id != nil || link == nil || order.link == link)
        && (parameters["orderFilter"] == nil || order.filter == parameters["orderFilter"])
        && (parameters["orderStatus"] == nil
          || order.status.rawValue == parameters["orderStatus"])
    }
    let page = try page(all, parameters, most: 50, standard: 20) { $0.number }
    return [
      "category": .text(category.rawValue),
      "list": .array(page.rows.map { $0.json(in: exchange) }), "nextPageCursor": page.cursor,
    ]
  }

  func openOrders(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    let names = ["symbol", "baseCoin", "settleCoin", "orderId", "orderLinkId"]
    if parameters["category"] == "linear", names.allSatisfy({ parameters[$0] == nil }) {
      throw .parameter("params error: symbol or settleCoin or baseCoin is required")
    }
    // An order that is named is shown whatever became of it.
    let isNamed = parameters["orderId"] != nil || parameters["orderLinkId"] != nil
    let closed = parameters["openOnly"].map { $0 == "1" } ?? false
    return try list(parameters, account) { isNamed || $0.status.isOpen != closed }
  }

  func orderHistory(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    let start = try parameters.instant("startTime")
    let end = try parameters.instant("endTime")
    try checkWindow(start, end)
    return try list(parameters, account) { order in
      !order.status.isOpen && order.status != .triggered
        && order.createdAt >= start ?? .epoch && (end.map { order.createdAt <= $0 } ?? true)
    }
  }

  private func checkWindow(_ start: Instant?, _ end: Instant?) throws(Refusal) {
    if let start, let end, end - start > .days(7) {
      throw .parameter("The time range between startTime and endTime cannot exceed 7 days")
    }
  }

  func executions(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    guard let category = try category(parameters) else {
      return ["category": "", "list": [], "nextPageCursor": ""]
    }
    let start = try parameters.instant("startTime")
    let end = try parameters.instant("endTime")
    try checkWindow(start, end)
    let shown = shownTime
    let all = exchange.accounts[account].executions.filter { execution in
      matches(execution.instrument, parameters, category) && execution.at <= shown
        && (parameters["orderId"] == nil || parameters["orderId"] == execution.orderID)
        && (parameters["orderLinkId"] == nil || parameters["orderLinkId"] == execution.link)
        && (parameters["execType"] == nil || parameters["execType"] == execution.kind.rawValue)
        && execution.at >= start ?? .epoch && (end.map { execution.at <= $0 } ?? true)
    }
    let page = try page(all, parameters, most: 100, standard: 50) { $0.number }
    return [
      "category": .text(category.rawValue),
      "list": .array(page.rows.map { $0.json(in: exchange) }), "nextPageCursor": page.cursor,
    ]
  }

  func closedProfit(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    guard let category = try category(parameters) else {
      return ["category": "", "list": [], "nextPageCursor": ""]
    }
    let all = exchange.accounts[account].executions.filter {
      matches($0.instrument, parameters, category) && $0.closed.isPositive
    }
    let page = try page(all, parameters, most: 100, standard: 50) { $0.number }
    let rows: [JSONTree] = page.rows.map { execution in
      let instrument = exchange.instruments[execution.instrument]
      let gain = execution.profit.divided(by: execution.closed)
      let entry = execution.side == .sell ? execution.price - gain : execution.price + gain
      return [
        "symbol": .text(instrument.symbol), "orderId": .text(execution.orderID),
        "side": .text(execution.side.venueName), "qty": instrument.json(execution.orderQuantity),
        "orderPrice": instrument.json(execution.orderPrice ?? execution.price),
        "orderType": .text(execution.orderKind.rawValue),
        "execType": .text(execution.kind.rawValue),
        "closedSize": instrument.json(execution.closed),
        "cumEntryValue": .text((entry * execution.closed).description),
        "avgEntryPrice": .text(entry.rounded(toMultipleOf: "0.00000001", .halfEven).description),
        "cumExitValue": .text((execution.price * execution.closed).description),
        "avgExitPrice": instrument.json(execution.price),
        "closedPnl": .text((execution.profit - execution.fee).description), "fillCount": "1",
        "leverage": .text(exchange.accounts[account].leverage[execution.instrument].description),
        "createdTime": .text("\(execution.at.milliseconds)"),
        "updatedTime": .text("\(execution.at.milliseconds)"),
      ]
    }
    return [
      "category": .text(category.rawValue), "list": .array(rows), "nextPageCursor": page.cursor,
    ]
  }

  func accountInfo(_ account: Int) -> JSONTree {
    [
      "marginMode": .text(exchange.accounts[account].marginMode.rawValue),
      "updatedTime": .text("\(now.milliseconds)"), "unifiedMarginStatus": 5,
      "dcpStatus": "OFF", "timeWindow": 0, "smpGroup": 0, "isMasterTrader": false,
      "spotHedgingStatus": "OFF",
    ]
  }

  func feeRate(_ parameters: Parameters) throws(Refusal) -> JSONTree {
    let category = parameters["category"].flatMap(Category.init(rawValue:)) ?? .linear
    let rows: [JSONTree] = exchange.instruments.indices.filter {
      matches($0, parameters, category)
    }.map { place in
      let instrument = exchange.instruments[place]
      return [
        "symbol": .text(instrument.symbol), "baseCoin": .text(instrument.base),
        "takerFeeRate": .text(Instrument.takerFee[category]?.description ?? "0"),
        "makerFeeRate": .text(Instrument.makerFee[category]?.description ?? "0"),
      ]
    }
    return ["category": .text(category.rawValue), "list": .array(rows)]
  }

  mutating func setMarginMode(
    _ parameters: Parameters, _ account: Int
  ) throws(Refusal) -> Answer {
    guard let mode = MarginMode(rawValue: try parameters.required("setMarginMode")) else {
      throw .parameter("setMarginMode invalid")
    }
    exchange.setMarginMode(mode, for: account)
    return Answer(result: ["reasons": []], message: "Request accepted")
  }

  func keyInfo(_ account: Int) -> JSONTree {
    let account = exchange.accounts[account]
    let trades = account.key.permissions.contains(.trade)
    let withdraws = account.key.permissions.contains(.withdraw)
    func list(_ words: [String], _ isOn: Bool) -> JSONTree {
      .array(isOn ? words.map { .text($0) } : [])
    }
    return [
      "id": .text("\(account.uid)"), "note": "simulated", "apiKey": .text(account.key.key),
      "readOnly": trades ? 0 : 1, "secret": "",
      "permissions": [
        "ContractTrade": list(["Order", "Position"], trades),
        "Spot": list(["SpotTrade"], trades),
        "Wallet": list(["AccountTransfer", "SubMemberTransferList", "Withdraw"], withdraws),
        "Options": [], "Derivatives": list(["DerivativesTrade"], trades), "CopyTrading": [],
        "BlockTrade": [], "Exchange": [], "NFT": [], "Affiliate": [], "Earn": [],
      ],
      "ips": ["*"], "type": 1, "deadlineDay": 90, "expiredAt": "2030-01-01T00:00:00Z",
      "createdAt": "2025-01-01T00:00:00Z", "unified": 0, "uta": 1,
      "userID": JSONTree(account.uid), "inviterID": 0, "vipLevel": "No VIP",
      "mktMakerLevel": "0", "affiliateID": 0, "rsaPublicKey": "", "isMaster": true,
      "parentUid": "0", "kycLevel": "LEVEL_DEFAULT", "kycRegion": "",
    ]
  }

  func coinInfo(_ parameters: Parameters) -> JSONTree {
    let coins = ["USDT"] + exchange.instruments.filter { $0.category == .spot }.map(\.base)
    let rows: [JSONTree] = coins.filter { parameters["coin"] == nil || parameters["coin"] == $0 }
      .map { coin in
        [
          "name": .text(coin), "coin": .text(coin), "remainAmount": "1000000",
          "chains": [
            [
              "chainType": .text(coin), "confirmation": "6", "withdrawFee": "0.0005",
              "depositMin": "0.0001", "withdrawMin": "0.001", "chain": .text(coin),
              "chainDeposit": "1", "chainWithdraw": "1", "minAccuracy": "8",
              "withdrawPercentageFee": "0", "contractAddress": "",
            ]
          ],
        ]
      }
    return ["rows": .array(rows)]
  }

  func fundingWallet(_ parameters: Parameters) -> JSONTree {
    [
      "memberId": "", "accountType": .text(parameters["accountType"] ?? "FUND"),
      "balance": [
        [
          "coin": "USDT", "transferBalance": "0", "walletBalance": "0", "bonus": "0",
        ]
      ],
    ]
  }
}
