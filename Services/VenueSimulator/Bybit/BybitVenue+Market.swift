import Quantities
import VenueSimulatorCore

// What anybody may ask.
extension BybitVenue {
  func market(_ endpoint: Endpoint, _ parameters: Parameters) throws(Refusal) -> JSONTree {
    switch endpoint {
    case .time: serverTime()
    case .instruments: try instruments(parameters)
    case .tickers: try tickers(parameters)
    case .orderBook: try orderBook(parameters)
    case .recentTrades: try recentTrades(parameters)
    case .klines: try klines(parameters, hasVolume: true)
    case .markKlines, .indexKlines: try klines(parameters, hasVolume: false)
    case .premiumKlines: try premium(parameters)
    case .fundingHistory: try fundingHistory(parameters)
    case .riskLimit: try riskLimit(parameters)
    case .openInterest: try openInterest(parameters)
    default: throw Refusal(10017, "Route not found.")
    }
  }

  private func serverTime() -> JSONTree {
    ["timeSecond": .text("\(now.seconds)"), "timeNano": .text("\(now.nanoseconds)")]
  }

  /// The instruments that a call may be about.
  private func matching(_ parameters: Parameters) throws(Refusal) -> [Int] {
    guard let category = try category(parameters) else { return [] }
    if let symbol = parameters["symbol"] {
      guard let place = exchange.instrument(symbol, category) else {
        throw category == .spot
          ? Refusal(170121, "Invalid symbol.")
          : .parameter("params error: symbol invalid \(symbol)")
      }
      return [place]
    }
    return exchange.instruments.indices.filter {
      exchange.instruments[$0].category == category
        && (parameters["baseCoin"] == nil
          || exchange.instruments[$0].base == parameters["baseCoin"])
    }
  }

  private func instruments(_ parameters: Parameters) throws(Refusal) -> JSONTree {
    let all = try matching(parameters)
    let category = parameters["category"] ?? ""
    guard category == "linear" else {
      return [
        "category": .text(category),
        "list": .array(all.map { exchange.instruments[$0].spotListing }),
      ]
    }
    let first = try parameters.integer("cursor") ?? 0
    let limit = min(try parameters.integer("limit") ?? 500, 1_000)
    let page = all.dropFirst(max(first, 0)).prefix(max(limit, 1))
    let next = first + page.count
    return [
      "category": .text(category),
      "list": .array(page.map { exchange.instruments[$0].linearListing }),
      "nextPageCursor": .text(next < all.count ? "\(next)" : ""),
    ]
  }

  private func tickers(_ parameters: Parameters) throws(Refusal) -> JSONTree {
    let places = try matching(parameters)
    return [
      "category": .text(parameters["category"] ?? ""),
      "list": .array(places.map { Ticker(exchange, $0).rest }),
    ]
  }

  private func orderBook(_ parameters: Parameters) throws(Refusal) -> JSONTree {
    let place = try instrument(parameters)
    let isSpot = exchange.instruments[place].category == .spot
    let depth = try parameters.integer("limit") ?? (isSpot ? 1 : 25)
    guard (1...1_000).contains(depth) else { throw .parameter("limit is invalid") }
    let market = exchange.market(of: place)
    let book = market.book(of: exchange.instruments[place], depth: depth)
    return [
      "s": .text(exchange.instruments[place].symbol), "b": book.bids.json(of: exchange, place),
      "a": book.asks.json(of: exchange, place), "ts": JSONTree(now.milliseconds),
      "u": JSONTree(market.tickCount), "seq": JSONTree(market.tickCount),
      "cts": JSONTree(exchange.clock.milliseconds),
    ]
  }

  private func recentTrades(_ parameters: Parameters) throws(Refusal) -> JSONTree {
    let place = try instrument(parameters)
    let instrument = exchange.instruments[place]
    let most = instrument.category == .spot ? 60 : 1_000
    let limit = min(try parameters.integer("limit") ?? min(most, 500), most)
    let trades = exchange.market(of: place).tape.suffix(max(limit, 1)).reversed()
    return [
      "category": .text(instrument.category.rawValue),
      "list": .array(
        trades.map { trade in
          [
            "execId": .text(trade.name(in: instrument)), "symbol": .text(instrument.symbol),
            "price": instrument.json(trade.price), "size": instrument.json(trade.quantity),
            "side": .text(trade.side.venueName), "time": .text("\(trade.at.milliseconds)"),
            "isBlockTrade": false, "isRPITrade": false, "seq": .text("\(trade.sequence)"),
          ]
        }),
    ]
  }

