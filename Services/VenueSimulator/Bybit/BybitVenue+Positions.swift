import Quantities
import VenueSimulatorCore

// Positions, what protects them, and coins.
extension BybitVenue {
  func positions(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    guard let category = try category(parameters), category == .linear else {
      return ["category": .text(parameters["category"] ?? ""), "list": [], "nextPageCursor": ""]
    }
    guard parameters["symbol"] != nil || parameters["settleCoin"] != nil else {
      throw .parameter("params error: symbol or settleCoin is required")
    }
    let held = memory.positions(of: account, in: exchange, at: shownTime)
    var rows: [JSONTree] = []
    for place in exchange.instruments.indices {
      let instrument = exchange.instruments[place]
      guard instrument.category == .linear else { continue }
      if let symbol = parameters["symbol"], instrument.symbol != symbol { continue }
      if let coin = parameters["settleCoin"], instrument.quote != coin { continue }
      for index in exchange.accounts[account].isHedged[place] ? [1, 2] : [0] {
        let position = held.first { $0.instrument == place && $0.index == index }
        // Without a symbol only what is held is listed.
        guard parameters["symbol"] != nil || position?.quantity.isZero == false else { continue }
        rows.append(exchange.json(of: position, place, index, account))
      }
    }
    return ["category": "linear", "list": .array(rows), "nextPageCursor": ""]
  }

  mutating func setLeverage(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    let place = try instrument(parameters)
    let buy = try parameters.required("buyLeverage")
    let sell = try parameters.required("sellLeverage")
    guard let leverage = Ratio(buy), let other = Ratio(sell) else {
      throw .parameter("leverage invalid")
    }
    guard leverage == other else {
      throw .parameter("buy leverage and sell leverage must be the same in one-way and cross mode")
    }
    if let rejection = exchange.setLeverage(leverage, of: place, for: account) {
      throw Refusal(rejection, .linear)
    }
    return [:]
  }

  mutating func switchMode(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    guard try category(parameters) == .linear else {
      throw .parameter("params error: Category is invalid")
    }
    let mode = try parameters.integer("mode")
    guard mode == 0 || mode == 3 else { throw .parameter("params error: mode invalid") }
    let symbol = parameters["symbol"]
    let coin = parameters["coin"]
    guard symbol != nil || coin != nil else {
      throw .parameter("params error: symbol or coin is required")
    }
    let places = exchange.instruments.indices.filter { place in
      let instrument = exchange.instruments[place]
      return instrument.category == .linear
        && (symbol.map { $0 == instrument.symbol } ?? (coin == instrument.quote))
    }
    guard !places.isEmpty else { throw .parameter("params error: symbol invalid") }
    if let rejection = exchange.setHedged(mode == 3, of: places, for: account) {
      throw Refusal(rejection, .linear)
    }
    return [:]
  }

  mutating func tradingStop(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    let place = try instrument(parameters)
    guard exchange.instruments[place].category == .linear else {
      throw .parameter("params error: Category is invalid")
    }
    let names = ["takeProfit", "stopLoss", "trailingStop"]
    guard names.contains(where: { parameters[$0] != nil }) else {
      throw Refusal(34040, "not modified")
    }
    let rejection = exchange.setTradingStop(
      of: place, try parameters.integer("positionIdx") ?? 0, for: account,
      takeProfit: try parameters.price("takeProfit"), stopLoss: try parameters.price("stopLoss"),
      trailing: try parameters.price("trailingStop"),
      activation: try parameters.price("activePrice"))
    if let rejection { throw Refusal(rejection, .linear) }
    return [:]
  }

  mutating func wallet(_ parameters: Parameters, _ account: Int) throws(Refusal) -> JSONTree {
    guard try parameters.required("accountType") == "UNIFIED" else {
      throw .parameter("accountType only support UNIFIED.")
    }
    let coins = parameters["coin"]?.split(separator: ",").map(String.init)
    return ["list": [memory.wallet(of: account, coins: coins, in: exchange, at: shownTime)]]
  }
}

