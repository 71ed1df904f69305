import Quantities
import VenueSimulatorCore

// How the venue writes numbers and names.
extension Side {
  var venueName: String { self == .buy ? "Buy" : "Sell" }
}

extension FixedPoint {
  /// The number with at least as many digits behind the point as a step has.
  func text(likeStep step: FixedPoint) -> String {
    let digits = FixedPoint.fractionDigits(of: step)
    var text = description
    let own = FixedPoint.fractionDigits(of: self)
    guard own < digits else { return text }
    if own == 0 { text += "." }
    return text + String(repeating: "0", count: digits - own)
  }

  private static func fractionDigits(of number: FixedPoint) -> Int {
    let text = number.description
    guard let point = text.firstIndex(of: ".") else { return 0 }
    return text.distance(from: point, to: text.endIndex) - 1
  }
}

extension Instrument {
  func json(_ price: Price) -> JSONTree { .text(price.value.text(likeStep: tick.value)) }

  func json(_ quantity: Quantity) -> JSONTree {
    .text(quantity.value.text(likeStep: category == .linear ? lot.value : .one))
  }

  /// A price, or the empty text where there is none.
  func json(_ price: Price?) -> JSONTree { price.map { json($0) } ?? "" }

  private var priceFilter: JSONTree {
    [
      "minPrice": .text(tick.description), "maxPrice": "1999999.80",
      "tickSize": .text(tick.value.text(likeStep: category == .linear ? "0.01" : .one)),
    ]
  }

  var linearListing: JSONTree {
    [
      "symbol": .text(symbol), "contractType": "LinearPerpetual", "status": "Trading",
      "baseCoin": .text(base), "quoteCoin": .text(quote), "launchTime": "1585526400000",
      "deliveryTime": "0", "deliveryFeeRate": "", "priceScale": "2",
      "leverageFilter": [
        "minLeverage": "1", "maxLeverage": .text(maximumLeverage.description + ".00"),
        "leverageStep": "0.01",
      ],
      "priceFilter": priceFilter,
      "lotSizeFilter": [
        "maxOrderQty": json(maximumLimitQuantity), "minOrderQty": json(minimumQuantity),
        "qtyStep": json(lot), "postOnlyMaxOrderQty": json(maximumLimitQuantity),
        "maxMktOrderQty": json(maximumMarketQuantity),
        "minNotionalValue": .text(minimumNotional.description),
      ],
      "unifiedMarginTrade": true, "fundingInterval": 480, "settleCoin": .text(quote),
      "copyTrading": "both", "upperFundingRate": "0.005", "lowerFundingRate": "-0.005",
      "isPreListing": false, "preListingInfo": .null,
      "riskParameters": ["priceLimitRatioX": "0.01", "priceLimitRatioY": "0.02"],
      "displayName": "", "symbolType": "",
    ]
  }

  var spotListing: JSONTree {
    [
      "symbol": .text(symbol), "baseCoin": .text(base), "quoteCoin": .text(quote),
      "innovation": "0", "status": "Trading", "marginTrading": "utaOnly", "stTag": "0",
      "lotSizeFilter": [
        "basePrecision": json(lot), "quotePrecision": "0.0000001",
        "minOrderQty": json(minimumQuantity), "maxOrderQty": json(maximumLimitQuantity),
        "minOrderAmt": .text(minimumNotional.description), "maxOrderAmt": "8000000",
        "maxLimitOrderQty": json(maximumLimitQuantity),
        "maxMarketOrderQty": json(maximumMarketQuantity),
        "postOnlyMaxLimitOrderSize": json(maximumLimitQuantity),
      ],
      "priceFilter": ["tickSize": .text(tick.description)],
      "riskParameters": ["priceLimitRatioX": "0.01", "priceLimitRatioY": "0.02"],
      "symbolType": "",
    ]
  }
}

extension PublicTrade {
  /// What the venue calls a trade of others.
  func name(in instrument: Instrument) -> String {
    instrument.category == .spot
      ? "2100000000\(String(1_000_000_000 + id).dropFirst())"
      : "00000000-0000-5000-8000-\(String(1_000_000_000_000 + id).dropFirst())"
  }
}

extension [OrderBook.Level] {
  func json(of exchange: Exchange, _ place: Int) -> JSONTree {
    let instrument = exchange.instruments[place]
    return .array(
      map { level in
        [instrument.json(level.price), level.size.isZero ? "0" : instrument.json(level.size)]
      })
  }
}

