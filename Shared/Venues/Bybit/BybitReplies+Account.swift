import Events
import Quantities

extension BybitReplies {
  func trading(_ call: TradingCall, _ envelope: JSONValue) throws(VenueError) -> VenueReply {
    switch call {
    case .place:
      let id = try result(envelope).text("orderId")
      guard !id.isEmpty else { throw .malformed("orderId: expected a text") }
      return VenueReply(.trading(.placed(venueOrderID: Name(venueText: id))))
    case .amend: return VenueReply(.trading(.amended))
    case .cancel: return VenueReply(.trading(.cancelled))
    case .cancelAll(let symbol):
      if try result(envelope).textIfStated("success") == "0" {
        throw VenueError(.unknownOutcome, text: "success: 0")
      }
      let parts = try calls.cancelParts(symbol).count
      return VenueReply(
        .trading(.cancelled), next: page.part + 1 < parts ? VenuePage(part: page.part + 1) : nil)
    case .order:
      let orders = try orders(envelope)
      // What ended long ago is in the history alone.
      return VenueReply(
        .trading(.orders(orders)),
        next: orders.isEmpty && page.part == 0 ? VenuePage(part: 1) : nil)
    case .openOrders(let symbol):
      let parts = symbol == nil ? calls.accountParts.count : 1
      // Right after its end, an order is still listed here.
      return VenueReply(
        .trading(.orders(try orders(envelope).filter(\.status.isLive))),
        next: try next(envelope, parts: parts))
    case .orderHistory(_, let since):
      return VenueReply(
        .trading(.orders(try orders(envelope))),
        next: try next(envelope, since: since))
    case .executions(_, let since):
      return VenueReply(
        .trading(.executions(try executions(envelope))), next: try next(envelope, since: since))
    case .fundingPayments(let since):
      return VenueReply(
        .trading(.fundingPayments(try fundingPayments(envelope))),
        next: try next(envelope, since: since))
    case .positions(let symbol):
      return VenueReply(
        .trading(.positions(try positions(envelope))),
        next: try next(envelope, parts: symbol == nil ? calls.settleCoins.count : 1))
    case .balances: return VenueReply(.trading(.balances(try balances(envelope))))
    case .setLeverage, .setMarginMode, .setPositionMode, .cancelAllAfter:
      return VenueReply(.trading(.done))
    }
  }

  private func orders(_ envelope: JSONValue) throws(VenueError) -> [VenueOrder] {
    let category = try categoryOfList(envelope)
    return try list(envelope) { row throws(VenueError) in try reports.order(row, category) }
  }

  private func positions(_ envelope: JSONValue) throws(VenueError) -> [VenuePosition] {
    let category = try categoryOfList(envelope)
    return try list(envelope) { row throws(VenueError) in try reports.position(row, category) }
  }

  private var calls: BybitCalls { BybitCalls(context: context, page: page) }

  /// Trades alone: what funding and settlements move is not among them.
  private func executions(_ envelope: JSONValue) throws(VenueError) -> [VenueExecution] {
    var executions: [VenueExecution] = []
    for row in try result(envelope).array("list").elements
    where try BybitReports.isTrade(row) {
      executions.append(try reports.execution(row, try categoryOfList(envelope)))
    }
    return executions
  }

  private func fundingPayments(_ envelope: JSONValue) throws(VenueError) -> [FundingPayment] {
    let category = try categoryOfList(envelope)
    return try list(envelope) { row throws(VenueError) in try reports.funding(row, category) }
  }

  private func categoryOfList(_ envelope: JSONValue) throws(VenueError) -> Name? {
    try result(envelope).nameIfStated("category")
  }

  private func balances(_ envelope: JSONValue) throws(VenueError) -> [VenueBalance] {
    var balances: [VenueBalance] = []
    for account in try result(envelope).array("list").elements {
      for coin in try account.array("coin").elements { balances.append(try reports.balance(coin)) }
    }
    return balances
  }

