import Events
import MarketDataCore
import MarketDataLive
import Quantities
import Venues

/// What is true at a venue: every candle at any time, without a memory.
struct FakeMarket {
  /// The first candle of all opens then; before it there was no market.
  var beginning = Instant(seconds: 1_700_000_000 / 86_400 * 86_400)
  /// Bars that the venue never had, by their open times, of every frame of one minute.
  var holes: [Instant] = []

  func candle(
    _ instrument: Name, _ frame: TimeFrame, _ openTime: Instant, isClosed: Bool = true
  ) -> VenueCandle {
    let number = Int(openTime.seconds / Int64(frame.seconds) % 997)
    let base = Price(FixedPoint(100 + number))
    return VenueCandle(
      instrument: instrument, timeFrame: frame, openTime: openTime, open: base,
      high: base + 3, low: base - 2, close: base + 1,
      volume: Quantity(FixedPoint(number + 1)), turnover: nil, isClosed: isClosed)
  }

  /// The candles of a query, as a venue lists them at that time.
  func candles(_ query: CandleQuery, at now: Instant) -> [VenueCandle] {
    let frame = query.timeFrame
    var opening = frame.opening(of: max(query.since ?? beginning, beginning))
    if let since = query.since, opening < since { opening = frame.closing(of: opening) }
    var found: [VenueCandle] = []
    while opening <= min(query.until ?? now, now), found.count < query.limit ?? 200 {
      if !isHole(frame, opening) {
        found.append(
          candle(query.instrument, frame, opening, isClosed: frame.closing(of: opening) <= now))
      }
      opening = frame.closing(of: opening)
    }
    return found
  }

  func isHole(_ frame: TimeFrame, _ opening: Instant) -> Bool {
    frame == .m1 && holes.contains(opening)
  }

  /// The rules of an instrument.
  func rules(_ symbol: Name, tick: Price = "0.1") -> VenueInstrument {
    let kind = LiveFeed.kind(of: symbol)
    var instrument = VenueInstrument(
      symbol: symbol, venueSymbol: kind == .linear ? "BTCUSDT" : "ETHUSDT", kind: kind,
      base: "BTC", quote: "USDT", settle: "USDT", tick: tick, lot: "0.001")
    instrument.minimumNotional = 5
    instrument.maximumLeverage = kind == .linear ? 100 : 1
    instrument.fundingInterval = kind == .linear ? .hours(8) : nil
    return instrument
  }

  /// What the venue answers at that time; `tick` is part of its rules.
  func answer(
    _ call: MarketCall, _ instruments: [Name], at now: Instant, tick: Price = "0.1"
  ) -> MarketAnswer {
    switch call {
    case .instruments(let kind):
      .instruments(
        instruments.filter { LiveFeed.kind(of: $0) == kind }.map { rules($0, tick: tick) })
    case .candles(let query): .candles(candles(query, at: now))
    case .riskLimits(let symbol):
      .riskLimits(
        [("50000", "0.02"), ("1000", "0.005")].map { limit, margin in
          RiskLimitTier(
            instrument: symbol ?? "", limit: limit, maintenanceMargin: margin,
            initialMargin: "0.01", maximumLeverage: 100)
        })
    case .fundingRates(let symbol, let since, let until, _):
      .fundingRates(fundings(symbol, since ?? beginning, until ?? now).reversed())
    case .serverTime, .ticker, .tickers, .orderBook, .trades, .fundingRate, .openInterest:
      .tickers([])
    }
  }

  func fundings(_ symbol: Name, _ since: Instant, _ until: Instant) -> [FundingRate] {
    let frame = TimeFrame(seconds: 28_800)
    var at = frame.opening(of: since)
    var found: [FundingRate] = []
    while at <= until {
      if at >= since {
        found.append(FundingRate(instrument: symbol, rate: "0.0001", at: at))
      }
      at = frame.closing(of: at)
    }
    return found
  }
}
