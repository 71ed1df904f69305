import Events
import Foundation
import Quantities
import TestSupport
import Testing
import Venues

/// Messages of Bybit's streams.
@Suite struct BybitStreamTests {
  static let adapter = BybitAdapter()
  static let symbols: [Name] = [
    "BTC/USDT", "ETH/USDT", "BTC/USDT:USDT", "ETH/USDT:USDT", "XRP/USDT:USDT", "ICP/USDT:USDT",
    "APEX/USDT",
  ]
  static let context = VenueContext(
    environment: .mainnet, now: Instant(milliseconds: 1_700_000_000_000),
    instruments: InstrumentDirectory(symbols.compactMap(adapter.assumedInstrument)))

  static func read(_ text: String, from stream: VenueStream) throws(VenueError) -> [StreamNews] {
    try adapter.news(Array(text.utf8), from: stream, in: context)
  }

  /// Topics that are read as values; the others are told as `other`.
  static let topics = [
    "kline.", "publicTrade.", "tickers.", "orderbook.1.", "execution", "order", "position",
    "wallet",
  ]

  @Test(.enabled(if: TestData.isPresent))
  func `every message of the documentation is read`() throws {
    let rows = try VectorRow.read("ws/bybit.jsonl")
    var counts = (values: 0, control: 0, others: 0, sent: 0)
    for row in rows {
      if row.json["direction"] as? String == "send" {
        counts.sent += 1
        continue
      }
      let message = try #require(row.json["message"] as? [String: Any])
      let topic = message["topic"] as? String ?? ""
      let isAccount = ["execution", "order", "position", "wallet"].contains {
        topic.hasPrefix($0) && !topic.hasPrefix("orderbook")
      }
      // Which kind a public message is of only its socket tells.
      let isSpot =
        topic.hasPrefix("tickers") && row.json["where"] as? String != nil
        && (message["data"] as? [String: Any])?["usdIndexPrice"] != nil
      let stream: VenueStream = isAccount ? .account : .market(isSpot ? .spot : .linear)
      let news = try Self.adapter.news(try row.data("message"), from: stream, in: Self.context)
      let isOther = news.allSatisfy { if case .other = $0 { true } else { false } }
      if topic.isEmpty {
        counts.control += 1
      } else if isOther {
        counts.others += 1
        print("not read: \(row.id) \(topic)")
      } else {
        counts.values += 1
      }
      #expect(isOther || Self.topics.contains { topic.hasPrefix($0) } || topic.isEmpty)
    }
    print("messages of streams: \(counts) of \(rows.count) rows")
    #expect(counts.values == 22 && counts.control == 21 && counts.others == 14)
  }

  @Test func `a closed candle is told from an open one`() throws {
    let text = """
      {"topic":"kline.5.BTCUSDT","data":[{"start":1672324800000,"end":1672325099999,\
      "interval":"5","open":"16649.5","close":"16677","high":"16677","low":"16608",\
      "volume":"2.081","turnover":"34666.4005","confirm":CONFIRM,"timestamp":1672324988882}],\
      "ts":1672324988882,"type":"snapshot"}
      """
    for isClosed in [true, false] {
      let news = try Self.read(
        text.replacingOccurrences(of: "CONFIRM", with: "\(isClosed)"), from: .market(.linear))
      let candle = VenueCandle(
        instrument: "BTC/USDT:USDT", timeFrame: .m5,
        openTime: Instant(milliseconds: 1_672_324_800_000), open: "16649.5", high: "16677",
        low: "16608", close: "16677", volume: "2.081", turnover: "34666.4005", isClosed: isClosed)
      guard case .candle(let read) = news.first else {
        Issue.record("\(news)")
        return
      }
      #expect(read == candle)
    }
  }

  @Test func `a book comes whole or in changes, and begins anew at one`() throws {
    func text(_ type: String, _ update: Int) -> String {
      """
      {"topic":"orderbook.50.BTCUSDT","type":"\(type)","ts":1709891679500,"data":{"s":"BTCUSDT",\
      "b":[["27450.00","0.400"]],"a":[["27451.00","0"]],"u":\(update),"seq":987654322},\
      "cts":1709891679499}
      """
    }
    for (type, update, isSnapshot) in [
      ("snapshot", 5, true), ("delta", 6, false), ("delta", 1, true),
    ] {
      let news = try Self.read(text(type, update), from: .market(.spot))
      let expected = BookUpdate(
        instrument: "BTC/USDT", depth: 50, isSnapshot: isSnapshot,
        bids: [BookLevel(price: "27450", quantity: "0.4")],
        asks: [BookLevel(price: "27451", quantity: 0)], updateID: Int64(update),
        sequence: 987_654_322, at: Instant(milliseconds: 1_709_891_679_500),
        matchedAt: Instant(milliseconds: 1_709_891_679_499))
      guard case .book(let book) = news.first else {
        Issue.record("\(news)")
        return
      }
      #expect(book == expected)
    }
  }

