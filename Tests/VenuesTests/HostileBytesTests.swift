import Events
import Quantities
import TestSupport
import Testing
import Venues

/// Bytes that are not what a venue says.
@Suite struct HostileBytesTests {
  static let adapter = BybitAdapter()
  static let context = BybitPagingTests.context

  static let orderRow = """
    {"symbol":"BTCUSDT","category":"linear","orderId":"fd4300ae-7847-404e-b947-b46980a4d140",\
    "orderLinkId":"a-1","side":"Buy","orderType":"Limit","price":"1600.00","qty":"0.10",\
    "orderStatus":"PartiallyFilled","avgPrice":"1599.5","cumExecQty":"0.04","cumExecValue":"64",\
    "timeInForce":"GTC","triggerPrice":"","triggerDirection":0,"reduceOnly":false,\
    "rejectReason":"EC_NoError","createdTime":"1684738540559","updatedTime":"1684738540561"}
    """
  static let executionRow = """
    {"symbol":"BTCUSDT","category":"linear","execId":"e0cbe81d-0f18-5866-9415-cf319b5dab3b",\
    "orderId":"8c065341","orderLinkId":"","side":"Buy","execPrice":"1190.15","execQty":"0.1",\
    "execFee":"0.071409","feeCurrency":"","execType":"Trade","isMaker":false,\
    "execTime":"1672282722429"}
    """
  static let positionRow = """
    {"symbol":"BTCUSDT","category":"linear","side":"Buy","size":"100","avgPrice":"0.3615",\
    "liqPrice":"","leverage":"10","positionIdx":0,"unrealisedPnl":"-1.83","markPrice":"0.3432",\
    "positionIM":"3.6","positionMM":"0.38","updatedTime":"1672279322668"}
    """
  static let instrumentRow = """
    {"symbol":"BTCUSDT","status":"Trading","baseCoin":"BTC","quoteCoin":"USDT","settleCoin":"USDT",\
    "launchTime":"1585526400000","deliveryTime":"0","leverageFilter":{"minLeverage":"1",\
    "maxLeverage":"100.00","leverageStep":"0.01"},"priceFilter":{"minPrice":"0.10","maxPrice":\
    "1999999.80","tickSize":"0.10"},"lotSizeFilter":{"maxOrderQty":"1190.000","minOrderQty":\
    "0.001","qtyStep":"0.001","maxMktOrderQty":"500.000","minNotionalValue":"5"},\
    "fundingInterval":480}
    """

  /// Calls with what the venue answers to them.
  static let answers: [(VenueCall, String)] = [
    (.trading(.openOrders("BTC/USDT:USDT")), list(orderRow)),
    (.trading(.executions("BTC/USDT:USDT", since: context.now)), list(executionRow)),
    (.trading(.positions("BTC/USDT:USDT")), list(positionRow)),
    (.market(.instruments(.linear)), list(instrumentRow)),
    (
      .trading(.balances),
      list("{\"coin\":[{\"coin\":\"USDT\",\"walletBalance\":\"10\",\"locked\":\"1\"}]}")
    ),
    (
      .market(.candles(CandleQuery(instrument: "BTC/USDT", timeFrame: .m5))),
      list("[\"1670608800000\",\"17071\",\"17073\",\"17027\",\"17055.5\",\"268611\",\"15.7\"]")
    ),
    (
      .market(.orderBook("BTC/USDT", depth: 50)),
      envelope(
        "{\"s\":\"BTCUSDT\",\"a\":[[\"65557.7\",\"16\"]],\"b\":[[\"65485.47\",\"47\"]],"
          + "\"ts\":1716863719031,\"u\":230704,\"seq\":1432604333,\"cts\":1716863718905}")
    ),
    (
      .market(.ticker("BTC/USDT")),
      list("{\"symbol\":\"BTCUSDT\",\"lastPrice\":\"20533.13\",\"price24hPcnt\":\"0.0068\"}")
    ),
    (BybitErrorTests.place, envelope("{\"orderId\":\"1321003749386327552\",\"orderLinkId\":\"\"}")),
    (
      .trading(.cancel(OrderReference(instrument: "BTC/USDT", clientOrderID: "a"))),
      envelope("{\"orderId\":\"1\",\"orderLinkId\":\"a\"}")
    ),
  ]

