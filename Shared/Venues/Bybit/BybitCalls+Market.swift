import Events
import Quantities

extension BybitCalls {
  func market(_ call: MarketCall) throws(VenueError) -> EndpointCall {
    switch call {
    case .serverTime: return self.call(.time, [])
    case .instruments(let kind):
      // Spot comes in one page whatever is asked.
      let limit: Parameters =
        kind == .linear && !page.cursor.isEmpty ? [.init("limit", .integer(1000))] : []
      return self.call(.instruments, [category(kind)] + limit + cursor)
    case .ticker(let symbol): return self.call(.tickers, try instrument(symbol).1)
    case .tickers(let kind): return self.call(.tickers, [category(kind)])
    case .orderBook(let symbol, let depth):
      return self.call(
        .orderBook, try instrument(symbol).1 + Self.limit(depth ?? 50, 1...1000))
    case .trades(let symbol, let limit):
      let (listing, parameters) = try instrument(symbol)
      return self.call(
        .recentTrades,
        parameters + (try Self.limit(limit, 1...(listing.kind == .spot ? 60 : 1000))))
    case .candles(let query): return try candles(query)
    case .fundingRate(let symbol): return self.call(.tickers, try linear(symbol).1)
    case .fundingRates(let symbol, let since, let until, let limit):
      return try fundingRates(symbol, since, until, limit)
    case .openInterest(let symbol):
      return self.call(
        .openInterest, try linear(symbol).1 + [.init("intervalTime", .text("1h"))])
    case .riskLimits(let symbol):
      guard let symbol else { return self.call(.riskLimit, [category(.linear)] + cursor) }
      return self.call(.riskLimit, try linear(symbol).1)
    }
  }

  private func candles(_ query: CandleQuery) throws(VenueError) -> EndpointCall {
    let endpoint: BybitEndpoint =
      switch query.price {
      case .last: .candles
      case .mark: .markCandles
      case .index: .indexCandles
      case .premium: .premiumCandles
      }
    let (listing, parameters) = try instrument(query.instrument)
    if listing.kind == .spot, query.price != .last {
      throw VenueError(.unsupported, text: "spot has one price", field: "price")
    }
    // The venue wants a time at or before the first opening that is asked for.
    let since = query.since.map { since -> Instant in
      query.timeFrame.isOpening(since)
        ? since : query.timeFrame.closing(of: query.timeFrame.opening(of: since))
    }
    return call(
      endpoint,
      parameters + [.init("interval", .text(try BybitWords.interval(query.timeFrame)))]
        + Self.milliseconds("start", since) + Self.milliseconds("end", query.until)
        + (try Self.limit(query.limit ?? 200, 1...1000)))
  }

  private func fundingRates(
    _ symbol: Name, _ since: Instant?, _ until: Instant?, _ limit: Int?
  ) throws(VenueError) -> EndpointCall {
    let (listing, parameters) = try linear(symbol)
    let count = limit ?? 200
    let bounded = try Self.limit(count, 1...200)
    // A start alone is an error.
    let interval = listing.fundingInterval ?? .hours(8)
    let end = until ?? since.map { $0 + interval * count }
    return call(
      .fundingHistory,
      parameters + Self.milliseconds("startTime", since) + Self.milliseconds("endTime", end)
        + bounded)
  }
}