  func account(_ call: AccountCall, _ envelope: JSONValue) throws(VenueError) -> VenueReply {
    let answer: AccountAnswer
    switch call {
    case .fees(let kind, _):
      answer = .fees(
        try list(envelope) { row throws(VenueError) in
          FeeRate(
            instrument: reports.symbol(kind, try row.name("symbol")),
            maker: try row.number("makerFeeRate"), taker: try row.number("takerFeeRate"))
        })
    case .keyPermissions: answer = .keyPermissions(try permissions(try result(envelope)))
    case .accountInfo: answer = .accountInfo(try accountInfo(try result(envelope)))
    case .fundingBalances:
      answer = .balances(
        try list(envelope, "balance") { row throws(VenueError) in
          VenueBalance(
            asset: try row.name("coin"), total: try row.number("walletBalance"),
            available: try row.number("transferBalance"))
        })
    case .leverage: answer = .positions(try positions(envelope))
    case .setProtection, .setPositionModes, .cancelConditional: answer = .done
    case .orders:
      return VenueReply(
        .account(.orders(try orders(envelope))), next: try next(envelope))
    case .executions:
      return VenueReply(
        .account(.executions(try executions(envelope))), next: try next(envelope))
    case .fundingPayments:
      return VenueReply(
        .account(.fundingPayments(try fundingPayments(envelope))), next: try next(envelope))
    case .closedProfits:
      return VenueReply(
        .account(.closedProfits(try list(envelope, "list", closedProfit))),
        next: try next(envelope))
    case .movements:
      return VenueReply(
        .account(.movements(try list(envelope, "list", movement))), next: try next(envelope))
    }
    return VenueReply(.account(answer))
  }

  private func permissions(_ result: JSONValue) throws(VenueError) -> KeyPermissions {
    let granted = try result.object("permissions")
    func has(_ group: JSONKey, _ words: JSONKey...) -> Bool {
      guard let elements = granted[group]?.elements else { return false }
      return elements.contains { element in words.contains { element.isString($0) } }
    }
    let mayWrite = try result.integer("readOnly") == 0
    let expiry = try result.textIfStated("expiredAt").flatMap { Instant($0) }
    var addresses: [String] = []
    for address in result["ips"]?.elements ?? granted.elements {
      if let text = address.string, text != "*" { addresses.append(text) }
    }
    return KeyPermissions(
      mayRead: true, mayTradeSpot: mayWrite && has("Spot", "SpotTrade"),
      mayTradeContracts: mayWrite
        && (has("ContractTrade", "Order") || has("Derivatives", "DerivativesTrade")),
      mayTransfer: mayWrite && has("Wallet", "AccountTransfer", "SubMemberTransfer"),
      mayWithdraw: mayWrite && has("Wallet", "Withdraw"), addresses: addresses,
      expiresAt: expiry.flatMap { $0 > .epoch ? $0 : nil },
      account: try result.textIfStated("userID") ?? "")
  }

  private func accountInfo(_ result: JSONValue) throws(VenueError) -> AccountInfo {
    let text = try result.text("marginMode")
    guard let mode = MarginMode.allCases.first(where: { BybitWords.marginMode($0) == text }) else {
      throw .malformed("marginMode: expected one of three")
    }
    return AccountInfo(
      marginMode: mode, isUnified: try result.integer("unifiedMarginStatus") >= 3,
      hasDeadManSwitch: try result.textIfStated("dcpStatus") == "ON")
  }

  private func closedProfit(_ row: JSONValue) throws(VenueError) -> ClosedProfit {
    ClosedProfit(
      instrument: reports.symbol(.linear, try row.name("symbol")),
      venueOrderID: Name(venueText: try row.text("orderId")), side: try reports.side(row, "side"),
      quantity: try row.number("closedSize"), entryPrice: try row.number("avgEntryPrice"),
      exitPrice: try row.number("avgExitPrice"), profit: try row.number("closedPnl"),
      at: try row.instant("updatedTime"))
  }

  private func movement(_ row: JSONValue) throws(VenueError) -> AccountMovement {
    AccountMovement(
      id: Name(venueText: try row.text("id")), asset: try row.name("currency"),
      kind: try row.text("type"), change: try row.number("change"),
      balanceAfter: try row.numberIfStated("cashBalance"), at: try row.instant("transactionTime"))
  }
}
