public import Events
public import Quantities
import Requests

/// Bybit's interface of version 5, spot and linear contracts of unified accounts.
public struct BybitAdapter: VenueAdapter {
  public init() {}

  public var capabilities: VenueCapabilities { BybitAdapter.declared }

  private static let declared = VenueCapabilities(
    name: "bybit", hasSpot: true, hasFutures: true, hasMargin: false, maximumLeverage: 200,
    orderKinds: [.market, .limit, .stop, .stopLimit, .takeProfit],
    timesInForce: [.goodTillCancelled, .immediateOrCancel, .fillOrKill, .postOnly],
    timeFrames: BybitWords.intervals.map(\.frame), positionModes: [.oneWay, .hedge],
    marginModes: [.isolated, .cross, .portfolio], canAmend: true, canBatch: true,
    hasPrivateStream: true, hasOrderStream: true, hasDeadManSwitch: true,
    bookDepths: [1, 50, 200, 1000], clientOrderIDLength: 36, environments: BybitAdapter.hosts,
    rateLimits: BybitAdapter.rateLimits)

  public var ping: (text: String, every: Interval) { ("{\"op\":\"ping\"}", .seconds(20)) }

  static let hosts: [VenueEnvironment: VenueHosts] = [
    .mainnet: VenueHosts(
      rest: "https://api.bybit.com", publicStream: "wss://stream.bybit.com/v5/public",
      privateStream: "wss://stream.bybit.com/v5/private",
      orderStream: "wss://stream.bybit.com/v5/trade"),
    .testnet: VenueHosts(
      rest: "https://api-testnet.bybit.com",
      publicStream: "wss://stream-testnet.bybit.com/v5/public",
      privateStream: "wss://stream-testnet.bybit.com/v5/private",
      orderStream: "wss://stream-testnet.bybit.com/v5/trade"),
    .demo: VenueHosts(
      rest: "https://api-demo.bybit.com", publicStream: "wss://stream.bybit.com/v5/public",
      privateStream: "wss://stream-demo.bybit.com/v5/private"),
  ]

  private static var rateLimits: [RateLimit] {
    var limits = [RateLimit(endpoint: "", scope: .address, count: 600, window: .seconds(5))]
    for (endpoint, linear, spot) in BybitEndpoint.limits {
      for (kind, count) in [(InstrumentKind.linear, linear), (.spot, spot)] {
        limits.append(
          RateLimit(
            endpoint: endpoint.rawValue, scope: .account, kind: kind, count: count,
            window: .seconds(1)))
      }
    }
    return limits
  }

  func hosts(in context: VenueContext) throws(VenueError) -> VenueHosts {
    if let hosts = context.hosts { return hosts }
    guard let hosts = BybitAdapter.hosts[context.environment] else {
      throw VenueError(.unsupported, text: "no \(context.environment.rawValue) at bybit")
    }
    return hosts
  }

  public func request(
    _ call: VenueCall, page: VenuePage, in context: VenueContext
  ) throws(VenueError) -> VenueRequest {
    var request = try request(endpointCall(call, page: page, in: context), in: context)
    if case .trading(.place(let ticket)) = call, ticket.isReduceOnly || ticket.stopPrice != nil {
      request.priority = .stop
    }
    if case .batch(let batch) = call { request.weight = batch.count }
    return request
  }

  /// What a call says in Bybit's words, before it is signed.
  public func endpointCall(
    _ call: VenueCall, page: VenuePage, in context: VenueContext
  ) throws(VenueError) -> EndpointCall {
    let words = BybitCalls(context: context, page: page)
    switch call {
    case .market(let call): return try words.market(call)
    case .trading(let call): return try words.trading(call)
    case .account(let call): return try words.account(call)
    case .batch(let batch): return try words.batch(batch)
    case .endpoint(let call): return call
    }
  }
}

extension BybitAdapter {
  public func assumedInstrument(_ symbol: Name) -> VenueInstrument? {
    let words = symbol.description.split { $0 == "/" || $0 == ":" }
    guard words.count == 2 || words.count == 3,
      let venueSymbol = Name("\(words[0])\(words[1])"[...]),
      let base = Name(words[0]), let quote = Name(words[1]),
      let settle = Name(words[words.count - 1])
    else { return nil }
    var instrument = VenueInstrument(
      symbol: symbol, venueSymbol: venueSymbol, kind: words.count == 2 ? .spot : .linear,
      base: base, quote: quote, settle: settle, tick: 0, lot: 0)
    instrument.maximumLeverage = capabilities.maximumLeverage
    return instrument
  }
}

extension OrderBatch {
  var count: Int {
    switch self {
    case .place(let tickets): tickets.count
    case .amend(let changes): changes.count
    case .cancel(let orders): orders.count
    }
  }
}
