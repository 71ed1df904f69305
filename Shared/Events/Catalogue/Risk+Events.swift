public import Quantities

/// A trade passed every limit; it may be entered until it expires.
public struct TradeApproved: Payload {
  public var trade = Identifier()
  public var setup = Identifier()
  public var strategy = Name()
  public var instrument = Name()
  public var direction = Direction()
  public var entry = EntryStyle()
  public var quantity = Quantity()
  public var reference = Price()
  public var entryLow = Price()
  public var entryHigh = Price()
  /// Of a limit entry, rounded to the tick.
  public var limitPrice: Price?
  /// Rounded to the tick, away from the entry.
  public var stop = Price()
  /// Rounded to the tick, towards the entry.
  public var target1 = Price()
  public var target2 = Price()
  public var leverage = Ratio()
  public var equity = Money()
  /// What may be lost at the stop.
  public var budget = Money()
  /// With fees and slippage on both legs.
  public var lossPerUnit = Price()
  public var lossAtStop = Money()
  public var asOf = Instant()
  public var expiresAt = Instant()

  public init() {}

  public init(
    trade: Identifier, setup: Identifier, strategy: Name, instrument: Name, direction: Direction,
    entry: EntryStyle, quantity: Quantity, reference: Price, entryLow: Price, entryHigh: Price,
    limitPrice: Price? = nil, stop: Price, target1: Price, target2: Price, leverage: Ratio,
    equity: Money, budget: Money, lossPerUnit: Price, lossAtStop: Money, asOf: Instant,
    expiresAt: Instant
  ) {
    self.trade = trade
    self.setup = setup
    self.strategy = strategy
    self.instrument = instrument
    self.direction = direction
    self.entry = entry
    self.quantity = quantity
    self.reference = reference
    self.entryLow = entryLow
    self.entryHigh = entryHigh
    self.limitPrice = limitPrice
    self.stop = stop
    self.target1 = target1
    self.target2 = target2
    self.leverage = leverage
    self.equity = equity
    self.budget = budget
    self.lossPerUnit = lossPerUnit
    self.lossAtStop = lossAtStop
    self.asOf = asOf
    self.expiresAt = expiresAt
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("strategy", &strategy)
    visitor.field("instrument", &instrument)
    visitor.field("direction", &direction)
    visitor.field("entry", &entry)
    visitor.field("quantity", &quantity)
    visitor.field("reference", &reference)
    visitor.field("entryLow", &entryLow)
    visitor.field("entryHigh", &entryHigh)
    visitor.field("limitPrice", &limitPrice)
    visitor.field("stop", &stop)
    visitor.field("target1", &target1)
    visitor.field("target2", &target2)
    visitor.field("leverage", &leverage)
    visitor.field("equity", &equity)
    visitor.field("budget", &budget)
    visitor.field("lossPerUnit", &lossPerUnit)
    visitor.field("lossAtStop", &lossAtStop)
    visitor.field("asOf", &asOf)
    visitor.field("expiresAt", &expiresAt)
  }

  public static var type: EventType { .tradeApproved }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// A trade failed a limit: the code, and the two numbers that decided.
public struct TradeRefused: Payload {
  public var setup = Identifier()
  public var strategy = Name()
  public var instrument = Name()
  public var direction = Direction()
  public var code = RefusalCode()
  public var value = FixedPoint()
  public var limit = FixedPoint()
  public var asOf = Instant()

  public init() {}

  public init(
    setup: Identifier, strategy: Name, instrument: Name, direction: Direction, code: RefusalCode,
    value: FixedPoint, limit: FixedPoint, asOf: Instant
  ) {
    self.setup = setup
    self.strategy = strategy
    self.instrument = instrument
    self.direction = direction
    self.code = code
    self.value = value
    self.limit = limit
    self.asOf = asOf
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("setup", &setup)
    visitor.field("strategy", &strategy)
    visitor.field("instrument", &instrument)
    visitor.field("direction", &direction)
    visitor.field("code", &code)
    visitor.field("value", &value)
    visitor.field("limit", &limit)
    visitor.field("asOf", &asOf)
  }

  public static var type: EventType { .tradeRefused }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}

/// A limit is hit; losing exactly the limit counts.
public struct LimitBreached: Payload {
  public var limit = LimitKind()
  public var account = Name()
  /// Or the instrument that a discrepancy is about; empty for all of the account.
  public var asset = Name()
  /// Money of the asset, or a count.
  public var value = FixedPoint()
  public var allowed = FixedPoint()
  /// What is still traded in the asset from here on.
  public var mode = TradingMode()
  public var at = Instant()
  /// Absent when it lasts as long as its cause, or until a person releases it.
  public var until: Instant?

  public init() {}

