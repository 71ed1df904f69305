public import Events
public import Quantities

/// What can be asked of a venue about an account and its settings.
public enum AccountCall: Sendable, Hashable {
  /// Fee rates of an instrument, or of all of a kind.
  case fees(InstrumentKind, Name?)
  case keyPermissions
  case accountInfo
  /// What lies in the wallet that is not traded from.
  case fundingBalances(asset: Name?)
  case leverage(Name)
  case setProtection(PositionProtection)
  /// Of all contracts that are settled in a coin.
  case setPositionModes(PositionMode, coin: Name)
  /// Cancels all orders of an instrument, or of the account's contracts, that wait for a trigger.
  case cancelConditional(Name?)
  case orders(OrderQuery)
  case executions(ExecutionQuery)
  /// What funding was paid or received.
  case fundingPayments(ExecutionQuery)
  /// What positions gained or lost when they were closed.
  case closedProfits(Name, since: Instant?, limit: Int?)
  /// Every movement of the account's money.
  case movements(asset: Name?, since: Instant?, limit: Int?)

  /// Whether it asks only, so that it may be repeated at will.
  public var isQuery: Bool {
    switch self {
    case .setProtection, .setPositionModes, .cancelConditional: false
    case .fees, .keyPermissions, .accountInfo, .fundingBalances, .leverage, .orders, .executions,
      .fundingPayments, .closedProfits, .movements:
      true
    }
  }
}

/// Stops that hang on a position instead of being orders; nil leaves one as it is, zero takes it
/// away.
public struct PositionProtection: Sendable, Hashable {
  public var instrument: Name
  /// In hedge mode, the side whose position it protects.
  public var positionSide: Side?
  public var takeProfit: Price?
  public var stopLoss: Price?
  /// How far a trailing stop hangs from the best price.
  public var trailingDistance: Price?
  /// Where the trailing stop begins to follow.
  public var trailingFrom: Price?
  /// Protects a part of the position only; nil all of it.
  public var quantity: Quantity?
  public var trigger: TriggerPrice?

  public init(
    instrument: Name, positionSide: Side? = nil, takeProfit: Price? = nil, stopLoss: Price? = nil,
    trailingDistance: Price? = nil, trailingFrom: Price? = nil, quantity: Quantity? = nil,
    trigger: TriggerPrice? = nil
  ) {
    self.instrument = instrument
    self.positionSide = positionSide
    self.takeProfit = takeProfit
    self.stopLoss = stopLoss
    self.trailingDistance = trailingDistance
    self.trailingFrom = trailingFrom
    self.quantity = quantity
    self.trigger = trigger
  }
}

/// A page of orders, open or over.
public struct OrderQuery: Sendable, Hashable {
  public enum Scope: String, Sendable, Hashable, CaseIterable {
    /// What the venue may still fill.
    case open
    /// Filled whole.
    case filled
    case cancelled
    /// All that is over.
    case ended
  }

  public var scope: Scope
  public var kind: InstrumentKind
  public var instrument: Name?
  public var order: OrderReference?
  public var since: Instant?
  public var until: Instant?
  public var limit: Int?
  /// Orders that wait for a trigger only.
  public var isConditional: Bool

  public init(
    _ scope: Scope, kind: InstrumentKind, instrument: Name? = nil, order: OrderReference? = nil,
    since: Instant? = nil, until: Instant? = nil, limit: Int? = nil, isConditional: Bool = false
  ) {
    self.scope = scope
    self.kind = kind
    self.instrument = instrument
    self.order = order
    self.since = since
    self.until = until
    self.limit = limit
    self.isConditional = isConditional
  }
}

/// A range of the account's own trades.
public struct ExecutionQuery: Sendable, Hashable {
  public var kind: InstrumentKind
  public var instrument: Name?
  public var order: OrderReference?
  public var since: Instant?
  public var until: Instant?
  public var limit: Int?
  /// Only trades by which the venue took positions away.
  public var isLiquidation: Bool

  public init(
    kind: InstrumentKind, instrument: Name? = nil, order: OrderReference? = nil,
    since: Instant? = nil, until: Instant? = nil, limit: Int? = nil, isLiquidation: Bool = false
  ) {
    self.kind = kind
    self.instrument = instrument
    self.order = order
    self.since = since
    self.until = until
    self.limit = limit
    self.isLiquidation = isLiquidation
  }
}