  private func range(
    _ parameters: Parameters, _ interval: CandleInterval, _ limit: Int
  ) throws(Refusal) -> (from: Instant, to: Instant) {
    let start = try parameters.instant("start")
    let end = try parameters.instant("end")
    let last = min(end ?? exchange.now, exchange.now)
    let step = interval.closing(of: interval.opening(of: last)) - interval.opening(of: last)
    if let start {
      // From a start alone, as many as the limit allows.
      return (start, end == nil ? min(start + step * (limit + 1), last) : last)
    }
    return (interval.opening(of: last) - step * (limit + 1), last)
  }

  /// Candles, the newest first.
  private func klines(_ parameters: Parameters, hasVolume: Bool) throws(Refusal) -> JSONTree {
    let place = try instrument(parameters)
    let instrument = exchange.instruments[place]
    guard let interval = CandleInterval(try parameters.required("interval")) else {
      throw .parameter("Invalid period!")
    }
    let limit = min(max(try parameters.integer("limit") ?? 200, 1), 1_000)
    let range = try range(parameters, interval, limit)
    let market = exchange.market(of: place)
    var candles = market.history.candles(interval, from: range.from, to: range.to)
    // A start alone counts from itself, an end from itself backwards.
    let countsFromStart = parameters["start"] != nil && parameters["end"] == nil
    candles = Array(countsFromStart ? candles.prefix(limit) : candles.suffix(limit))
    return [
      "category": .text(instrument.category.rawValue), "symbol": .text(instrument.symbol),
      "list": .array(
        candles.reversed().map { candle in
          let words = Kline(candle, market, instrument)
          let row: [JSONTree] = [
            .text("\(candle.start.milliseconds)"), words.open, words.high, words.low, words.close,
          ]
          return .array(hasVolume ? row + [words.volume, words.turnover] : row)
        }),
    ]
  }

  private func premium(_ parameters: Parameters) throws(Refusal) -> JSONTree {
    let place = try instrument(parameters)
    guard let interval = CandleInterval(try parameters.required("interval")) else {
      throw .parameter("Invalid period!")
    }
    let limit = min(max(try parameters.integer("limit") ?? 200, 1), 1_000)
    let range = try range(parameters, interval, limit)
    let candles = exchange.market(of: place).history.candles(
      interval, from: range.from, to: range.to)
    return [
      "category": "linear", "symbol": .text(exchange.instruments[place].symbol),
      // Index and mark are one here, so there is no premium.
      "list": .array(
        candles.suffix(limit).reversed().map {
          [.text("\($0.start.milliseconds)"), "0", "0", "0", "0"]
        }),
    ]
  }

  private func fundingHistory(_ parameters: Parameters) throws(Refusal) -> JSONTree {
    let place = try instrument(parameters)
    let start = try parameters.instant("startTime")
    let end = try parameters.instant("endTime")
    if start != nil, end == nil { throw .parameter("endTime is required with startTime") }
    let limit = min(max(try parameters.integer("limit") ?? 200, 1), 200)
    let last = min(end ?? exchange.now, exchange.now)
    let market = exchange.market(of: place)
    var time = TimeFrame(seconds: Int32(Instrument.fundingInterval.seconds)).opening(of: last)
    var rows: [JSONTree] = []
    while rows.count < limit, time >= market.history.beginning,
      time >= start ?? .epoch
    {
      rows.append([
        "symbol": .text(exchange.instruments[place].symbol),
        "fundingRate": .text(market.fundingRate(at: time).description),
        "fundingRateTimestamp": .text("\(time.milliseconds)"),
      ])
      time -= Instrument.fundingInterval
    }
    return ["category": "linear", "list": .array(rows)]
  }

  private func riskLimit(_ parameters: Parameters) throws(Refusal) -> JSONTree {
    let rows: [JSONTree] = try matching(parameters).filter {
      exchange.instruments[$0].category == .linear
    }.map { place in
      let instrument = exchange.instruments[place]
      return [
        "id": JSONTree(place + 1), "symbol": .text(instrument.symbol),
        "riskLimitValue": "2000000",
        "maintenanceMargin": .text(instrument.maintenanceMargin.description),
        "initialMargin": .text((Ratio.one / instrument.maximumLeverage).description),
        "isLowestRisk": 1, "maxLeverage": .text(instrument.maximumLeverage.description),
        "mmDeduction": "",
      ]
    }
    return [
      "category": .text(parameters["category"] ?? ""), "list": .array(rows), "nextPageCursor": "",
    ]
  }

  private func openInterest(_ parameters: Parameters) throws(Refusal) -> JSONTree {
    let place = try instrument(parameters)
    return [
      "symbol": .text(exchange.instruments[place].symbol), "category": "linear",
      "list": [
        [
          "openInterest": Ticker(exchange, place).openInterest,
          "timestamp": .text("\(TimeFrame.m5.opening(of: exchange.now).milliseconds)"),
        ]
      ],
      "nextPageCursor": "",
    ]
  }
}
