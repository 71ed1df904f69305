import Quantities
import VenueSimulatorCore

// From a request to an answer: who asks, how often, and what.
extension BybitVenue {
  mutating func reply(to request: VenueRequest, _ endpoint: Endpoint) -> VenueReply {
    var headers: [(name: String, value: String)] = []
    do {
      let parameters = try parameters(of: request, endpoint)
      guard !endpoint.isPublic else {
        return envelope(try market(endpoint, parameters))
      }
      let account = try authenticate(request)
      try permit(endpoint, account)
      headers = try count(endpoint, parameters, account)
      let answer = try signed(endpoint, parameters, account)
      var reply = envelope(answer.result, message: answer.message, more: answer.more)
      reply.headers += headers
      return reply
    } catch {
      var reply = envelope(error, status: 200)
      reply.headers += headers
      return reply
    }
  }

  private func parameters(
    of request: VenueRequest, _ endpoint: Endpoint
  ) throws(Refusal) -> Parameters {
    guard endpoint.isPost else { return Parameters(query: request.query) }
    do {
      let tree = try JSONTree(reading: request.body)
      guard case .object = tree else { throw Refusal.parameter("request body is not an object") }
      return Parameters(tree)
    } catch {
      throw .parameter("params error: json unmarshal failed")
    }
  }

  /// The account whose key signed the request, in time.
  private func authenticate(_ request: VenueRequest) throws(Refusal) -> Int {
    let key = request.header("x-bapi-api-key") ?? ""
    let stamp = request.header("x-bapi-timestamp") ?? ""
    let sign = request.header("x-bapi-sign") ?? ""
    let window = request.header("x-bapi-recv-window") ?? ""
    guard !key.isEmpty, !stamp.isEmpty, !sign.isEmpty else {
      throw .parameter("empty value: apiTimestamp[\(stamp)] apiKey[\(key)] apiSignature[\(sign)]")
    }
    guard let account = exchange.accounts.firstIndex(where: { $0.key.key == key }) else {
      throw Refusal(10003, "API key is invalid.")
    }
    try checkTime(stamp, window)
    let payload = request.method == "GET" ? Array(request.query.utf8) : request.body
    let text = Array((stamp + key + window).utf8) + payload
    let expected = Signature.of(text, secret: exchange.accounts[account].key.secret)
    guard Signature.isEqual(expected, sign.lowercased()) else {
      throw Refusal(
        10004, "error sign! origin_string[\(String(decoding: text, as: UTF8.self))]")
    }
    return account
  }

  /// A request is good from its stamp to the end of its window, and at most a second early.
  func checkTime(_ stamp: String, _ window: String) throws(Refusal) {
    guard let sent = Int64(stamp) else { throw .parameter("timestamp invalid") }
    guard window.isEmpty || Int64(window).map({ $0 > 0 }) == true else {
      throw .parameter("recv_window invalid")
    }
    let window = Int64(window) ?? 5_000
    // A venue whose time runs faster takes stamps of the machine's clock as well.
    let clocks = lead.isZero ? [now] : [now, wall + .milliseconds(Int64(faults.clockSkew))]
    let isTimely = clocks.contains { clock in
      let server = clock.milliseconds
      return server - window <= sent && sent < server + 1_000
    }
    guard isTimely else {
      throw Refusal(
        10002,
        "invalid request, please check your server timestamp or recv_window param. "
          + "req_timestamp[\(stamp)],server_timestamp[\(now.milliseconds)],recv_window[\(window)]")
    }
  }

  func permit(_ endpoint: Endpoint, _ account: Int) throws(Refusal) {
    let permissions = exchange.accounts[account].key.permissions
    guard permissions.contains(endpoint.isPost ? .trade : .read) else {
      throw Refusal(10005, "Permission denied, please check your API key permissions.")
    }
  }

  /// Takes a call off the account's budget.
  mutating func count(
    _ endpoint: Endpoint, _ parameters: Parameters, _ account: Int
  ) throws(Refusal) -> [(name: String, value: String)] {
    let category = parameters["category"].flatMap(Category.init(rawValue:)) ?? .linear
    let cost = parameters.list("request")?.count ?? 1
    let uid = exchange.accounts[account].uid
    let limit = endpoint.limit(category)
    let allowance = rates.take(
      cost, of: "\(uid) \(endpoint.rawValue) \(category.rawValue)", limit: limit,
      in: .seconds(1), at: exchange.now)
    if faults.rateLimited > 0 {
      faults.rateLimited -= 1
    } else if !allowance.isExceeded || !limits.isOn {
      return [
        ("X-Bapi-Limit", "\(limit)"), ("X-Bapi-Limit-Status", "\(max(allowance.left, 0))"),
        ("X-Bapi-Limit-Reset-Timestamp", "\(allowance.resetsAt.milliseconds)"),
      ]
    }
    throw Refusal(10006, "Too many visits. Exceeded the API Rate Limit.")
  }

