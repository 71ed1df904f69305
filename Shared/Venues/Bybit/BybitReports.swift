import Events
import Quantities

/// Reports of Bybit, in answers and on streams, as values.
struct BybitReports {
  let instruments: InstrumentDirectory

  /// The unified symbol; of what is not listed here, as well as it can be told.
  func symbol(_ kind: InstrumentKind, _ venueSymbol: Name) -> Name {
    if let symbol = instruments.symbol(kind, venueSymbol) { return symbol }
    let text = venueSymbol.description
    if kind == .linear, text.hasSuffix("PERP") {
      return unified(text.dropLast(4), "USDC", kind) ?? venueSymbol
    }
    for quote in ["USDT", "USDC", "USDE", "BTC", "ETH", "EUR", "BRL", "TRY"]
    where text.hasSuffix(quote) && text.utf8.count > quote.utf8.count {
      return unified(text.dropLast(quote.utf8.count), quote, kind) ?? venueSymbol
    }
    return venueSymbol
  }

  private func unified(_ base: Substring, _ quote: String, _ kind: InstrumentKind) -> Name? {
    Name((kind == .spot ? "\(base)/\(quote)" : "\(base)/\(quote):\(quote)")[...])
  }

  /// The kind of a row; nil for kinds that are not traded here.
  static func kind(_ category: Name?) -> InstrumentKind? {
    switch category {
    case "spot": .spot
    case "linear": .linear
    default: nil
    }
  }

  func side(_ row: JSONValue, _ key: JSONKey) throws(VenueError) -> Side {
    guard let value = row[key] else { throw .malformed("side: expected Buy or Sell") }
    if value.isString(Self.buy) { return .buy }
    if value.isString(Self.sell) { return .sell }
    throw .malformed("side: expected Buy or Sell")
  }

  private static let buy: JSONKey = "Buy"
  private static let sell: JSONKey = "Sell"

  /// Our name of an order; nil where there is none, or one that cannot be ours.
  func clientOrderID(_ row: JSONValue) throws(VenueError) -> Name? {
    guard let value = row["orderLinkId"], !value.isNull, !value.isEmptyString else { return nil }
    return value.name
  }

  // MARK: Instruments

  /// What can be traded; nil for contracts of other kinds in the same list.
  func instrument(
    _ row: JSONValue, _ kind: InstrumentKind
  ) throws(VenueError) -> VenueInstrument? {
    let venueSymbol = try row.name("symbol")
    let base = try row.name("baseCoin")
    let quote = try row.name("quoteCoin")
    let settle = try row.nameIfStated("settleCoin") ?? quote
    let delivery = try row.instantIfStated("deliveryTime")
    guard
      let symbol = VenueInstrument.symbol(
        base: base, quote: quote, settle: settle, kind: kind, suffix: Self.suffix(delivery))
    else { return nil }
    let lots = try row.object("lotSizeFilter")
    let prices = try row.object("priceFilter")
    let lot: Quantity = try lots.number(kind == .spot ? "basePrecision" : "qtyStep")
    var instrument = VenueInstrument(
      symbol: symbol, venueSymbol: venueSymbol, kind: kind, base: base, quote: quote,
      settle: settle, tick: try prices.number("tickSize"), lot: lot)
    instrument.isTrading = try row.text("status") == "Trading"
    instrument.minimumPrice = try prices.numberIfStated("minPrice") ?? 0
    instrument.maximumPrice = try prices.numberIfStated("maxPrice") ?? 0
    switch kind {
    case .spot:
      // The least quantity is no rule on spot any more, but the step is.
      instrument.minimumQuantity = lot
      instrument.minimumNotional = try lots.numberIfStated("minOrderAmt") ?? 0
      instrument.maximumQuantity = try lots.numberIfStated("maxLimitOrderQty") ?? 0
      instrument.maximumMarketQuantity = try lots.numberIfStated("maxMarketOrderQty") ?? 0
    case .linear:
      instrument.minimumQuantity = try lots.number("minOrderQty")
      instrument.minimumNotional = try lots.numberIfStated("minNotionalValue") ?? 0
      instrument.maximumQuantity = try lots.numberIfStated("maxOrderQty") ?? 0
      instrument.maximumMarketQuantity = try lots.numberIfStated("maxMktOrderQty") ?? 0
      if let leverage = row["leverageFilter"], leverage.isObject {
        instrument.maximumLeverage = try leverage.number("maxLeverage")
        instrument.leverageStep = try leverage.number("leverageStep")
      }
      instrument.fundingInterval = try row.integerIfStated("fundingInterval").flatMap {
        (1...10_080).contains($0) ? .minutes($0) : nil
      }
    }
    instrument.launchedAt = try row.instantIfStated("launchTime")
    return instrument
  }

