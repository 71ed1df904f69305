public import Quantities

/// What positions of an instrument pay or receive at this moment.
public struct FundingRatePublished: Payload {
  public var instrument = Name()
  /// Of the notional; above zero, who is long pays who is short.
  public var rate = Ratio()
  /// Absent where the last close counts.
  public var markPrice: Price?
  public var at = Instant()

  public init() {}

  public init(
    instrument: Name, rate: Ratio, markPrice: Price? = nil, at: Instant
  ) {
    self.instrument = instrument
    self.rate = rate
    self.markPrice = markPrice
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("instrument", &instrument)
    visitor.field("rate", &rate)
    visitor.field("markPrice", &markPrice)
    visitor.field("at", &at)
  }

  public static var type: EventType { .fundingRatePublished }
  public var subject: Name { instrument }
}

/// A position paid funding, or received it.
public struct FundingCharged: Payload {
  public var account = Name()
  /// Names the payment: the same whoever tells it.
  public var payment = Identifier()
  public var instrument = Name()
  /// Absent where positions of several trades are one.
  public var trade: Identifier?
  public var setup: Identifier?
  public var asset = Name()
  /// Negative is short.
  public var quantity = Quantity()
  /// The mark price.
  public var price = Price()
  public var rate = Ratio()
  /// Quantity × price × rate: above zero it was paid, below it was received.
  public var amount = Money()
  public var at = Instant()

  public init() {}

  public init(
    account: Name, payment: Identifier, instrument: Name, trade: Identifier? = nil,
    setup: Identifier? = nil, asset: Name, quantity: Quantity, price: Price, rate: Ratio,
    amount: Money, at: Instant
  ) {
    self.account = account
    self.payment = payment
    self.instrument = instrument
    self.trade = trade
    self.setup = setup
    self.asset = asset
    self.quantity = quantity
    self.price = price
    self.rate = rate
    self.amount = amount
    self.at = at
  }

  public mutating func fields<Visitor: FieldVisitor & ~Copyable & ~Escapable>(
    _ visitor: inout Visitor
  ) {
    visitor.field("account", &account)
    visitor.field("payment", &payment)
    visitor.field("instrument", &instrument)
    visitor.field("trade", &trade)
    visitor.field("setup", &setup)
    visitor.field("asset", &asset)
    visitor.field("quantity", &quantity)
    visitor.field("price", &price)
    visitor.field("rate", &rate)
    visitor.field("amount", &amount)
    visitor.field("at", &at)
  }

  public static var type: EventType { .fundingCharged }
  public var subject: Name { instrument }
  public var correlation: Identifier? { setup }
}
