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
  /// Of a market order, what to spend or to earn, in units of the quote; `quantity` is then zero.
  public var cost: Money?
  /// Where profit is taken once the order is filled.
  public var takeProfit: AttachedExit?
  /// Where the loss is stopped once the order is filled.
  public var stopLoss: AttachedExit?
  /// Which price triggers a conditional order; nil the last traded one.
  public var trigger: TriggerPrice?
  /// When a conditional order on spot takes its assets.
  public var hold: ConditionalHold

  public init(
    instrument: Name, clientOrderID: Name, side: Side, kind: OrderKind, quantity: Quantity,
    limitPrice: Price? = nil, stopPrice: Price? = nil, distance: Price? = nil,
    timeInForce: TimeInForce = .goodTillCancelled, isReduceOnly: Bool = false,
    positionSide: Side? = nil, cost: Money? = nil, takeProfit: AttachedExit? = nil,
    stopLoss: AttachedExit? = nil, trigger: TriggerPrice? = nil,
    hold: ConditionalHold = .whenTriggered
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
    self.cost = cost
    self.takeProfit = takeProfit
    self.stopLoss = stopLoss
    self.trigger = trigger
    self.hold = hold
  }
}

/// Which price triggers a stop.
public enum TriggerPrice: String, Sendable, Hashable, CaseIterable {
  case last, mark, index
}

/// When a conditional order on spot takes the assets that it needs.
public enum ConditionalHold: String, Sendable, Hashable, CaseIterable {
  /// Only once it is triggered.
  case whenTriggered
  /// When it is placed.
  case atOnce
}

/// A stop or a target that comes with an order and lives once the order is filled.
public struct AttachedExit: Sendable, Hashable {
  public var triggerPrice: Price
  /// Nil for an exit at the market.
  public var limitPrice: Price?
  public var trigger: TriggerPrice?

  public init(triggerPrice: Price, limitPrice: Price? = nil, trigger: TriggerPrice? = nil) {
    self.triggerPrice = triggerPrice
    self.limitPrice = limitPrice
    self.trigger = trigger
  }
}

/// Which order is meant: by our name for it, by the venue's, or both.
public struct OrderReference: Sendable, Hashable {
  public var instrument: Name
  public var clientOrderID: Name?
  public var venueOrderID: Name?
  /// Whether the order waits for a trigger; some venues keep those apart.
  public var isConditional: Bool
  /// Of a conditional order on spot, as it was placed.
  public var hold: ConditionalHold

  public init(
    instrument: Name, clientOrderID: Name? = nil, venueOrderID: Name? = nil,
    isConditional: Bool = false, hold: ConditionalHold = .whenTriggered
  ) {
    self.instrument = instrument
    self.clientOrderID = clientOrderID
    self.venueOrderID = venueOrderID
    self.isConditional = isConditional
    self.hold = hold
  }
}

/// New values for an order that rests; nil leaves a value as it is.
public struct OrderChange: Sendable, Hashable {
  public var order: OrderReference
  public var quantity: Quantity?
  public var limitPrice: Price?
  public var stopPrice: Price?
  /// Zero takes an attached exit away.
  public var takeProfit: Price?
  public var stopLoss: Price?

  public init(
    order: OrderReference, quantity: Quantity? = nil, limitPrice: Price? = nil,
    stopPrice: Price? = nil, takeProfit: Price? = nil, stopLoss: Price? = nil
  ) {
    self.order = order
    self.quantity = quantity
    self.limitPrice = limitPrice
    self.stopPrice = stopPrice
    self.takeProfit = takeProfit
    self.stopLoss = stopLoss
  }
}
