public import Events
public import Quantities

extension Ledger {
  /// An order as far as money depends on it.
  public struct Order: Sendable, Codable, Equatable {
    public let order: Identifier
    public internal(set) var account: Name
    public let instrument: Name
    /// Nil for an order that nobody of us requested.
    public internal(set) var terms: Terms?
    /// Whether the venue has it, or may have it.
    public internal(set) var rests = false
    /// Sum of its fills.
    public internal(set) var filled = Quantity.zero
    /// What the venue says is filled.
    public internal(set) var stated = Quantity.zero
    /// Whether no fill is to come.
    public internal(set) var isOver = false
    /// How often what it holds back has changed; names the entries.
    var holds = 0

    /// Filled beyond what was asked for.
    public var excess: Quantity {
      guard let terms, filled > terms.quantity else { return .zero }
      return filled - terms.quantity
    }

    /// Whether nothing about it is left to say.
    var isSettled: Bool { isOver && filled == stated && excess.isZero }
  }

  /// What an order asks for.
  public struct Terms: Sendable, Codable, Equatable {
    public let side: Side
    public internal(set) var quantity: Quantity
    /// Its limit, or else its stop; a market order has none and holds nothing back.
    public internal(set) var price: Price?
    public let reduceOnly: Bool
    /// The highest fee when it was requested.
    public let feeRate: Ratio

    init(side: Side, quantity: Quantity, price: Price?, reduceOnly: Bool, feeRate: Ratio) {
      self.feeRate = feeRate
      self.side = side
      self.quantity = quantity
      self.price = price
      self.reduceOnly = reduceOnly
    }
  }

  /// What became of an order.
  public struct OrderStep: Sendable, Hashable {
    public enum What: Sendable, Hashable {
      case requested(side: Side, quantity: Quantity, price: Price?, reduceOnly: Bool)
      /// The venue has it, or may have it; `filled` where the venue says so.
      case rests(filled: Quantity?)
      case amended(quantity: Quantity, price: Price?)
      /// It is not at the venue any more, or never was.
      case ended(filled: Quantity)
    }

    public let order: Identifier
    public let instrument: Name
    public let at: Instant
    public let what: What
  }
}

extension Ledger.Order {
  /// What is held back of the quote asset, or for a sale of the base, on a spot market: what is
  /// left at its price with the highest fee, rounded up.
  func hold(_ kind: InstrumentKind) -> (quote: Money, base: Money) {
    guard kind == .spot, rests, !isOver, let terms, !terms.reduceOnly, let price = terms.price,
      filled < terms.quantity
    else { return (.zero, .zero) }
    let left = terms.quantity - filled
    switch terms.side {
    case .buy:
      let notional = price.multiplied(by: left, rounding: .up)
      return (notional + notional.multiplied(by: terms.feeRate, rounding: .up), .zero)
    case .sell: return (.zero, Money(left.value))
    }
  }

  /// Bought beyond what was asked for, or sold, which is negative.
  var signedExcess: Quantity { terms?.side == .sell ? -excess : excess }
}