  /// What a call of an account gives.
  struct Answer {
    var result: JSONTree = [:]
    var message = "OK"
    var more: JSONTree = [:]
  }

  mutating func signed(
    _ endpoint: Endpoint, _ parameters: Parameters, _ account: Int
  ) throws(Refusal) -> Answer {
    switch endpoint {
    case .create: Answer(result: try create(parameters, account))
    case .amend: Answer(result: try amend(parameters, account))
    case .cancel: Answer(result: try cancel(parameters, account))
    case .cancelAll: Answer(result: try cancelAll(parameters, account))
    case .createBatch, .amendBatch, .cancelBatch: try batch(endpoint, parameters, account)
    case .openOrders: Answer(result: try openOrders(parameters, account))
    case .orderHistory: Answer(result: try orderHistory(parameters, account))
    case .executions: Answer(result: try executions(parameters, account))
    case .deadManSwitch:
      throw Refusal(10005, "Permission denied, only institutional accounts may set it.")
    case .positions: Answer(result: try positions(parameters, account))
    case .closedProfit: Answer(result: try closedProfit(parameters, account))
    case .setLeverage: Answer(result: try setLeverage(parameters, account))
    case .switchMode: Answer(result: try switchMode(parameters, account))
    case .tradingStop: Answer(result: try tradingStop(parameters, account))
    case .wallet: Answer(result: try wallet(parameters, account))
    case .accountInfo: Answer(result: accountInfo(account))
    case .feeRate: Answer(result: try feeRate(parameters), message: "OK")
    case .setMarginMode: try setMarginMode(parameters, account)
    case .keyInfo: Answer(result: keyInfo(account), message: "")
    case .coinInfo: Answer(result: coinInfo(parameters), message: "")
    case .fundingWallet: Answer(result: fundingWallet(parameters), message: "success")
    case .time, .instruments, .tickers, .orderBook, .recentTrades, .klines, .markKlines,
      .indexKlines, .premiumKlines, .fundingHistory, .riskLimit, .openInterest:
      Answer(result: try market(endpoint, parameters))
    }
  }

  /// An answer as the venue wraps it.
  mutating func envelope(
    _ result: JSONTree, message: String = "OK", more: JSONTree = [:]
  ) -> VenueReply {
    wrap([
      "retCode": 0, "retMsg": .text(message), "result": result, "retExtInfo": more,
      "time": JSONTree(now.milliseconds),
    ])
  }

  /// A refusal as the venue wraps it.
  mutating func envelope(_ refusal: Refusal, status: Int) -> VenueReply {
    var reply = wrap([
      "retCode": JSONTree(refusal.code), "retMsg": .text(refusal.text), "result": [:],
      "retExtInfo": [:], "time": JSONTree(now.milliseconds),
    ])
    reply.status = status
    return reply
  }

  private mutating func wrap(_ tree: JSONTree) -> VenueReply {
    requests += 1
    var reply = VenueReply(body: tree.utf8)
    let trace = String(requests, radix: 16)
    reply.headers = [
      ("Content-Type", "application/json; charset=utf-8"),
      ("Timenow", "\(now.milliseconds)"),
      ("Traceid", String(repeating: "0", count: max(32 - trace.count, 0)) + trace),
      ("Ret_code", tree["retCode"]?.scalar ?? "0"),
    ]
    return reply
  }

  /// The instrument that a symbol and a category name.
  func instrument(_ parameters: Parameters) throws(Refusal) -> Int {
    let category = try category(parameters)
    let symbol = try parameters.required("symbol")
    guard let category, let place = exchange.instrument(symbol, category) else {
      throw category == .spot
        ? Refusal(170121, "Invalid symbol.") : .parameter("params error: symbol invalid \(symbol)")
    }
    return place
  }

  /// The category that is asked for; nil for those that the venue has nothing of.
  func category(_ parameters: Parameters) throws(Refusal) -> Category? {
    let text = try parameters.required("category")
    if let category = Category(rawValue: text) { return category }
    guard text == "inverse" || text == "option" else {
      throw .parameter("params error: Category is invalid")
    }
    return nil
  }
}