  /// Of a contract that is delivered: `-YYMMDD`.
  private static func suffix(_ delivery: Instant?) -> String {
    guard let delivery else { return "" }
    let text = delivery.description
    return "-" + text.dropFirst(2).prefix(8).filter { $0 != "-" }
  }

  // MARK: Markets

  func ticker(
    _ row: JSONValue, _ kind: InstrumentKind, isWhole: Bool, at: Instant
  ) throws(VenueError) -> VenueTicker {
    var ticker = VenueTicker(
      instrument: symbol(kind, try row.name("symbol")), isWhole: isWhole, at: at)
    ticker.last = try row.numberIfStated("lastPrice")
    ticker.bid = try row.numberIfStated("bid1Price")
    ticker.bidQuantity = try row.numberIfStated("bid1Size")
    ticker.ask = try row.numberIfStated("ask1Price")
    ticker.askQuantity = try row.numberIfStated("ask1Size")
    ticker.mark = try row.numberIfStated("markPrice")
    ticker.index = try row.numberIfStated("indexPrice")
    ticker.fundingRate = try row.numberIfStated("fundingRate")
    ticker.nextFundingAt = try row.instantIfStated("nextFundingTime")
    ticker.previous = try row.numberIfStated("prevPrice24h")
    ticker.high = try row.numberIfStated("highPrice24h")
    ticker.low = try row.numberIfStated("lowPrice24h")
    ticker.volume = try row.numberIfStated("volume24h")
    ticker.turnover = try row.numberIfStated("turnover24h")
    ticker.openInterest = try row.numberIfStated("openInterest")
    return ticker
  }

  func book(
    _ book: JSONValue, _ symbol: Name, isSnapshot: Bool, depth: Int?, at: Instant,
    matchedAt: Instant?
  ) throws(VenueError) -> BookUpdate {
    BookUpdate(
      instrument: symbol, depth: depth, isSnapshot: isSnapshot, bids: try levels(book, "b"),
      asks: try levels(book, "a"), updateID: try book.integer("u"),
      sequence: try book.integer("seq"), at: at, matchedAt: matchedAt)
  }

  private func levels(_ book: JSONValue, _ side: JSONKey) throws(VenueError) -> [BookLevel] {
    var levels: [BookLevel] = []
    for level in try book.array(side).elements {
      var parts = level.elements
      guard let price = parts.next()?.decimal, let quantity = parts.next()?.decimal,
        price.isPositive, !quantity.isNegative
      else { throw .malformed("levels: expected a price above zero and a quantity") }
      levels.append(BookLevel(price: Price(price), quantity: Quantity(quantity)))
    }
    return levels
  }

  /// A trade of others, from an answer.
  func trade(_ row: JSONValue, _ symbol: Name) throws(VenueError) -> VenueTrade {
    VenueTrade(
      instrument: symbol, venueTradeID: Name(venueText: try row.text("execId")),
      takerSide: try side(row, "side"), price: try row.number("price"),
      quantity: try row.number("size"), at: try row.instant("time"))
  }

  /// A trade of others, from a stream.
  func streamTrade(_ row: JSONValue, _ kind: InstrumentKind) throws(VenueError) -> VenueTrade {
    VenueTrade(
      instrument: symbol(kind, try row.name("s")),
      venueTradeID: Name(venueText: try row.text("i")), takerSide: try side(row, "S"),
      price: try row.number("p"), quantity: try row.number("v"), at: try row.instant("T"))
  }
}
