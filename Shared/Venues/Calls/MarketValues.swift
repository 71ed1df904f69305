public import Events
public import Quantities

/// The state of a market; in an update that is not whole, nil means "as before".
public struct VenueTicker: Sendable, Hashable {
  public var instrument: Name
  /// Whether all fields are stated, so that nil means "none".
  public var isWhole: Bool
  public var last: Price?
  public var bid: Price?
  public var bidQuantity: Quantity?
  public var ask: Price?
  public var askQuantity: Quantity?
  public var mark: Price?
  public var index: Price?
  /// Of the next funding, a share of the position's value.
  public var fundingRate: Ratio?
  public var nextFundingAt: Instant?
  /// 24 hours ago.
  public var previous: Price?
  public var high: Price?
  public var low: Price?
  /// In 24 hours, in units of the base.
  public var volume: Quantity?
  /// In 24 hours, in units of the quote.
  public var turnover: Money?
  public var openInterest: Quantity?
  public var at: Instant

  public init(instrument: Name, isWhole: Bool, at: Instant) {
    self.instrument = instrument
    self.isWhole = isWhole
    self.at = at
  }

  /// The state after an update.
  public func updated(by update: VenueTicker) -> VenueTicker {
    if update.isWhole { return update }
    var ticker = self
    ticker.last = update.last ?? last
    ticker.bid = update.bid ?? bid
    ticker.bidQuantity = update.bidQuantity ?? bidQuantity
    ticker.ask = update.ask ?? ask
    ticker.askQuantity = update.askQuantity ?? askQuantity
    ticker.mark = update.mark ?? mark
    ticker.index = update.index ?? index
    ticker.fundingRate = update.fundingRate ?? fundingRate
    ticker.nextFundingAt = update.nextFundingAt ?? nextFundingAt
    ticker.previous = update.previous ?? previous
    ticker.high = update.high ?? high
    ticker.low = update.low ?? low
    ticker.volume = update.volume ?? volume
    ticker.turnover = update.turnover ?? turnover
    ticker.openInterest = update.openInterest ?? openInterest
    ticker.at = update.at
    return ticker
  }
}

/// A candle as a venue tells it.
public struct VenueCandle: Sendable, Hashable {
  public var instrument: Name
  public var timeFrame: TimeFrame
  public var openTime: Instant
  public var open: Price
  public var high: Price
  public var low: Price
  public var close: Price
  /// In units of the base; nil for candles of marks and indexes.
  public var volume: Quantity?
  /// In units of the quote.
  public var turnover: Money?
  /// Whether it is over and final.
  public var isClosed: Bool

  public init(
    instrument: Name, timeFrame: TimeFrame, openTime: Instant, open: Price, high: Price,
    low: Price, close: Price, volume: Quantity?, turnover: Money?, isClosed: Bool
  ) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    self.openTime = openTime
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
    self.turnover = turnover
    self.isClosed = isClosed
  }
}

/// A trade of others.
public struct VenueTrade: Sendable, Hashable {
  public var instrument: Name
  public var venueTradeID: Name
  /// The side of who took from the book.
  public var takerSide: Side
  public var price: Price
  public var quantity: Quantity
  public var at: Instant

  public init(
    instrument: Name, venueTradeID: Name, takerSide: Side, price: Price, quantity: Quantity,
    at: Instant
  ) {
    self.instrument = instrument
    self.venueTradeID = venueTradeID
    self.takerSide = takerSide
    self.price = price
    self.quantity = quantity
    self.at = at
  }
}

/// A whole order book, or the levels of it that changed.
public struct BookUpdate: Sendable, Hashable {
  public var instrument: Name
  /// Levels of each side that are kept; nil where the venue does not say.
  public var depth: Int?
  /// Whether it replaces what was before.
  public var isSnapshot: Bool
  /// Best first in a snapshot; a quantity of zero takes a level away.
  public var bids: [BookLevel]
  public var asks: [BookLevel]
  /// One higher with every message of a topic.
  public var updateID: Int64
  /// Orders messages of different depths.
  public var sequence: Int64
  public var at: Instant
  /// When the matching engine made it.
  public var matchedAt: Instant?

  public init(
    instrument: Name, depth: Int?, isSnapshot: Bool, bids: [BookLevel], asks: [BookLevel],
    updateID: Int64, sequence: Int64, at: Instant, matchedAt: Instant?
  ) {
    self.instrument = instrument
    self.depth = depth
    self.isSnapshot = isSnapshot
    self.bids = bids
    self.asks = asks
    self.updateID = updateID
    self.sequence = sequence
    self.at = at
    self.matchedAt = matchedAt
  }
}

/// What holders of a contract paid each other.
public struct FundingRate: Sendable, Hashable {
  public var instrument: Name
  /// A share of the position's value; above zero, long positions pay.
  public var rate: Ratio
  public var at: Instant

  public init(instrument: Name, rate: Ratio, at: Instant) {
    self.instrument = instrument
    self.rate = rate
    self.at = at
  }
}

/// How much of a contract is held.
public struct OpenInterest: Sendable, Hashable {
  public var instrument: Name
  public var quantity: Quantity
  public var at: Instant

  public init(instrument: Name, quantity: Quantity, at: Instant) {
    self.instrument = instrument
    self.quantity = quantity
    self.at = at
  }
}

/// What margin positions up to a value need.
public struct RiskLimitTier: Sendable, Hashable {
  public var instrument: Name
  /// The most a position of the tier may be worth.
  public var limit: Money
  public var maintenanceMargin: Ratio
  public var initialMargin: Ratio
  public var maximumLeverage: Ratio

  public init(
    instrument: Name, limit: Money, maintenanceMargin: Ratio, initialMargin: Ratio,
    maximumLeverage: Ratio
  ) {
    self.instrument = instrument
    self.limit = limit
    self.maintenanceMargin = maintenanceMargin
    self.initialMargin = initialMargin
    self.maximumLeverage = maximumLeverage
  }
}
