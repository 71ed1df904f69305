import Events
import Quantities

extension BybitReplies {
  func market(_ call: MarketCall, _ envelope: JSONValue) throws(VenueError) -> VenueReply {
    switch call {
    case .serverTime:
      let nanoseconds = try result(envelope).integerIfStated("timeNano")
      guard let nanoseconds else { throw .malformed("timeNano: expected a whole number") }
      return VenueReply(.market(.serverTime(Instant(nanoseconds: nanoseconds))))
    case .instruments(let kind):
      var instruments: [VenueInstrument] = []
      for element in try result(envelope).array("list").elements {
        if let instrument = try reports.instrument(element, kind) {
          instruments.append(instrument)
        }
      }
      return VenueReply(.market(.instruments(instruments)), next: try next(envelope))
    case .ticker(let symbol), .fundingRate(let symbol):
      let kind = try kind(symbol)
      let at = try envelope.instant("time")
      return VenueReply(
        .market(
          .tickers(
            try list(envelope) { row throws(VenueError) in
              try reports.ticker(row, kind, isWhole: true, at: at)
            })))
    case .tickers(let kind):
      let at = try envelope.instant("time")
      return VenueReply(
        .market(
          .tickers(
            try list(envelope) { row throws(VenueError) in
              try reports.ticker(row, kind, isWhole: true, at: at)
            })))
    case .orderBook(let symbol, _):
      let result = try result(envelope)
      return VenueReply(
        .market(
          .orderBook(
            try reports.book(
              result, symbol, isSnapshot: true, depth: nil, at: try result.instant("ts"),
              matchedAt: try result.instantIfStated("cts")))))
    case .trades(let symbol, _):
      return VenueReply(
        .market(
          .trades(try list(envelope) { row throws(VenueError) in try reports.trade(row, symbol) })))
    case .candles(let query): return try candles(query, envelope)
    case .fundingRates(let symbol, _, _, _):
      return VenueReply(
        .market(
          .fundingRates(
            try list(envelope) { row throws(VenueError) in
              FundingRate(
                instrument: try rowSymbol(row, symbol), rate: try row.number("fundingRate"),
                at: try row.instant("fundingRateTimestamp"))
            })))
    case .openInterest(let symbol):
      return VenueReply(
        .market(
          .openInterest(
            try list(envelope) { row throws(VenueError) in
              OpenInterest(
                instrument: symbol, quantity: try row.number("openInterest"),
                at: try row.instant("timestamp"))
            })))
    case .riskLimits:
      return VenueReply(
        .market(.riskLimits(try list(envelope, "list", riskLimit))), next: try next(envelope))
    }
  }

  private func kind(_ symbol: Name) throws(VenueError) -> InstrumentKind {
    try context.instruments.listing(symbol).kind
  }

  /// The symbol of a row, which may be another than was asked for.
  private func rowSymbol(_ row: JSONValue, _ symbol: Name) throws(VenueError) -> Name {
    guard let venueSymbol = try row.nameIfStated("symbol") else { return symbol }
    return reports.symbol(try kind(symbol), venueSymbol)
  }

  private func riskLimit(_ row: JSONValue) throws(VenueError) -> RiskLimitTier {
    RiskLimitTier(
      instrument: reports.symbol(.linear, try row.name("symbol")),
      limit: try row.number("riskLimitValue"),
      maintenanceMargin: try row.number("maintenanceMargin"),
      initialMargin: try row.number("initialMargin"),
      maximumLeverage: try row.number("maxLeverage"))
  }

  private func candles(_ query: CandleQuery, _ envelope: JSONValue) throws(VenueError) -> VenueReply
  {
    let at = try envelope.instant("time")
    var candles: [VenueCandle] = []
    for row in try result(envelope).array("list").elements {
      guard let candle = candle(Array(row.elements), query, at: at) else {
        throw .malformed("list: expected rows of start, open, high, low, close")
      }
      candles.append(candle)
    }
    return VenueReply(.market(.candles(candles.reversed())))
  }

  private func candle(_ row: [JSONValue], _ query: CandleQuery, at: Instant) -> VenueCandle? {
    guard row.count >= 5, let start = row[0].integer, start.magnitude < 9_000_000_000_000,
      let open = row[1].decimal, let high = row[2].decimal, let low = row[3].decimal,
      let close = row[4].decimal
    else { return nil }
    let openTime = Instant(milliseconds: start)
    return VenueCandle(
      instrument: query.instrument, timeFrame: query.timeFrame, openTime: openTime,
      open: Price(open), high: Price(high), low: Price(low), close: Price(close),
      volume: row.count > 5 ? row[5].decimal.map(Quantity.init) : nil,
      turnover: row.count > 6 ? row[6].decimal.map(Money.init) : nil,
      // The venue marks no candle as closed: those are that ended before it answered.
      isClosed: query.timeFrame.closing(of: openTime) <= at)
  }
}