  static func envelope(_ result: String) -> String {
    "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":\(result),\"time\":1700000000000}"
  }

  static func list(_ row: String) -> String {
    envelope("{\"category\":\"linear\",\"list\":[\(row)],\"nextPageCursor\":\"a%3Ab\"}")
  }

  static let messages: [(VenueStream, String)] = [
    (.account, "{\"topic\":\"order\",\"creationTime\":1,\"data\":[\(orderRow)]}"),
    (.account, "{\"topic\":\"execution\",\"creationTime\":1,\"data\":[\(executionRow)]}"),
    (.account, "{\"topic\":\"position\",\"creationTime\":1,\"data\":[\(positionRow)]}"),
    (
      .market(.linear),
      "{\"topic\":\"orderbook.50.BTCUSDT\",\"type\":\"delta\",\"ts\":1709891679500,\"data\":"
        + "{\"s\":\"BTCUSDT\",\"b\":[[\"1\",\"2\"]],\"a\":[],\"u\":2,\"seq\":9}}"
    ),
    (
      .market(.linear),
      "{\"topic\":\"publicTrade.BTCUSDT\",\"ts\":1,\"data\":[{\"T\":1672304486865,\"s\":"
        + "\"BTCUSDT\",\"S\":\"Buy\",\"v\":\"0.001\",\"p\":\"16578.50\",\"i\":\"20f4\"}]}"
    ),
    (
      .orders,
      "{\"reqId\":\"1\",\"retCode\":0,\"op\":\"order.create\",\"data\":{\"orderId\":\"1\"}}"
    ),
    (.account, "{\"success\":false,\"ret_msg\":\"x\",\"op\":\"auth\",\"retCode\":\"10004\"}"),
  ]

  @Test func `undamaged, all of it is read`() throws {
    for (call, text) in Self.answers {
      _ = try Self.adapter.reply(
        to: call, page: .first, VenueResponse(status: 200, body: Array(text.utf8)),
        in: Self.context)
    }
    for (stream, text) in Self.messages {
      #expect(try !Self.adapter.news(Array(text.utf8), from: stream, in: Self.context).isEmpty)
    }
  }

  static func damaged(_ text: String, _ random: inout Seeded) -> [UInt8] {
    var bytes = Array(text.utf8)
    let junk = [
      "\"", "{", "[", "]", "}", ",", "1e999", "-", "null", "\\u0000", "NaN", "99999999999999999999",
      String(repeating: "[", count: 64), "\"retCode\":1,",
    ]
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, place + Int.random(in: 1...9, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: (junk.randomElement(using: &random) ?? "").utf8, at: place)
      default: bytes.removeLast(bytes.count - place)
      }
    }
    return bytes
  }

  @Test(arguments: 0..<200) func `damaged, it ends in a value or a typed error`(seed: Int) {
    var random = Seeded(seed)
    for (call, text) in Self.answers {
      let bytes = Self.damaged(text, &random)
      do throws(VenueError) {
        _ = try Self.adapter.reply(
          to: call, page: .first, VenueResponse(status: 200, body: bytes), in: Self.context)
      } catch {
        // Unless the venue itself refused, of what may have been done nothing says that it was not.
        #expect(
          call.isQuery || !error.category.provesThatNothingHappened || !error.code.isEmpty,
          "\(error): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
    for (stream, text) in Self.messages {
      _ = try? Self.adapter.news(Self.damaged(text, &random), from: stream, in: Self.context)
    }
    let row =
      "{\"call\":\"createOrder\",\"args\":{\"symbol\":\"BTC/USDT\",\"type\":\"limit\","
      + "\"side\":\"buy\",\"amount\":0.01,\"price\":31649.999999999996,\"params\":{}},"
      + "\"time_ms\":1700000000000,\"credentials\":{\"apiKey\":\"k\",\"secret\":\"s\"}}"
    _ = try? UnifiedRow(Self.damaged(row, &random)).request(by: Self.adapter)
  }
}
