import Events
import Foundation
import Quantities
import Testing
import Venues

/// Compares what was read with what another client read, field by field.
struct ReplyComparison {
  let row: VectorRow

  private var parsed: [String: Any] { row.json["parsedResponse"] as? [String: Any] ?? [:] }
  private var list: [[String: Any]] {
    row.json["parsedResponse"] as? [[String: Any]] ?? (parsed.isEmpty ? [] : [parsed])
  }

  func compare(_ answer: VenueAnswer) {
    switch answer {
    case .market(let answer): market(answer)
    case .trading(let answer): trading(answer)
    case .account(let answer): account(answer)
    case .batch(let items): batch(items)
    case .endpoint: Issue.record("\(row.id): not read")
    }
  }

  private func expect(_ condition: Bool, _ what: String) {
    #expect(condition, "\(row.id): \(what)")
  }

  /// The same number; nil on the other side is not compared.
  private func same(_ ours: (some Measure)?, _ theirs: Any?, _ what: String) {
    guard let theirs = theirs as? Double else { return }
    guard let ours else { return expect(theirs == 0, "\(what) is missing") }
    expect(abs(ours.double - theirs) <= 1e-9 * max(1, abs(theirs)), "\(what) \(ours) \(theirs)")
  }

  private func same(_ ours: Instant?, _ theirs: Any?, _ what: String) {
    guard let theirs = theirs as? Int64 else { return }
    expect(ours?.milliseconds == theirs, what)
  }

  private func same(_ ours: String?, _ theirs: Any?, _ what: String) {
    guard let theirs = theirs as? String else { return }
    expect(ours == theirs, "\(what): \(ours ?? "none") is not \(theirs)")
  }

  // MARK: Markets

  private func market(_ answer: MarketAnswer) {
    switch answer {
    case .serverTime(let instant):
      expect(instant.milliseconds == row.json["parsedResponse"] as? Int64, "time")
    case .tickers(let tickers):
      expect(tickers.count == 1, "count")
      for ticker in tickers { self.ticker(ticker) }
    case .orderBook(let book):
      same(book.instrument.description, parsed["symbol"], "symbol")
      same(book.at, parsed["timestamp"], "time")
      for (ours, name) in [(book.bids, "bids"), (book.asks, "asks")] {
        let theirs = parsed[name] as? [[Double]] ?? []
        expect(ours.map(\.price.double) == theirs.map { $0[0] }, name)
        expect(ours.map(\.quantity.double) == theirs.map { $0[1] }, name)
      }
    case .trades(let trades):
      expect(trades.count == list.count, "count")
      for (ours, theirs) in zip(trades, list) {
        same(ours.venueTradeID.venueText, theirs["id"], "id")
        same(ours.takerSide.rawValue, theirs["side"], "side")
        same(ours.price, theirs["price"], "price")
        same(ours.quantity, theirs["amount"], "amount")
        same(ours.at, theirs["timestamp"], "time")
        same(ours.instrument.description, theirs["symbol"], "symbol")
      }
    case .instruments(let instruments):
      // For contracts the client asks twice, and was given the same answer twice.
      expect(instruments.count == (row.marketType == "linear" ? list.count / 2 : 1), "count")
      for (ours, theirs) in zip(instruments, list) { instrument(ours, theirs) }
    case .fundingRates(let rates):
      // The client drops the row: it is of another instrument than was asked for.
      expect(rates.count == 1, "count")
      expect(rates.first?.instrument == "ETH/USDC:USDC", "symbol")
      expect(rates.first?.rate == "0.0001", "rate")
      expect(rates.first?.at.milliseconds == 1_672_041_600_000, "time")
    case .candles, .openInterest, .riskLimits: Issue.record("\(row.id): not compared")
    }
  }

