import Digest
import Events
import Quantities
import Testing
import Venues

/// Calls of several requests.
@Suite struct BybitPagingTests {
  static let adapter = BybitAdapter()
  static let now = Instant(milliseconds: 1_700_000_000_000)
  static let context = VenueContext(
    environment: .mainnet, credentials: Credentials(key: "KEY", secret: Secret("SECRET")),
    now: now, instruments: TicketRulesTests.instruments)

  /// The queries that a call asks, one after the other, when the venue answers with these cursors.
  static func asked(
    _ call: VenueCall, cursors: [String], in context: VenueContext = context
  ) throws -> [String] {
    var asked: [String] = []
    var page: VenuePage? = .first
    var cursors = cursors[...]
    while let current = page, asked.count < 20 {
      let request = try adapter.request(call, page: current, in: context)
      let words = request.url.split(separator: "?").dropFirst().first.map(String.init)
      asked.append(words ?? String(decoding: request.body, as: UTF8.self))
      let cursor = cursors.popFirst() ?? ""
      let row = cursor.isEmpty ? "" : BybitPagingTests.row
      let body = """
        {"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[\(row)],\
        "nextPageCursor":"\(cursor)"},"time":1700000000000}
        """
      page = try adapter.reply(
        to: call, page: current, VenueResponse(status: 200, body: Array(body.utf8)), in: context
      ).next
    }
    return asked
  }

  static let row = """
    {"symbol":"BTCUSDT","orderId":"1","side":"Buy","orderType":"Market","qty":"1",\
    "orderStatus":"New","createdTime":"1","size":"1"}
    """

  @Test func `a cursor is followed to its end, as it was spelled`() throws {
    let asked = try Self.asked(
      .trading(.openOrders("BTC/USDT:USDT")), cursors: ["page_args%3Dfd43%26x", "b", ""])
    #expect(
      asked == [
        "category=linear&symbol=BTCUSDT&limit=50",
        "category=linear&symbol=BTCUSDT&limit=50&cursor=page_args%3Dfd43%26x",
        "category=linear&symbol=BTCUSDT&limit=50&cursor=b",
      ])
  }

  @Test func `a cursor that comes back, or would add parameters, is not followed`() throws {
    #expect(
      try Self.asked(.trading(.openOrders("BTC/USDT:USDT")), cursors: ["a", "a", "a"]).count == 2)
    for cursor in ["a&symbol=ETHUSDT", "a b", "a#b", String(repeating: "x", count: 2000)] {
      #expect(
        try Self.asked(.trading(.openOrders("BTC/USDT:USDT")), cursors: [cursor]).count == 1)
    }
  }

  @Test func `an account is asked part by part`() throws {
    #expect(
      try Self.asked(.trading(.openOrders(nil)), cursors: []) == [
        "category=linear&settleCoin=USDT&limit=50", "category=spot&limit=50",
      ])
    #expect(
      try Self.asked(.trading(.positions(nil)), cursors: []) == [
        "category=linear&settleCoin=USDT&limit=200"
      ])
    #expect(
      try Self.asked(.trading(.cancelAll(nil)), cursors: []) == [
        "{\"category\":\"linear\",\"settleCoin\":\"USDT\"}", "{\"category\":\"spot\"}",
        "{\"category\":\"spot\",\"orderFilter\":\"StopOrder\"}",
        "{\"category\":\"spot\",\"orderFilter\":\"tpslOrder\"}",
      ])
  }

  @Test func `an order that is not among the recent ones is looked for in the history`() throws {
    let order = OrderReference(instrument: "BTC/USDT:USDT", clientOrderID: "a-1")
    var paths: [String] = []
    var page: VenuePage? = .first
    while let current = page {
      let request = try Self.adapter.request(
        .trading(.order(order)), page: current, in: Self.context)
      paths.append(request.endpoint)
      let body = "{\"retCode\":0,\"retMsg\":\"\",\"result\":{\"list\":[]},\"time\":1}"
      page = try Self.adapter.reply(
        to: .trading(.order(order)), page: current,
        VenueResponse(status: 200, body: Array(body.utf8)), in: Self.context
      ).next
    }
    #expect(paths == ["/v5/order/realtime", "/v5/order/history"])
  }

  @Test func `a long range is asked in pieces of seven days`() throws {
    let since = Self.now - .days(16)
    let asked = try Self.asked(
      .trading(.executions("BTC/USDT:USDT", since: since)), cursors: [])
    #expect(asked.count == 3)
    for (index, query) in asked.enumerated() {
      let start = since + .days(7 * Int64(index))
      let end = min(start + .days(7), Self.now)
      #expect(
        query.contains("startTime=\(start.milliseconds)&endTime=\(end.milliseconds)"), "\(query)")
    }
  }

  @Test func `funding of all contracts is one question`() throws {
    let since = Self.now - .hours(1)
    #expect(
      try Self.asked(.trading(.fundingPayments(since: since)), cursors: []) == [
        "category=linear&execType=Funding&startTime=\(since.milliseconds)"
          + "&endTime=\(Self.now.milliseconds)&limit=100"
      ])
  }

  @Test func `the registry knows venues by name, and takes others`() {
    var registry = VenueRegistry.standard
    #expect(registry.names == ["bybit"])
    #expect(registry["bybit"]?.capabilities.hasFutures == true)
    #expect(registry["nowhere"] == nil)
    registry.register(BybitAdapter())
    #expect(registry.names == ["bybit"])
  }
}
