import Events
import Quantities

extension BybitAdapter {
  public func address(
    of stream: VenueStream, in context: VenueContext
  ) throws(VenueError) -> String {
    let hosts = try hosts(in: context)
    switch stream {
    case .market(let kind): return "\(hosts.publicStream)/\(kind.rawValue)"
    case .account: return hosts.privateStream
    case .orders:
      guard let address = hosts.orderStream else {
        throw VenueError(.unsupported, text: "no stream for orders", field: "stream")
      }
      return address
    }
  }

  /// How long after now a login may arrive.
  static let loginWindow = Interval.seconds(10)

  public func authentication(
    of stream: VenueStream, in context: VenueContext
  ) throws(VenueError) -> String? {
    if case .market = stream { return nil }
    let credentials = try credentials(in: context)
    let expires = String((context.now + Self.loginWindow).milliseconds)
    let signature = BybitAdapter.streamSignature(expires: expires, with: credentials)
    var text: [UInt8] = Array("{\"op\":\"auth\",\"args\":[".utf8)
    JSONText.append(credentials.key, to: &text)
    text.append(contentsOf: ",\"\(expires)\",\"\(signature)\"]}".utf8)
    return String(decoding: text, as: UTF8.self)
  }

  // MARK: Subscriptions

  public func subscription(
    _ topics: [StreamTopic], of stream: VenueStream, ends: Bool, id: Int, in context: VenueContext
  ) throws(VenueError) -> [String] {
    var words: [String] = []
    for topic in topics { words.append(try word(for: topic, of: stream, in: context)) }
    // Spot takes ten topics a message; so do the others here.
    var messages: [String] = []
    for start in stride(from: 0, to: words.count, by: 10) {
      let args = words[start..<min(start + 10, words.count)].map { "\"\($0)\"" }
      messages.append(
        "{\"req_id\":\"\(id + messages.count)\",\"op\":\"\(ends ? "unsubscribe" : "subscribe")\","
          + "\"args\":[\(args.joined(separator: ","))]}")
    }
    return messages
  }

  private func word(
    for topic: StreamTopic, of stream: VenueStream, in context: VenueContext
  ) throws(VenueError) -> String {
    switch topic {
    case .candles(let symbol, let frame):
      return "kline.\(try BybitWords.interval(frame)).\(try venueSymbol(symbol, stream, context))"
    case .trades(let symbol): return "publicTrade.\(try venueSymbol(symbol, stream, context))"
    case .ticker(let symbol): return "tickers.\(try venueSymbol(symbol, stream, context))"
    case .book(let symbol, let depth):
      guard capabilities.bookDepths.contains(depth) else {
        throw VenueError(.unsupported, text: "no books of \(depth) levels", field: "depth")
      }
      return "orderbook.\(depth).\(try venueSymbol(symbol, stream, context))"
    case .orders: return try accountWord("order", stream)
    case .executions: return try accountWord("execution", stream)
    case .positions: return try accountWord("position", stream)
    case .balances: return try accountWord("wallet", stream)
    case .deadManSwitch: return try accountWord("dcp.future", stream)
    }
  }

  private func accountWord(_ word: String, _ stream: VenueStream) throws(VenueError) -> String {
    guard stream == .account else {
      throw VenueError(.unsupported, text: "\(word) is told to accounts", field: "topic")
    }
    return word
  }

  private func venueSymbol(
    _ symbol: Name, _ stream: VenueStream, _ context: VenueContext
  ) throws(VenueError) -> Name {
    let listing = try context.instruments.listing(symbol)
    guard stream == .market(listing.kind) else {
      throw VenueError(.unsupported, text: "\(symbol) is told by another stream", field: "topic")
    }
    return listing.venueSymbol
  }

  // MARK: Orders

  public func streamRequest(
    _ call: VenueCall, id: String, in context: VenueContext
  ) throws(VenueError) -> String {
    let words = try endpointCall(call, page: .first, in: context)
    let operation: String
    switch BybitEndpoint(rawValue: words.path) {
    case .create: operation = "order.create"
    case .amend: operation = "order.amend"
    case .cancel: operation = "order.cancel"
    case .createBatch: operation = "order.create-batch"
    case .amendBatch: operation = "order.amend-batch"
    case .cancelBatch: operation = "order.cancel-batch"
    default: throw VenueError(.unsupported, text: "\(words.path) by a stream", field: "call")
    }
    var text: [UInt8] = Array("{\"reqId\":".utf8)
    JSONText.append(id, to: &text)
    text.append(
      contentsOf: ",\"header\":{\"X-BAPI-TIMESTAMP\":\"\(context.now.milliseconds)\",".utf8)
    text.append(
      contentsOf: "\"X-BAPI-RECV-WINDOW\":\"\(context.receiveWindow.milliseconds)\"},".utf8)
    text.append(contentsOf: "\"op\":\"\(operation)\",\"args\":[".utf8)
    text.append(contentsOf: words.json)
    text.append(contentsOf: "]}".utf8)
    return String(decoding: text, as: UTF8.self)
  }
}
