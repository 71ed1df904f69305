public import Events
public import Quantities

/// Where an order stands at its venue.
public enum VenueOrderStatus: String, Sendable, Hashable, CaseIterable {
  /// Waits for its trigger.
  case untriggered
  /// In the book, or on its way there.
  case open
  case filled
  /// Ended before all of it was filled, by us, by the venue's rules or by its time in force.
  case cancelled
  case expired
  case rejected

  /// Whether the venue may still fill it.
  public var isLive: Bool {
    switch self {
    case .untriggered, .open: true
    case .filled, .cancelled, .expired, .rejected: false
    }
  }
}

/// What a venue says about an order.
public struct VenueOrder: Sendable, Hashable {
  public var instrument: Name
  public var venueOrderID: Name
  /// Nil or foreign for orders that others made.
  public var clientOrderID: Name?
  public var side: Side
  public var kind: OrderKind
  public var status: VenueOrderStatus
  public var quantity: Quantity
  public var filled: Quantity
  public var averagePrice: Price?
  public var limitPrice: Price?
  public var stopPrice: Price?
  public var isReduceOnly: Bool
  /// The venue's code for a refusal or an end, if it gave one.
  public var code: String?
  public var createdAt: Instant
  public var updatedAt: Instant
  public var timeInForce: TimeInForce?
  /// What was traded of it, in units of the quote.
  public var filledValue: Money?
  /// Attached exits that live once the order is filled.
  public var takeProfit: Price?
  public var stopLoss: Price?

  public init(
    instrument: Name, venueOrderID: Name, clientOrderID: Name?, side: Side, kind: OrderKind,
    status: VenueOrderStatus, quantity: Quantity, filled: Quantity, averagePrice: Price? = nil,
    limitPrice: Price? = nil, stopPrice: Price? = nil, isReduceOnly: Bool = false,
    code: String? = nil, createdAt: Instant, updatedAt: Instant, timeInForce: TimeInForce? = nil,
    filledValue: Money? = nil, takeProfit: Price? = nil, stopLoss: Price? = nil
  ) {
    self.instrument = instrument
    self.venueOrderID = venueOrderID
    self.clientOrderID = clientOrderID
    self.side = side
    self.kind = kind
    self.status = status
    self.quantity = quantity
    self.filled = filled
    self.averagePrice = averagePrice
    self.limitPrice = limitPrice
    self.stopPrice = stopPrice
    self.isReduceOnly = isReduceOnly
    self.code = code
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.timeInForce = timeInForce
    self.filledValue = filledValue
    self.takeProfit = takeProfit
    self.stopLoss = stopLoss
  }
}

/// A trade of ours at a venue: one fill.
public struct VenueExecution: Sendable, Hashable {
  public var instrument: Name
  /// The venue's id of the trade; with venue, account and instrument it names the fill for ever.
  public var venueTradeID: Name
  public var venueOrderID: Name
  public var clientOrderID: Name?
  public var side: Side
  public var quantity: Quantity
  public var price: Price
  /// Paid when above zero, received when below.
  public var fee: Money
  public var feeAsset: Name
  public var liquidity: Liquidity
  public var at: Instant

  public init(
    instrument: Name, venueTradeID: Name, venueOrderID: Name, clientOrderID: Name?, side: Side,
    quantity: Quantity, price: Price, fee: Money, feeAsset: Name, liquidity: Liquidity,
    at: Instant
  ) {
    self.instrument = instrument
    self.venueTradeID = venueTradeID
    self.venueOrderID = venueOrderID
    self.clientOrderID = clientOrderID
    self.side = side
    self.quantity = quantity
    self.price = price
    self.fee = fee
    self.feeAsset = feeAsset
    self.liquidity = liquidity
    self.at = at
  }
}

/// What is held of a contract at a venue.
public struct VenuePosition: Sendable, Hashable {
  public var instrument: Name
  /// `buy` a long position, `sell` a short one.
  public var side: Side
  /// Zero when nothing is held.
  public var quantity: Quantity
  public var entryPrice: Price?
  public var markPrice: Price?
  public var liquidationPrice: Price?
  public var leverage: Ratio?
  public var unrealised: Money?
  public var isHedged: Bool
  public var initialMargin: Money?
  public var maintenanceMargin: Money?
  /// Stops that hang on the position.
  public var takeProfit: Price?
  public var stopLoss: Price?
  public var trailingDistance: Price?
  public var updatedAt: Instant?

  public init(
    instrument: Name, side: Side, quantity: Quantity, entryPrice: Price? = nil,
    markPrice: Price? = nil, liquidationPrice: Price? = nil, leverage: Ratio? = nil,
    unrealised: Money? = nil, isHedged: Bool = false, initialMargin: Money? = nil,
    maintenanceMargin: Money? = nil, takeProfit: Price? = nil, stopLoss: Price? = nil,
    trailingDistance: Price? = nil, updatedAt: Instant? = nil
  ) {
    self.instrument = instrument
    self.side = side
    self.quantity = quantity
    self.entryPrice = entryPrice
    self.markPrice = markPrice
    self.liquidationPrice = liquidationPrice
    self.leverage = leverage
    self.unrealised = unrealised
    self.isHedged = isHedged
    self.initialMargin = initialMargin
    self.maintenanceMargin = maintenanceMargin
    self.takeProfit = takeProfit
    self.stopLoss = stopLoss
    self.trailingDistance = trailingDistance
    self.updatedAt = updatedAt
  }
}

/// What an account holds of an asset.
public struct VenueBalance: Sendable, Hashable {
  public var asset: Name
  /// Free and held back together, without what open positions gained or lost.
  public var total: Money
  public var available: Money

  public init(asset: Name, total: Money, available: Money) {
    self.asset = asset
    self.total = total
    self.available = available
  }
}
