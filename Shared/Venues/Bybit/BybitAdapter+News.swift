import Events
import Quantities
import Requests

extension BybitAdapter {
  public func news(
    _ message: [UInt8], from stream: VenueStream, in context: VenueContext
  ) throws(VenueError) -> [StreamNews] {
    let root = try JSONDocument(message).root
    guard let topic = root[Keys.topic] else { return try control(root, message) }
    let reports = BybitReports(instruments: context.instruments)
    if case .market(let kind) = stream {
      return try market(topic, root, kind, reports)
    }
    return try account(topic, root, reports)
  }

  private enum Keys {
    static let topic: JSONKey = "topic"
    static let data: JSONKey = "data"
    static let type: JSONKey = "type"
    static let snapshot: JSONKey = "snapshot"
    static let delta: JSONKey = "delta"
    static let trades: JSONKey = "publicTrade."
    static let books: JSONKey = "orderbook."
    static let candles: JSONKey = "kline."
    static let tickers: JSONKey = "tickers."
    static let order: JSONKey = "order"
    static let execution: JSONKey = "execution"
    static let early: JSONKey = "execution.fast"
    static let position: JSONKey = "position"
    static let wallet: JSONKey = "wallet"
    static let symbol: JSONKey = "s"
    static let time: JSONKey = "ts"
    static let matched: JSONKey = "cts"
  }

  // MARK: Markets

  private func market(
    _ topic: JSONValue, _ root: JSONValue, _ kind: InstrumentKind, _ reports: BybitReports
  ) throws(VenueError) -> [StreamNews] {
    if topic.hasPrefix(Keys.trades) {
      var news: [StreamNews] = []
      for row in try root.array(Keys.data).elements {
        news.append(.trade(try reports.streamTrade(row, kind)))
      }
      return news
    }
    if topic.hasPrefix(Keys.books) { return try book(topic, root, kind, reports) }
    if topic.hasPrefix(Keys.candles) { return try candles(topic, root, kind, reports) }
    if topic.hasPrefix(Keys.tickers) {
      return [
        .ticker(
          try reports.ticker(
            try root.object(Keys.data), kind, isWhole: try isSnapshot(root),
            at: try root.instant(Keys.time)))
      ]
    }
    return [.other(topic: topic.string ?? "")]
  }

  private func isSnapshot(_ root: JSONValue) throws(VenueError) -> Bool {
    if let type = root[Keys.type] {
      if type.isString(Keys.snapshot) { return true }
      if type.isString(Keys.delta) { return false }
    }
    throw .malformed("type: expected snapshot or delta")
  }

  private func book(
    _ topic: JSONValue, _ root: JSONValue, _ kind: InstrumentKind, _ reports: BybitReports
  ) throws(VenueError) -> [StreamNews] {
    guard let parts = topic.parts, parts.count == 3, let depth = Int(parts[1].description) else {
      // Books of retail orders have levels of three numbers.
      return [.other(topic: topic.string ?? "")]
    }
    let data = try root.object(Keys.data)
    var update = try reports.book(
      data, reports.symbol(kind, try data.name(Keys.symbol)), isSnapshot: try isSnapshot(root),
      depth: depth, at: try root.instant(Keys.time),
      matchedAt: try root.instantIfStated(Keys.matched))
    // After a restart of the venue the count begins anew, and the book with it.
    if update.updateID == 1 { update.isSnapshot = true }
    return [.book(update)]
  }

  private func candles(
    _ topic: JSONValue, _ root: JSONValue, _ kind: InstrumentKind, _ reports: BybitReports
  ) throws(VenueError) -> [StreamNews] {
    guard let parts = topic.parts, parts.count == 3, let frame = BybitWords.frame(parts[1]) else {
      return [.other(topic: topic.string ?? "")]
    }
    let symbol = reports.symbol(kind, parts[2])
    var news: [StreamNews] = []
    for row in try root.array(Keys.data).elements {
      news.append(
        .candle(
          VenueCandle(
            instrument: symbol, timeFrame: frame, openTime: try row.instant("start"),
            open: try row.number("open"), high: try row.number("high"), low: try row.number("low"),
            close: try row.number("close"), volume: try row.number("volume"),
            turnover: try row.number("turnover"), isClosed: try row.flag("confirm"))))
    }
    return news
  }

