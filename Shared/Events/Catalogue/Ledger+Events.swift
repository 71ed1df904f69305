public import Quantities

/// A double entry: the postings sum to zero in every asset.
public struct EntryPosted: Payload {
  public var entry = Identifier()
  public var occasion = EntryOccasion()
  /// At a venue.
  public var account = Name()
  public var instrument: Name?
  public var strategy: Name?
  public var trade: Identifier?
  public var setup: Identifier?
  public var postings: [Posting] = []
  public var at = Instant()

  public init() {}

  public init(
    entry: Identifier, occasion: EntryOccasion, account: Name, instrument: Name? = nil,
    strategy: Name? = nil, trade: Identifier? = nil, setup: Identifier? = nil,
    postings: [Posting], at: Instant
  ) {
    self.entry = entry
    self.occasion = occasion
    self.account = account
    self.instrument = instrument
    self.strategy = strategy
    self.trade = trade
    self.setup = setup
    self.postings = postings
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("entry", &entry)
    visitor.field("occasion", &occasion)
    visitor.field("account", &account)
    visitor.field("instrument", &instrument)
    visitor.field("strategy", &strategy)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("postings", &postings)
    visitor.field("at", &at)
  }

  public static var type: EventType { .entryPosted }
  public var subject: Name { account }
  public var correlation: Identifier? { setup }
}

/// A position after a fill; negative is short.
public struct PositionChanged: Payload {
  public var account = Name()
  public var instrument = Name()
  public var quantity = Quantity()
  public var averagePrice = Price()
  /// Of the quantity held, exactly: the average price is this by the quantity, rounded.
  public var cost = Money()
  /// Profit of this instrument so far, before fees.
  public var realised = Money()
  /// Of this instrument so far, as far as they are paid in its quote asset.
  public var fees = Money()
  /// Of this instrument so far; negative when more was received than paid.
  public var funding = Money()
  public var at = Instant()

  public init() {}

  public init(
    account: Name, instrument: Name, quantity: Quantity, averagePrice: Price, cost: Money,
    realised: Money, fees: Money, funding: Money, at: Instant
  ) {
    self.account = account
    self.instrument = instrument
    self.quantity = quantity
    self.averagePrice = averagePrice
    self.cost = cost
    self.realised = realised
    self.fees = fees
    self.funding = funding
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("instrument", &instrument)
    visitor.field("quantity", &quantity)
    visitor.field("averagePrice", &averagePrice)
    visitor.field("cost", &cost)
    visitor.field("realised", &realised)
    visitor.field("fees", &fees)
    visitor.field("funding", &funding)
    visitor.field("at", &at)
  }

  public static var type: EventType { .positionChanged }
  public var subject: Name { instrument }
}

/// What an account is worth at the last prices.
public struct EquityMarked: Payload {
  public var account = Name()
  public var asset = Name()
  public var balance = Money()
  public var unrealised = Money()
  public var equity = Money()
  /// Deposited less withdrawn so far; equity above it is profit.
  public var deposits = Money()
  public var at = Instant()

  public init() {}

  public init(
    account: Name, asset: Name, balance: Money, unrealised: Money, equity: Money,
    deposits: Money, at: Instant
  ) {
    self.account = account
    self.asset = asset
    self.balance = balance
    self.unrealised = unrealised
    self.equity = equity
    self.deposits = deposits
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("asset", &asset)
    visitor.field("balance", &balance)
    visitor.field("unrealised", &unrealised)
    visitor.field("equity", &equity)
    visitor.field("deposits", &deposits)
    visitor.field("at", &at)
  }

  public static var type: EventType { .equityMarked }
  public var subject: Name { asset }
}

/// The books of a UTC day.
public struct DayClosed: Payload {
  public var account = Name()
  public var asset = Name()
  /// Its start.
  public var day = Instant()
  /// Equity.
  public var opening = Money()
  /// The opening, with deposits, realised, unrealised and residue, less fees and funding.
  public var closing = Money()
  /// Deposited less withdrawn on that day.
  public var deposits = Money()
  public var realised = Money()
  /// How much more the open positions would gain than when the day began.
  public var unrealised = Money()
  public var fees = Money()
  public var funding = Money()
  /// What the venue has that nothing explains, more than when the day began.
  public var residue = Money()
  /// Closed on that day.
  public var trades: Int = 0

  public init() {}

  public init(
    account: Name, asset: Name, day: Instant, opening: Money, closing: Money, deposits: Money,
    realised: Money, unrealised: Money, fees: Money, funding: Money, residue: Money, trades: Int
  ) {
    self.account = account
    self.asset = asset
    self.day = day
    self.opening = opening
    self.closing = closing
    self.deposits = deposits
    self.realised = realised
    self.unrealised = unrealised
    self.fees = fees
    self.funding = funding
    self.residue = residue
    self.trades = trades
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("asset", &asset)
    visitor.field("day", &day)
    visitor.field("opening", &opening)
    visitor.field("closing", &closing)
    visitor.field("deposits", &deposits)
    visitor.field("realised", &realised)
    visitor.field("unrealised", &unrealised)
    visitor.field("fees", &fees)
    visitor.field("funding", &funding)
    visitor.field("residue", &residue)
    visitor.field("trades", &trades)
  }

  public static var type: EventType { .dayClosed }
  public var subject: Name { asset }
}