extension Exchange {
  /// A position in the venue's words; with nothing in it when there is none.
  func json(of position: Position?, _ place: Int, _ index: Int, _ account: Int) -> JSONTree {
    let position =
      position ?? accounts[account].emptyPosition(of: place, index)
    let instrument = instruments[place]
    let mark = lastPrice(of: place)
    let size = position.quantity.magnitude
    let side = size.isZero ? "" : position.quantity.isPositive ? "Buy" : "Sell"
    let value = mark * size
    let margin = margin(of: position, account)
    let maintenance = value.multiplied(by: instrument.maintenanceMargin, rounding: .up)
    let bound = { (kind: StopKind) in self.protectingOrder(position, kind, account) }
    return [
      "positionIdx": JSONTree(index), "riskId": 1, "riskLimitValue": "2000000",
      "symbol": .text(instrument.symbol), "side": .text(side), "size": instrument.json(size),
      "avgPrice": position.entry.map {
        .text($0.rounded(toMultipleOf: "0.00000001", .halfEven).description)
      } ?? "0",
      "positionValue": size.isZero ? "" : .text(position.cost.magnitude.description),
      "tradeMode": accounts[account].marginMode == .isolated ? 1 : 0,
      "positionStatus": "Normal", "autoAddMargin": 0, "adlRankIndicator": size.isZero ? 0 : 2,
      "leverage": .text(accounts[account].leverage[place].description),
      "positionBalance": size.isZero ? "0" : .text(margin.description),
      "markPrice": instrument.json(mark),
      "liqPrice": instrument.json(liquidationPrice(of: position, account)),
      "bustPrice": "", "positionMM": size.isZero ? "0" : .text(maintenance.description),
      "positionIM": size.isZero ? "0" : .text(margin.description), "tpslMode": "Full",
      "takeProfit": instrument.json(bound(.takeProfit)?.trigger?.price),
      "stopLoss": instrument.json(bound(.stopLoss)?.trigger?.price),
      "trailingStop": bound(.trailing)?.trail.map { instrument.json($0.distance) } ?? "0",
      "sessionAvgPrice": "",
      "unrealisedPnl": size.isZero ? "" : .text(position.profit(at: mark).description),
      "curRealisedPnl": .text(position.realised.description),
      "cumRealisedPnl": .text(position.everRealised.description),
      "createdTime": .text("\(position.createdAt.milliseconds)"),
      "updatedTime": .text("\(position.updatedAt.milliseconds)"),
      "seq": JSONTree(size.isZero ? -1 : market(of: place).tickCount),
      "isReduceOnly": false, "mmrSysUpdatedTime": "", "leverageSysUpdatedTime": "",
    ]
  }

  /// What an account owns, in the venue's words; all coins or some.
  func wallet(of account: Int, coins: [String]?) -> JSONTree {
    let settlement = "USDT"
    var profit = Money.zero
    var margin = Money.zero
    var maintenance = Money.zero
    for position in accounts[account].positions where !position.quantity.isZero {
      let last = lastPrice(of: position.instrument)
      profit += position.profit(at: last)
      margin += self.margin(of: position, account)
      maintenance += (last * position.quantity.magnitude).multiplied(
        by: instruments[position.instrument].maintenanceMargin, rounding: .up)
    }
    var total = profit
    var rows: [JSONTree] = []
    for coin in accounts[account].coins {
      let amount = accounts[account].wallet(of: coin)
      let worth = coin == settlement ? amount : price(of: coin) * Quantity(amount.value)
      total += worth
      guard coins?.contains(coin) ?? true else { continue }
      let isSettlement = coin == settlement
      rows.append(
        row(
          coin, account, amount, worth, profit: isSettlement ? profit : .zero,
          margin: isSettlement ? margin : .zero,
          maintenance: isSettlement ? maintenance : .zero))
    }
    let rate = { (part: Money) in
      total.isPositive
        ? JSONTree.text(part.divided(by: total).rounded(toMultipleOf: "0.0001", .up).description)
        : "0"
    }
    let bound = margin + orderMargin(account)
    return [
      "accountType": "UNIFIED", "accountLTV": "0", "accountIMRate": rate(bound),
      "accountMMRate": rate(maintenance), "accountIMRateByMp": rate(bound),
      "accountMMRateByMp": rate(maintenance), "totalEquity": .text(total.description),
      "totalWalletBalance": .text((total - profit).description),
      "totalMarginBalance": .text(total.description),
      "totalAvailableBalance": .text(available(account).description),
      "totalPerpUPL": .text(profit.description), "totalInitialMargin": .text(bound.description),
      "totalMaintenanceMargin": .text(maintenance.description),
      "totalInitialMarginByMp": .text(bound.description),
      "totalMaintenanceMarginByMp": .text(maintenance.description), "coin": .array(rows),
    ]
  }

  private func price(of coin: String) -> Price {
    instruments.firstIndex { $0.base == coin && $0.category == .spot }.map { lastPrice(of: $0) }
      ?? .zero
  }

  private func row(
    _ coin: String, _ account: Int, _ amount: Money, _ worth: Money, profit: Money,
    margin: Money, maintenance: Money
  ) -> JSONTree {
    [
      "coin": .text(coin), "equity": .text((amount + profit).description),
      "usdValue": .text(
        (worth + profit).rounded(toMultipleOf: "0.00000001", .halfEven).description),
      "walletBalance": .text(amount.description),
      "locked": .text(locked(coin, account).description), "spotHedgingQty": "0",
      "borrowAmount": "0", "availableToWithdraw": "", "availableToBorrow": "",
      "accruedInterest": "0",
      "totalOrderIM": coin == "USDT" ? .text(orderMargin(account).description) : "0",
      "totalPositionIM": .text(margin.description),
      "totalPositionMM": .text(maintenance.description),
      "unrealisedPnl": .text(profit.description),
      "cumRealisedPnl": .text(
        coin == "USDT"
          ? accounts[account].positions.reduce(Money.zero) { $0 + $1.everRealised }.description
          : "0"),
      "bonus": "0", "marginCollateral": true, "collateralSwitch": true, "spotBorrow": "0",
    ]
  }
}