  // MARK: The account

  private func account(
    _ topic: JSONValue, _ root: JSONValue, _ reports: BybitReports
  ) throws(VenueError) -> [StreamNews] {
    guard let data = root[Keys.data], data.isArray else {
      return [.other(topic: topic.string ?? "")]
    }
    var news: [StreamNews] = []
    for row in data.elements {
      // Of the formats before version 5, and of options and inverse contracts, nothing is traded
      // here.
      if topic.hasPrefix(Keys.wallet) {
        guard let coins = row["coin"], coins.isArray else { continue }
        for coin in coins.elements {
          news.append(.account(.balance(try reports.balance(coin))))
        }
      } else if BybitReports.kind(try row.nameIfStated("category")) != nil {
        if let one = try report(topic, row, reports) { news.append(one) }
      }
    }
    return news.isEmpty && data[0] != nil ? [.other(topic: topic.string ?? "")] : news
  }

  private func report(
    _ topic: JSONValue, _ row: JSONValue, _ reports: BybitReports
  ) throws(VenueError) -> StreamNews? {
    if topic.hasPrefix(Keys.early) { return .earlyExecution(try reports.earlyExecution(row)) }
    if topic.hasPrefix(Keys.execution) {
      if try BybitReports.isTrade(row) {
        return .account(.execution(try reports.execution(row, nil)))
      }
      guard row["execType"]?.string == "Funding" else { return nil }
      return .account(.funding(try reports.funding(row, nil)))
    }
    if topic.hasPrefix(Keys.order) { return .account(.order(try reports.order(row, nil))) }
    if topic.hasPrefix(Keys.position) {
      return .account(.position(try reports.position(row, nil)))
    }
    return nil
  }

  // MARK: What is not about a topic

  private func control(_ root: JSONValue, _ message: [UInt8]) throws(VenueError) -> [StreamNews] {
    guard root.isObject else { throw .malformed("expected an object") }
    let operation = root["op"]?.string ?? root["request"]?["op"]?.string ?? ""
    let id = try root.textIfStated("req_id") ?? ""
    let text = root["ret_msg"]?.string ?? root["retMsg"]?.string ?? ""
    switch operation {
    case "ping", "pong": return [.pong]
    case "subscribe", "unsubscribe":
      let isTaken = try root.flag("success")
      return [.subscribed(id: id, isTaken ? nil : VenueError(.badRequest, text: text))]
    case "auth": return [.authenticated(try authentication(root, text))]
    case _ where operation.hasPrefix("order."):
      return [.answer(id: try root.textIfStated("reqId") ?? "", try body(of: root))]
    default:
      if root["success"]?.flag == false {
        return [.subscribed(id: id, VenueError(.badRequest, text: text))]
      }
      return [.other(topic: "")]
    }
  }

  private func authentication(
    _ root: JSONValue, _ text: String
  ) throws(VenueError) -> VenueError? {
    let code = root["retCode"]?.text ?? "0"
    if code == "0", root["success"]?.flag != false { return nil }
    guard code != "0" else { return VenueError(.auth, text: text) }
    return BybitErrors.error(code: code, text: text, isQuery: true)
  }

  /// An answer of the order stream as the body of a response would be.
  private func body(of root: JSONValue) throws(VenueError) -> [UInt8] {
    var parameters: [EndpointParameter] = []
    for (name, key) in [
      ("retCode", "retCode"), ("retMsg", "retMsg"), ("result", "data"),
      ("retExtInfo", "retExtInfo"),
    ] as [(String, JSONKey)] {
      if let value = root[key] { parameters.append(.init(name, .json(value.source))) }
    }
    return EndpointCall(.post, "", parameters).json
  }
}
