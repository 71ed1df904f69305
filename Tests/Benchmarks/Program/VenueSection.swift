import Digest
import Events
import Quantities
import Venues

/// Times what a venue's codec costs: a message of each kind, and an order.
///
/// Beside the figures stand those that NautilusTrader publishes for its Rust codec on a faster
/// machine: 686 ns a trade, 852 ns a quote, 4.0 µs a book, 4.9 µs an order event.
enum VenueSection {
  private static let rounds = 50_000
  private static let adapter = BybitAdapter()
  private static let context = VenueContext(
    environment: .mainnet, credentials: Credentials(key: "FAKE-KEY", secret: Secret("FAKE-SECRET")),
    now: Instant(milliseconds: 1_700_000_000_000),
    instruments: InstrumentDirectory(
      (["BTC/USDT", "BTC/USDT:USDT"] as [Name]).compactMap(adapter.assumedInstrument)))

  static func run() throws {
    for (name, published, stream, text) in messages {
      let bytes = Array(text.utf8)
      var news = 0
      let time = try medianDuration(of: 5) {
        for _ in 0..<rounds {
          news &+= try adapter.news(bytes, from: stream, in: context).count
        }
      }
      precondition(news >= rounds)
      figure(
        "\(name), \(bytes.count) bytes", "\(nanoseconds(time)) ns of processor time",
        target: published.map { "NautilusTrader \($0)" })
    }
    try order()
    try OrderPath.run()
  }

  private static func order() throws {
    let ticket = OrderTicket(
      instrument: "BTC/USDT:USDT", clientOrderID: "M-0123456789abcdef", side: .buy, kind: .limit,
      quantity: "0.01", limitPrice: "37111.5", timeInForce: .postOnly)
    var bytes = 0
    let time = try medianDuration(of: 5) {
      for _ in 0..<rounds {
        bytes &+= try adapter.request(.trading(.place(ticket)), page: .first, in: context).body
          .count
      }
    }
    precondition(bytes > 0)
    figure("build and sign an order", "\(nanoseconds(time)) ns of processor time")
    let message = [UInt8](repeating: 0x61, count: 250)
    var words: UInt64 = 0
    let signing = medianDuration(of: 5) {
      for _ in 0..<rounds {
        words ^= context.credentials?.secret.signature(of: message).words.0 ?? 0
      }
    }
    figure("of it HMAC-SHA256 of 250 bytes", "\(nanoseconds(signing)) ns of processor time")
  }

  private static func nanoseconds(_ time: Duration) -> Int {
    whole(time.processor / Double(rounds) * 1e9)
  }

  private static let messages: [(String, String?, VenueStream, String)] = [
    (
      "trade", "686 ns", .market(.linear),
      """
      {"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1672304486868,"data":[{"T":1672304486865,\
      "s":"BTCUSDT","S":"Buy","v":"0.001","p":"16578.50","L":"PlusTick",\
      "i":"20f43950-d8dd-5b31-9112-a178eb6023af","BT":false,"seq":1783284617}]}
      """
    ),
    (
      "kline", nil, .market(.linear),
      """
      {"topic":"kline.5.BTCUSDT","data":[{"start":1672324800000,"end":1672325099999,"interval":"5",\
      "open":"16649.5","close":"16677","high":"16677","low":"16608","volume":"2.081",\
      "turnover":"34666.4005","confirm":false,"timestamp":1672324988882}],"ts":1672324988882,\
      "type":"snapshot"}
      """
    ),
    (
      "ticker change", "852 ns (quote)", .market(.linear),
      """
      {"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","bid1Price":"66666.60",\
      "bid1Size":"23.165","ask1Price":"66666.70","ask1Size":"23.469"},"cs":9532239429,\
      "ts":1760325052630}
      """
    ),
    (
      "book change of 20 levels", "4.0 µs (book)", .market(.linear),
      """
      {"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1709891679500,"data":{"s":"BTCUSDT",\
      "b":[\(levels(27450))],"a":[\(levels(27460))],"u":123456790,"seq":987654322},\
      "cts":1709891679499}
      """
    ),
    (
      "order", "4.9 µs (order event)", .account,
      """
      {"id":"5923240c6880ab-c59f","topic":"order","creationTime":1672364262474,"data":[{"category":\
      "linear","symbol":"BTCUSDT","orderId":"5cf98598-39a7-459e-97bf-76ca765ee020","side":"Buy",\
      "orderType":"Limit","cancelType":"UNKNOWN","price":"30000.50","qty":"0.100","orderIv":"",\
      "timeInForce":"GTC","orderStatus":"Filled","orderLinkId":"M-0123456789abcdef",\
      "lastPriceOnCreated":"29950.00","reduceOnly":false,"leavesQty":"0","leavesValue":"0",\
      "cumExecQty":"0.100","cumExecValue":"3000.05","avgPrice":"30000.50","blockTradeId":"",\
      "positionIdx":0,"cumExecFee":"1.650028","createdTime":"1672364262444","updatedTime":\
      "1672364262457","rejectReason":"","stopOrderType":"","tpslMode":"Full","triggerPrice":"",\
      "takeProfit":"","stopLoss":"","tpTriggerBy":"","slTriggerBy":"","tpLimitPrice":"0",\
      "slLimitPrice":"0","triggerDirection":0,"triggerBy":"","closeOnTrigger":false,"smpType":\
      "None","smpGroup":0,"smpOrderId":"","feeCurrency":""}]}
      """
    ),
    (
      "execution", nil, .account,
      """
      {"topic":"execution","id":"386825804_BTCUSDT_140612148849382","creationTime":1746270400355,\
      "data":[{"category":"linear","symbol":"BTCUSDT","closedSize":"0.5","execFee":"26.3725275",\
      "execId":"0ab1bdf7-4219-438b-b30a-32ec863018f7","execPrice":"95900.1","execQty":"0.5",\
      "execType":"Trade","execValue":"47950.05","feeRate":"0.00055","tradeIv":"","markIv":"",\
      "blockTradeId":"","markPrice":"95901.48","indexPrice":"","underlyingPrice":"","leavesQty":"0",\
      "orderId":"9aac161b-8ed6-450d-9cab-c5cc67c21784","orderLinkId":"test-order-link-001",\
      "orderPrice":"94942.5","orderQty":"0.5","orderType":"Market","stopOrderType":"UNKNOWN",\
      "side":"Sell","execTime":"1746270400353","isLeverage":"0","isMaker":false,\
      "seq":140612148849382}]}
      """
    ),
  ]

  private static func levels(_ price: Int) -> String {
    (0..<10).map { "[\"\(price + $0).50\",\"0.\($0)12\"]" }.joined(separator: ",")
  }
}