  public init(
    limit: LimitKind, account: Name, asset: Name, value: FixedPoint, allowed: FixedPoint,
    mode: TradingMode, at: Instant, until: Instant? = nil
  ) {
    self.limit = limit
    self.account = account
    self.asset = asset
    self.value = value
    self.allowed = allowed
    self.mode = mode
    self.at = at
    self.until = until
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("limit", &limit)
    visitor.field("account", &account)
    visitor.field("asset", &asset)
    visitor.field("value", &value)
    visitor.field("allowed", &allowed)
    visitor.field("mode", &mode)
    visitor.field("at", &at)
    visitor.field("until", &until)
  }

  public static var type: EventType { .limitBreached }
  public var subject: Name { asset }
}

/// A limit no longer holds trading back.
public struct LimitReset: Payload {
  public var limit = LimitKind()
  public var account = Name()
  public var asset = Name()
  /// What is traded in the asset from here on.
  public var mode = TradingMode()
  public var at = Instant()

  public init() {}

  public init(limit: LimitKind, account: Name, asset: Name, mode: TradingMode, at: Instant) {
    self.limit = limit
    self.account = account
    self.asset = asset
    self.mode = mode
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("limit", &limit)
    visitor.field("account", &account)
    visitor.field("asset", &asset)
    visitor.field("mode", &mode)
    visitor.field("at", &at)
  }

  public static var type: EventType { .limitReset }
  public var subject: Name { asset }
}

/// A looser limit was asked for; it holds from a later time on.
public struct LimitChangeScheduled: Payload {
  public var limit = RiskLimit()
  public var from = FixedPoint()
  public var to = FixedPoint()
  public var at = Instant()
  public var effectiveAt = Instant()

  public init() {}

  public init(
    limit: RiskLimit, from: FixedPoint, to: FixedPoint, at: Instant, effectiveAt: Instant
  ) {
    self.limit = limit
    self.from = from
    self.to = to
    self.at = at
    self.effectiveAt = effectiveAt
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("limit", &limit)
    visitor.field("from", &from)
    visitor.field("to", &to)
    visitor.field("at", &at)
    visitor.field("effectiveAt", &effectiveAt)
  }

  public static var type: EventType { .limitChangeScheduled }
  public var subject: Name { "trading" }
}

/// A limit has another number; the same one when a change that waited was taken back.
public struct LimitChanged: Payload {
  public var limit = RiskLimit()
  public var from = FixedPoint()
  public var to = FixedPoint()
  public var at = Instant()

  public init() {}

  public init(limit: RiskLimit, from: FixedPoint, to: FixedPoint, at: Instant) {
    self.limit = limit
    self.from = from
    self.to = to
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("limit", &limit)
    visitor.field("from", &from)
    visitor.field("to", &to)
    visitor.field("at", &at)
  }

  public static var type: EventType { .limitChanged }
  public var subject: Name { "trading" }
}

/// The account holds too much for its equity: this much of a trade is to leave.
public struct ExposureReductionRequested: Payload {
  public var trade = Identifier()
  public var instrument = Name()
  public var quantity = Quantity()
  /// What the account holds at the last prices.
  public var held = Money()
  /// What it may hold.
  public var allowed = Money()
  public var at = Instant()

  public init() {}

  public init(
    trade: Identifier, instrument: Name, quantity: Quantity, held: Money, allowed: Money,
    at: Instant
  ) {
    self.trade = trade
    self.instrument = instrument
    self.quantity = quantity
    self.held = held
    self.allowed = allowed
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("trade", &trade)
    visitor.field("instrument", &instrument)
    visitor.field("quantity", &quantity)
    visitor.field("held", &held)
    visitor.field("allowed", &allowed)
    visitor.field("at", &at)
  }

  public static var type: EventType { .exposureReductionRequested }
  public var subject: Name { instrument }
}

/// No new exposure is taken until trading is resumed.
public struct TradingHalted: Payload {
  public var reason = HaltReason()
  /// Whether everything is to be closed.
  public var flatten: Bool = false
  public var at = Instant()

  public init() {}

  public init(reason: HaltReason, flatten: Bool, at: Instant) {
    self.reason = reason
    self.flatten = flatten
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("reason", &reason)
    visitor.field("flatten", &flatten)
    visitor.field("at", &at)
  }

  public static var type: EventType { .tradingHalted }
  public var subject: Name { "trading" }
}

/// No halt holds any more; limits that are hit may still hold new exposure back.
public struct TradingResumed: Payload {
  /// Whether a person said so: what diverged and waited for one is released too.
  public var isReleased: Bool = false
  public var at = Instant()

  public init() {}

  public init(isReleased: Bool = false, at: Instant) {
    self.isReleased = isReleased
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("isReleased", &isReleased)
    visitor.field("at", &at)
  }

  public static var type: EventType { .tradingResumed }
  public var subject: Name { "trading" }
}