  private func ticker(_ ours: VenueTicker) {
    same(ours.instrument.description, parsed["symbol"], "symbol")
    same(ours.last, parsed["last"], "last")
    same(ours.bid, parsed["bid"], "bid")
    same(ours.bidQuantity, parsed["bidVolume"], "bidVolume")
    same(ours.ask, parsed["ask"], "ask")
    same(ours.askQuantity, parsed["askVolume"], "askVolume")
    same(ours.high, parsed["high"], "high")
    same(ours.low, parsed["low"], "low")
    same(ours.previous, parsed["open"], "open")
    same(ours.volume, parsed["baseVolume"], "volume")
    same(ours.turnover, parsed["quoteVolume"], "turnover")
    same(ours.mark, parsed["markPrice"], "mark")
    same(ours.index, parsed["indexPrice"], "index")
  }

  private func instrument(_ ours: VenueInstrument, _ theirs: [String: Any]) {
    let precision = theirs["precision"] as? [String: Any] ?? [:]
    let limits = theirs["limits"] as? [String: [String: Any]] ?? [:]
    same(ours.symbol.description, theirs["symbol"], "symbol")
    same(ours.venueSymbol.description, theirs["id"], "id")
    same(ours.base.description, theirs["base"], "base")
    same(ours.quote.description, theirs["quote"], "quote")
    same(ours.settle.description, theirs["settle"], "settle")
    same(ours.tick, precision["price"], "tick")
    same(ours.lot, precision["amount"], "lot")
    same(ours.minimumNotional, limits["cost"]?["min"], "minimum cost")
    if ours.kind == .linear {
      same(ours.minimumQuantity, limits["amount"]?["min"], "minimum")
      same(ours.maximumQuantity, limits["amount"]?["max"], "maximum")
      same(ours.maximumLeverage, limits["leverage"]?["max"], "leverage")
    }
    expect(ours.isTrading == theirs["active"] as? Bool, "active")
  }

  // MARK: Trading

  private func trading(_ answer: TradingAnswer) {
    switch answer {
    case .placed(let id): same(id.venueText, parsed["id"], "id")
    case .amended, .cancelled, .done: expect(answer == Self.expected(row.call), "\(answer)")
    case .orders(let orders): self.orders(orders)
    case .executions(let executions): self.executions(executions)
    case .positions(let positions): self.positions(positions)
    case .balances(let balances): self.balances(balances)
    case .fundingPayments: Issue.record("\(row.id): not compared")
    }
  }

  private static func expected(_ call: String) -> TradingAnswer {
    switch call {
    case "editOrder": .amended
    case "cancelOrder", "cancelAllOrders": .cancelled
    default: .done
    }
  }

  private func orders(_ orders: [VenueOrder]) {
    expect(orders.count == max(list.count, 1), "count \(orders.count)")
    for (ours, theirs) in zip(orders, list) {
      same(ours.venueOrderID.venueText, theirs["id"], "id")
      same(ours.clientOrderID?.description, theirs["clientOrderId"], "clientOrderId")
      same(ours.instrument.description, theirs["symbol"], "symbol")
      same(ours.side.rawValue, theirs["side"], "side")
      same(ours.createdAt, theirs["timestamp"], "created")
      same(ours.updatedAt, theirs["lastUpdateTimestamp"], "updated")
      same(ours.quantity, theirs["amount"], "amount")
      same(ours.filled, theirs["filled"], "filled")
      same(ours.averagePrice, theirs["average"], "average")
      same(ours.stopPrice, theirs["triggerPrice"], "trigger")
      same(ours.takeProfit, theirs["takeProfitPrice"], "take profit")
      same(ours.stopLoss, theirs["stopLossPrice"], "stop loss")
      same(ours.filledValue, theirs["cost"], "cost")
      // Of market orders the price is the worst that was allowed.
      if theirs["type"] as? String == "limit" { same(ours.limitPrice, theirs["price"], "price") }
      expect((ours.limitPrice == nil) == (theirs["type"] as? String == "market"), "type")
      expect(ours.isReduceOnly == theirs["reduceOnly"] as? Bool, "reduceOnly")
      expect((ours.timeInForce == .postOnly) == (theirs["postOnly"] as? Bool), "postOnly")
      let status =
        switch ours.status {
        case .open, .untriggered: "open"
        case .filled: "closed"
        case .cancelled, .expired: "canceled"
        case .rejected: "rejected"
        }
      same(status, theirs["status"], "status")
    }
  }

