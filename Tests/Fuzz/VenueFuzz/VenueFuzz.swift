import Digest
import Events
import Quantities
import Venues

private let adapter = BybitAdapter()

private let context = VenueContext(
  environment: .mainnet, credentials: Credentials(key: "k", secret: Secret("s")),
  now: Instant(milliseconds: 1_700_000_000_000),
  instruments: InstrumentDirectory(
    (["BTC/USDT", "BTC/USDT:USDT"] as [Name]).compactMap(adapter.assumedInstrument)))

private let calls: [VenueCall] = [
  .market(.serverTime), .market(.instruments(.linear)), .market(.instruments(.spot)),
  .market(.ticker("BTC/USDT:USDT")), .market(.orderBook("BTC/USDT", depth: 50)),
  .market(.trades("BTC/USDT", limit: nil)),
  .market(.candles(CandleQuery(instrument: "BTC/USDT", timeFrame: .m5))),
  .market(.fundingRates("BTC/USDT:USDT", since: nil, until: nil, limit: nil)),
  .market(.riskLimits(nil)), .market(.openInterest("BTC/USDT:USDT")),
  .trading(.cancel(OrderReference(instrument: "BTC/USDT", clientOrderID: "a"))),
  .trading(.cancelAll(nil)), .trading(.openOrders(nil)), .trading(.positions(nil)),
  .trading(.orderHistory("BTC/USDT", since: .epoch)),
  .trading(.executions("BTC/USDT", since: .epoch)), .trading(.balances),
  .trading(.fundingPayments(since: .epoch)),
  .account(.fees(.spot, nil)), .account(.keyPermissions), .account(.accountInfo),
  .account(.fundingBalances(asset: nil)),
  .account(.fundingPayments(ExecutionQuery(kind: .linear))),
  .account(.closedProfits("BTC/USDT:USDT", since: nil, limit: nil)),
  .account(.movements(asset: nil, since: nil, limit: nil)),
  .batch(.cancel([])),
]

private let streams: [VenueStream] = [.market(.linear), .market(.spot), .account, .orders]

/// One input of the fuzzer: the first byte chooses who reads, the others are what is read.
///
/// No bytes may trap: each reader ends in a value or in a typed error.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard let start = unsafe start, count > 0 else { return 0 }
  let input = unsafe UnsafeBufferPointer(start: start, count: count)
  let choice = Int(unsafe input[0])
  let bytes = unsafe Array(input[1...])
  if choice < 128 {
    let call = calls[choice % calls.count]
    let response = VenueResponse(status: choice == 127 ? 502 : 200, body: bytes)
    let reply = try? adapter.reply(to: call, page: .first, response, in: context)
    if let next = reply?.next { _ = try? adapter.request(call, page: next, in: context) }
  } else if choice < 240 {
    _ = try? adapter.news(bytes, from: streams[choice % streams.count], in: context)
  } else {
    _ = try? UnifiedRow(bytes).request(by: adapter)
  }
  return 0
}
