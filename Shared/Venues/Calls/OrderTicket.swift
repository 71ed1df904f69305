public import Events
public import Quantities

/// An order as it is handed to a venue.
public struct OrderTicket: Sendable, Hashable {
  /// The unified symbol: `BTC/USDT` spot, `BTC/USDT:USDT` a linear contract.
  public var instrument: Name
  /// Our name for the order: 1 to 36 of `[A-Za-z0-9_-]`, never used twice.
  public var clientOrderID: Name
  public var side: Side
  public var kind: OrderKind
  /// In units of the base asset.
  public var quantity: Quantity
  public var limitPrice: Price?
  /// Where a conditional order is triggered.
  public var stopPrice: Price?
  /// Of a trailing stop: how far from the best price it hangs.
  public var distance: Price?
  public var timeInForce: TimeInForce
  public var isReduceOnly: Bool
  /// In hedge mode, the side whose position the order is for; nil in one-way mode.
  public var positionSide: Side?

  public init(
    instrument: Name, clientOrderID: Name, side: Side, kind: OrderKind, quantity: Quantity,
    limitPrice: Price? = nil, stopPrice: Price? = nil, distance: Price? = nil,
    timeInForce: TimeInForce = .goodTillCancelled, isReduceOnly: Bool = false,
    positionSide: Side? = nil
  ) {
    self.instrument = instrument
    self.clientOrderID = clientOrderID
    self.side = side
    self.kind = kind
    self.quantity = quantity
    self.limitPrice = limitPrice
    self.stopPrice = stopPrice
    self.distance = distance
    self.timeInForce = timeInForce
    self.isReduceOnly = isReduceOnly
    self.positionSide = positionSide
  }
}

/// Which order is meant: by our name for it, by the venue's, or both.
public struct OrderReference: Sendable, Hashable {
  public var instrument: Name
  public var clientOrderID: Name?
  public var venueOrderID: Name?
  /// Whether the order waits for a trigger; some venues keep those apart.
  public var isConditional: Bool

  public init(
    instrument: Name, clientOrderID: Name? = nil, venueOrderID: Name? = nil,
    isConditional: Bool = false
  ) {
    self.instrument = instrument
    self.clientOrderID = clientOrderID
    self.venueOrderID = venueOrderID
    self.isConditional = isConditional
  }
}

/// New values for an order that rests; nil leaves a value as it is.
public struct OrderChange: Sendable, Hashable {
  public var order: OrderReference
  public var quantity: Quantity?
  public var limitPrice: Price?
  public var stopPrice: Price?

  public init(
    order: OrderReference, quantity: Quantity? = nil, limitPrice: Price? = nil,
    stopPrice: Price? = nil
  ) {
    self.order = order
    self.quantity = quantity
    self.limitPrice = limitPrice
    self.stopPrice = stopPrice
  }
}
