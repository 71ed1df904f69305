public import Quantities

/// How an order meets the market.
public enum PriceKind: String, Sendable, Hashable {
  case market = "Market"
  case limit = "Limit"
}

/// What an order waits for before it is at the market.
public struct Trigger: Sendable, Hashable {
  public var price: Price
  /// Whether the price has to rise to it.
  public var isRising: Bool
  /// The price that is watched: "LastPrice", "MarkPrice" or "IndexPrice", which are one here.
  public var source: String

  public init(price: Price, isRising: Bool, source: String = "LastPrice") {
    self.price = price
    self.isRising = isRising
    self.source = source
  }
}

/// Stop and target that belong to an order or a position.
public struct Protection: Sendable, Hashable {
  public var takeProfit: Price?
  public var stopLoss: Price?
  public var takeProfitSource = "LastPrice"
  public var stopLossSource = "LastPrice"
  /// Limits of what they trigger; at the market without.
  public var takeProfitLimit: Price?
  public var stopLossLimit: Price?
  /// Whether it holds for a part of the position, of which there may be several.
  public var isPartial = false

  public init() {}

  public var isEmpty: Bool { takeProfit == nil && stopLoss == nil }
}

/// An order as it is asked for.
public struct Ticket: Sendable, Hashable {
  /// The place of the instrument.
  public var instrument: Int
  public var side: Side
  public var kind: PriceKind
  /// In the base coin; of a market order of spot that is told by its value, that value.
  public var quantity: Quantity
  /// Whether `quantity` is an amount of the quote coin.
  public var isByValue = false
  public var price: Price?
  public var timeInForce: OrderTime = .goodTillCancelled
  /// The trader's own name of it; empty for none.
  public var link = ""
  /// 0 one-way, 1 the long and 2 the short side of a hedge.
  public var positionIndex = 0
  public var reduceOnly = false
  public var closeOnTrigger = false
  public var trigger: Trigger?
  /// Whether a spot order that waits binds its coins at once.
  public var isProtective = false
  public var protection = Protection()

  public init(
    instrument: Int, side: Side, kind: PriceKind, quantity: Quantity, price: Price? = nil
  ) {
    self.instrument = instrument
    self.side = side
    self.kind = kind
    self.quantity = quantity
    self.price = price
  }
}

/// How long an order waits.
public enum OrderTime: String, Sendable, Hashable {
  case goodTillCancelled = "GTC"
  case immediateOrCancel = "IOC"
  case fillOrKill = "FOK"
  case postOnly = "PostOnly"
}

/// Why something is refused; the protocol gives each its number and its text.
public enum Rejection: Error, Sendable, Hashable {
  case quantityOffLot
  case quantityTooSmall
  case quantityTooLarge
  case valueTooSmall
  case priceMissing
  case priceOffTick
  case priceOutOfRange
  case positionIndexMismatch
  case nothingToReduce
  case balance
  case margin
  case duplicateLink
  case tooManyOrders
  case tooManyConditionals
  case triggerNotAbove(trigger: Price, last: Price)
  case triggerNotBelow(trigger: Price, last: Price)
  case unknownOrder
  case finishedOrder
  case nothingToAmend
  case quantityBelowFilled
  case noPosition
  case leverageUnchanged
  case leverageOutOfRange
  case modeUnchanged
  case modeWithPosition
  case modeWithOrders
  case protectionUnchanged
  case stopOnWrongSide
  case targetOnWrongSide
  case notOnSpot
  case refused(String)
}