  private func executions(_ executions: [VenueExecution]) {
    expect(executions.count == list.count, "count")
    for (ours, theirs) in zip(executions, list) {
      let fee = theirs["fee"] as? [String: Any]
      same(ours.venueTradeID.venueText, theirs["id"], "id")
      same(ours.venueOrderID.venueText, theirs["order"], "order")
      same(ours.side.rawValue, theirs["side"], "side")
      same(ours.price, theirs["price"], "price")
      same(ours.quantity, theirs["amount"], "amount")
      same(ours.fee, fee?["cost"], "fee")
      same(ours.at, theirs["timestamp"], "time")
      same(ours.liquidity.rawValue, theirs["takerOrMaker"], "liquidity")
      // The row is of another instrument than was asked for, which the client takes for ours.
      expect(ours.instrument == "ETH/USDC:USDC" && ours.feeAsset == "USDC", "symbol")
    }
  }

  private func positions(_ positions: [VenuePosition]) {
    expect(positions.count == list.count, "count")
    for (ours, theirs) in zip(positions, list) {
      same(ours.instrument.description, theirs["symbol"], "symbol")
      same(ours.quantity, theirs["contracts"], "quantity")
      same(ours.entryPrice, theirs["entryPrice"], "entry")
      same(ours.markPrice, theirs["markPrice"], "mark")
      same(ours.liquidationPrice, theirs["liquidationPrice"], "liquidation")
      same(ours.leverage, theirs["leverage"], "leverage")
      same(ours.initialMargin, theirs["initialMargin"], "initial margin")
      same(ours.maintenanceMargin, theirs["maintenanceMargin"], "maintenance margin")
      if let unrealised = ours.unrealised { same(unrealised, theirs["unrealizedPnl"], "profit") }
      same(ours.side == .buy ? "long" : "short", theirs["side"], "side")
      expect(ours.isHedged == theirs["hedged"] as? Bool, "hedged")
    }
  }

  private func balances(_ balances: [VenueBalance]) {
    expect(!balances.isEmpty, "count")
    for balance in balances {
      let theirs = parsed[balance.asset.description] as? [String: Any]
      expect(theirs != nil, "asset")
      same(balance.total, theirs?["total"], "total")
      same(balance.available, theirs?["free"], "available")
    }
  }

  // MARK: Accounts

  private func account(_ answer: AccountAnswer) {
    switch answer {
    case .fees(let fees):
      for fee in fees {
        // Without a symbol in the call the client takes the row for a contract.
        let theirs = parsed["\(fee.instrument):USDT"] as? [String: Any]
        let other = parsed["\(fee.instrument)"] as? [String: Any]
        let rates = theirs ?? other ?? parsed
        same(fee.maker, rates["maker"], "maker")
        same(fee.taker, rates["taker"], "taker")
        expect(rates["maker"] is Double, "rates")
      }
    case .accountInfo(let info): same(info.marginMode.rawValue, parsed["marginMode"], "mode")
    case .balances(let balances): self.balances(balances)
    case .orders(let orders): self.orders(orders)
    case .executions(let executions): self.executions(executions)
    case .positions(let positions): self.positions(positions)
    case .done: break
    case .keyPermissions, .fundingPayments, .closedProfits, .movements:
      Issue.record("\(row.id): not compared")
    }
  }

  private func batch(_ items: [BatchItem]) {
    for (ours, theirs) in zip(items, list) {
      switch ours {
      case .accepted(let id, _): same(id.venueText, theirs["id"], "id")
      case .refused(let error):
        expect(error.code == "10001", "code")
        expect(theirs["id"] == nil || theirs["id"] is NSNull, "refused")
      }
    }
    expect(items.count >= list.count && !items.isEmpty, "count")
  }
}