/// A candle in the venue's words.
struct Kline {
  let open: JSONTree
  let high: JSONTree
  let low: JSONTree
  let close: JSONTree
  let volume: JSONTree
  let turnover: JSONTree

  init(_ candle: Candle, _ market: Market, _ instrument: Instrument) {
    open = instrument.json(market.price(of: candle.open))
    high = instrument.json(market.price(of: candle.high))
    low = instrument.json(market.price(of: candle.low))
    close = instrument.json(market.price(of: candle.close))
    volume = instrument.json(market.quantity(of: candle.lots))
    turnover = .text(market.money(of: candle.turnover).description)
  }
}

/// What the venue says about a market's day.
struct Ticker {
  let instrument: Instrument
  let last: Price
  let members: [JSONTree.Member]
  let openInterest: JSONTree

  init(_ exchange: Exchange, _ place: Int) {
    let instrument = exchange.instruments[place]
    let market = exchange.market(of: place)
    let last = market.lastPrice
    let day = market.history.lastDay(until: exchange.now)
    let before = market.price(of: day?.open ?? market.price)
    let change = Ratio((last - before).value / before.value)
      .rounded(toMultipleOf: "0.000001", .halfEven)
    let book = market.book(of: instrument, depth: 1)
    let interest = market.quantity(of: 50_000_000)
    self.instrument = instrument
    self.last = last
    openInterest = instrument.json(interest)
    let member = JSONTree.Member.init
    var members = [
      member("symbol", .text(instrument.symbol)), member("lastPrice", instrument.json(last)),
      member("prevPrice24h", instrument.json(before)),
      member("price24hPcnt", .text(change.description)),
      member("highPrice24h", instrument.json(market.price(of: day?.high ?? market.price))),
      member("lowPrice24h", instrument.json(market.price(of: day?.low ?? market.price))),
      member("volume24h", instrument.json(market.quantity(of: day?.lots ?? 0))),
      member("turnover24h", .text(market.money(of: day?.turnover ?? 0).description)),
    ]
    if let bid = book.bids.first, let ask = book.asks.first {
      members += [
        member("bid1Price", instrument.json(bid.price)),
        member("bid1Size", instrument.json(bid.size)),
        member("ask1Price", instrument.json(ask.price)),
        member("ask1Size", instrument.json(ask.size)),
      ]
    }
    if instrument.category == .linear {
      members += Self.contract(exchange, instrument, market, last, interest)
    } else {
      members.append(member("usdIndexPrice", instrument.json(last)))
    }
    self.members = members
  }

  private static func contract(
    _ exchange: Exchange, _ instrument: Instrument, _ market: Market, _ last: Price,
    _ interest: Quantity
  ) -> [JSONTree.Member] {
    let frame = TimeFrame(seconds: Int32(Instrument.fundingInterval.seconds))
    let next = frame.closing(of: frame.opening(of: exchange.now))
    let hourAgo = market.price(of: market.history.hourAgo(exchange.now) ?? market.price)
    return [
      JSONTree.Member("prevPrice1h", instrument.json(hourAgo)),
      JSONTree.Member("indexPrice", instrument.json(last)),
      JSONTree.Member("markPrice", instrument.json(last)),
      JSONTree.Member("openInterest", instrument.json(interest)),
      JSONTree.Member("openInterestValue", .text((last * interest).description)),
      JSONTree.Member("fundingRate", .text(market.fundingRate(at: next).description)),
      JSONTree.Member("nextFundingTime", .text("\(next.milliseconds)")),
      JSONTree.Member("fundingIntervalHour", "8"), JSONTree.Member("fundingCap", "0.005"),
    ]
  }

  /// For queries: with fields that streams leave out.
  var rest: JSONTree {
    guard instrument.category == .linear else { return .object(members) }
    let more =
      [
        "predictedDeliveryPrice", "basisRate", "deliveryFeeRate", "basis", "preOpenPrice", "preQty",
        "curPreListingPhase",
      ].map { JSONTree.Member($0, "") } + [JSONTree.Member("deliveryTime", "0")]
    return .object(members + more)
  }

  /// For streams.
  var streamed: [JSONTree.Member] {
    instrument.category == .linear
      ? members + [JSONTree.Member("tickDirection", "PlusTick")]
      : members.filter { !$0.name.hasPrefix("bid1") && !$0.name.hasPrefix("ask1") }
  }
}