  @Test func `what a change of a ticker leaves out stays as it was`() throws {
    let whole = try Self.read(
      """
      {"topic":"tickers.BTCUSDT","type":"snapshot","data":{"symbol":"BTCUSDT","lastPrice":"10",\
      "bid1Price":"9","ask1Price":"11","fundingRate":"-0.005","nextFundingTime":"1760342400000"},\
      "cs":1,"ts":1760325052630}
      """, from: .market(.linear))
    let change = try Self.read(
      """
      {"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","bid1Price":"9.5"},\
      "cs":2,"ts":1760325052730}
      """, from: .market(.linear))
    guard case .ticker(let first) = whole.first, case .ticker(let second) = change.first else {
      Issue.record("not tickers")
      return
    }
    let ticker = first.updated(by: second)
    #expect(ticker.bid == "9.5" && ticker.last == 10 && ticker.ask == 11)
    #expect(ticker.fundingRate == "-0.005" && ticker.isWhole)
    #expect(ticker.at.milliseconds == 1_760_325_052_730)
  }

  @Test func `acknowledgements, pongs and refusals are told`() throws {
    let texts: [(String, String)] = [
      ("{\"success\":true,\"ret_msg\":\"pong\",\"conn_id\":\"1\",\"op\":\"ping\"}", "pong"),
      ("{\"req_id\":\"2\",\"op\":\"pong\",\"args\":[\"1\"],\"conn_id\":\"d\"}", "pong"),
      ("{\"success\":true,\"ret_msg\":\"\",\"req_id\":\"7\",\"op\":\"subscribe\"}", "subscribed 7"),
      (
        "{\"success\":false,\"ret_msg\":\"Invalid topic\",\"op\":\"subscribe\",\"req_id\":\"8\"}",
        "refused 8"
      ),
      ("{\"op\":\"auth\",\"success\":true}", "authenticated"),
      ("{\"retCode\":0,\"retMsg\":\"OK\",\"op\":\"auth\"}", "authenticated"),
      ("{\"retCode\":10004,\"retMsg\":\"sign\",\"op\":\"auth\"}", "not authenticated"),
      (
        "{\"success\":false,\"ret_msg\":\"error:invalid op\",\"request\":{\"op\":\"\"}}", "refused "
      ),
    ]
    for (text, expected) in texts {
      let news = try Self.read(text, from: .account)
      let word =
        switch news.first {
        case .pong: "pong"
        case .subscribed(let id, nil): "subscribed \(id)"
        case .subscribed(let id, .some): "refused \(id)"
        case .authenticated(nil): "authenticated"
        case .authenticated(.some): "not authenticated"
        default: "other"
        }
      #expect(word == expected, "\(text)")
    }
  }

  @Test func `an answer on the stream of orders reads like one of a request`() throws {
    let news = try Self.read(
      """
      {"reqId":"test-005","retCode":0,"retMsg":"OK","op":"order.create","data":{"orderId":\
      "a4c1718e-fe53-4659-a118-1f6ecce04ad9","orderLinkId":""},"retExtInfo":{},"connId":"c"}
      """, from: .orders)
    guard case .answer(let id, let body) = news.first else {
      Issue.record("no answer")
      return
    }
    #expect(id == "test-005")
    let reply = try Self.adapter.reply(
      to: BybitErrorTests.place, page: .first, VenueResponse(status: 200, body: body),
      in: Self.context)
    let order = Name(venueText: "a4c1718e-fe53-4659-a118-1f6ecce04ad9")
    #expect(reply.answer == .trading(.placed(venueOrderID: order)))
    #expect(order.venueText == "a4c1718e-fe53-4659-a118-1f6ecce04ad9")
  }

  @Test func `a fee is in what the rule says where the venue does not`() throws {
    func asset(_ category: String, _ side: String, _ fee: String, _ isMaker: Bool) throws -> Name? {
      let news = try Self.read(
        """
        {"topic":"execution","data":[{"category":"\(category)","symbol":"BTCUSDT",\
        "execFee":"\(fee)",\
        "execId":"7e2ae69c-4edf-5800-a352-893d52b446aa","execPrice":"100","execQty":"1",\
        "execType":"Trade","isMaker":\(isMaker),"orderId":"1","orderLinkId":"a","side":"\(side)",\
        "execTime":"1672364174443"}]}
        """, from: .account)
      guard case .account(.execution(let execution)) = news.first else { return nil }
      return execution.feeAsset
    }
    #expect(try asset("spot", "Buy", "0.1", false) == "BTC")
    #expect(try asset("spot", "Sell", "0.1", true) == "USDT")
    #expect(try asset("spot", "Buy", "-0.1", true) == "USDT")
    #expect(try asset("spot", "Sell", "-0.1", true) == "BTC")
    #expect(try asset("linear", "Buy", "0.1", false) == "USDT")
  }

  @Test func `funding is told among the account's trades`() throws {
    let row = """
      {"category":"linear","symbol":"BTCUSDT","execFee":"-0.7","feeRate":"0.0001",\
      "execId":"7e2ae69c-4edf-5800-a352-893d52b446aa","execPrice":"70000","execQty":"0.1",\
      "execType":"Funding","isMaker":false,"orderId":"1","orderLinkId":"","side":"Sell",\
      "execTime":"1672364174443"}
      """
    let news = try Self.read("{\"topic\":\"execution\",\"data\":[\(row)]}", from: .account)
    let payment = FundingPayment(
      instrument: "BTC/USDT:USDT",
      venueTradeID: Name(venueText: "7e2ae69c-4edf-5800-a352-893d52b446aa"), fee: "-0.7",
      feeAsset: "USDT", rate: "0.0001", quantity: "0.1", price: 70_000,
      at: Instant(milliseconds: 1_672_364_174_443))
    #expect(news == [.account(.funding(payment))])
  }
}
