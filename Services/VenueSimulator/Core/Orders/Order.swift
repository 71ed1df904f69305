import Events
public import Quantities

/// Where an order stands, in the venue's words.
public enum OrderStatus: String, Sendable, Hashable {
  case untriggered = "Untriggered"
  case triggered = "Triggered"
  case new = "New"
  case partiallyFilled = "PartiallyFilled"
  case filled = "Filled"
  case cancelled = "Cancelled"
  case partiallyFilledCancelled = "PartiallyFilledCanceled"
  case rejected = "Rejected"
  case deactivated = "Deactivated"

  public var isOpen: Bool {
    switch self {
    case .untriggered, .new, .partiallyFilled: true
    case .triggered, .filled, .cancelled, .partiallyFilledCancelled, .rejected, .deactivated:
      false
    }
  }
}

/// What kind of order waits for a price.
public enum StopKind: String, Sendable, Hashable {
  case stop = "Stop"
  case takeProfit = "TakeProfit"
  case stopLoss = "StopLoss"
  case trailing = "TrailingStop"
  case partialTakeProfit = "PartialTakeProfit"
  case partialStopLoss = "PartialStopLoss"
  case protective = "tpslOrder"

  /// Whether it closes all of a position, and ends with it.
  var coversPosition: Bool {
    switch self {
    case .takeProfit, .stopLoss, .trailing: true
    case .stop, .partialTakeProfit, .partialStopLoss, .protective: false
    }
  }
}

/// What a trailing stop follows.
public struct Trail: Sendable, Hashable {
  public var distance: Price
  /// Where it begins to follow; nil when it does.
  public var activation: Price?
  /// The best price since then.
  public var best: Price
}

/// An order of an account, from its arrival on.
public struct Order: Sendable, Hashable {
  public let id: String
  /// Its place in the order of arrivals.
  public let number: Int
  public let ticket: Ticket
  public internal(set) var quantity: Quantity
  public internal(set) var price: Price?
  public internal(set) var trigger: Trigger?
  public internal(set) var protection: Protection
  public internal(set) var stopKind: StopKind?
  public internal(set) var trail: Trail?
  public internal(set) var status: OrderStatus
  public internal(set) var filled: Quantity = .zero
  public internal(set) var value: Money = .zero
  public internal(set) var fee: Money = .zero
  public internal(set) var feeCoin = ""
  public internal(set) var cancelType = "UNKNOWN"
  public internal(set) var rejectReason = "EC_NoError"
  public internal(set) var createType = "CreateByUser"
  public internal(set) var lastPriceAtStart: Price
  public let createdAt: Instant
  public internal(set) var updatedAt: Instant
  /// What the matching engine knows it by.
  let engine: Identifier

  public var link: String { ticket.link }
  public var instrument: Int { ticket.instrument }
  public var remaining: Quantity { max(quantity - filled, .zero) }
  /// Nil before the first fill.
  public var averagePrice: Price? {
    filled.isPositive ? value.divided(by: filled) : nil
  }
}

/// Why an execution came about.
public enum ExecutionKind: String, Sendable, Hashable {
  case trade = "Trade"
  case funding = "Funding"
  case liquidation = "BustTrade"
}

/// A fill, or a charge of funding.
public struct Execution: Sendable, Hashable {
  public let id: String
  public let number: Int
  public let orderID: String
  public let link: String
  public let instrument: Int
  public let side: Side
  public let kind: ExecutionKind
  public let price: Price
  public let quantity: Quantity
  public let value: Money
  public let fee: Money
  public let feeRate: Ratio
  public let feeCoin: String
  public let isMaker: Bool
  public let remaining: Quantity
  public let closed: Quantity
  public let profit: Money
  public let orderQuantity: Quantity
  public let orderPrice: Price?
  public let orderKind: PriceKind
  public let stopKind: StopKind?
  public let positionIndex: Int
  public let at: Instant
  public let sequence: Int
}
