public import Events
public import Quantities

/// What can be asked about markets, without an account.
public enum MarketCall: Sendable, Hashable {
  case serverTime
  case instruments(InstrumentKind)
  case ticker(Name)
  case tickers(InstrumentKind)
  /// Price levels of both sides, so many of each.
  case orderBook(Name, depth: Int?)
  /// The latest trades of all, so many.
  case trades(Name, limit: Int?)
  case candles(CandleQuery)
  /// The rate that is paid next, and when.
  case fundingRate(Name)
  case fundingRates(Name, since: Instant?, until: Instant?, limit: Int?)
  case openInterest(Name)
  /// What margin positions of which size need.
  case riskLimits(Name?)
}

/// Which price candles are made of.
public enum CandlePrice: String, Sendable, Hashable, CaseIterable {
  case last, mark, index, premium
}

/// A range of candles of an instrument.
public struct CandleQuery: Sendable, Hashable {
  public var instrument: Name
  public var timeFrame: TimeFrame
  /// Open times at or after it.
  public var since: Instant?
  /// Open times at or before it.
  public var until: Instant?
  public var limit: Int?
  public var price: CandlePrice

  public init(
    instrument: Name, timeFrame: TimeFrame, since: Instant? = nil, until: Instant? = nil,
    limit: Int? = nil, price: CandlePrice = .last
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.since = since
    self.until = until
    self.limit = limit
    self.price = price
  }
}

/// What a venue answers about its markets.
public enum MarketAnswer: Sendable, Hashable {
  case serverTime(Instant)
  case instruments([VenueInstrument])
  case tickers([VenueTicker])
  case orderBook(BookUpdate)
  /// Latest first.
  case trades([VenueTrade])
  /// Earliest first; one that is still open is marked so.
  case candles([VenueCandle])
  /// Latest first.
  case fundingRates([FundingRate])
  /// Latest first.
  case openInterest([OpenInterest])
  case riskLimits([RiskLimitTier])
}
