public import Events
public import Quantities

/// What a venue answers about an account and its settings.
public enum AccountAnswer: Sendable, Hashable {
  case fees([FeeRate])
  case keyPermissions(KeyPermissions)
  case accountInfo(AccountInfo)
  case balances([VenueBalance])
  case positions([VenuePosition])
  /// A setting is as it was asked for.
  case done
  case orders([VenueOrder])
  case executions([VenueExecution])
  case fundingPayments([FundingPayment])
  case closedProfits([ClosedProfit])
  case movements([AccountMovement])
}

/// What a venue takes for a trade, as a share of its value.
public struct FeeRate: Sendable, Hashable {
  public var instrument: Name
  public var maker: Ratio
  public var taker: Ratio

  public init(instrument: Name, maker: Ratio, taker: Ratio) {
    self.instrument = instrument
    self.maker = maker
    self.taker = taker
  }
}

/// What a key may do.
public struct KeyPermissions: Sendable, Hashable {
  public var mayRead: Bool
  public var mayTradeSpot: Bool
  public var mayTradeContracts: Bool
  public var mayTransfer: Bool
  public var mayWithdraw: Bool
  /// Addresses that the key works from; empty when it works from anywhere.
  public var addresses: [String]
  public var expiresAt: Instant?
  /// The account's number; never a secret.
  public var account: String

  public init(
    mayRead: Bool, mayTradeSpot: Bool, mayTradeContracts: Bool, mayTransfer: Bool,
    mayWithdraw: Bool, addresses: [String], expiresAt: Instant?, account: String
  ) {
    self.mayRead = mayRead
    self.mayTradeSpot = mayTradeSpot
    self.mayTradeContracts = mayTradeContracts
    self.mayTransfer = mayTransfer
    self.mayWithdraw = mayWithdraw
    self.addresses = addresses
    self.expiresAt = expiresAt
    self.account = account
  }
}

/// How an account is set up.
public struct AccountInfo: Sendable, Hashable {
  public var marginMode: MarginMode
  /// Whether spot and contracts share one wallet.
  public var isUnified: Bool
  public var hasDeadManSwitch: Bool

  public init(marginMode: MarginMode, isUnified: Bool, hasDeadManSwitch: Bool) {
    self.marginMode = marginMode
    self.isUnified = isUnified
    self.hasDeadManSwitch = hasDeadManSwitch
  }
}

/// What funding an account paid or received for a position.
public struct FundingPayment: Sendable, Hashable {
  public var instrument: Name
  public var venueTradeID: Name
  /// Paid when above zero, received when below.
  public var fee: Money
  public var feeAsset: Name
  public var rate: Ratio?
  public var quantity: Quantity
  public var price: Price
  public var at: Instant

  public init(
    instrument: Name, venueTradeID: Name, fee: Money, feeAsset: Name, rate: Ratio?,
    quantity: Quantity, price: Price, at: Instant
  ) {
    self.instrument = instrument
    self.venueTradeID = venueTradeID
    self.fee = fee
    self.feeAsset = feeAsset
    self.rate = rate
    self.quantity = quantity
    self.price = price
    self.at = at
  }
}

/// What a position gained or lost when it was closed.
public struct ClosedProfit: Sendable, Hashable {
  public var instrument: Name
  /// Of the order that closed it.
  public var venueOrderID: Name
  public var side: Side
  public var quantity: Quantity
  public var entryPrice: Price
  public var exitPrice: Price
  public var profit: Money
  public var at: Instant

  public init(
    instrument: Name, venueOrderID: Name, side: Side, quantity: Quantity, entryPrice: Price,
    exitPrice: Price, profit: Money, at: Instant
  ) {
    self.instrument = instrument
    self.venueOrderID = venueOrderID
    self.side = side
    self.quantity = quantity
    self.entryPrice = entryPrice
    self.exitPrice = exitPrice
    self.profit = profit
    self.at = at
  }
}

/// A movement of an account's money.
public struct AccountMovement: Sendable, Hashable {
  public var id: Name
  public var asset: Name
  /// The venue's word for what it was, such as `TRADE` or `TRANSFER_IN`.
  public var kind: String
  /// Above zero what came in.
  public var change: Money
  public var balanceAfter: Money?
  public var at: Instant

  public init(
    id: Name, asset: Name, kind: String, change: Money, balanceAfter: Money?, at: Instant
  ) {
    self.id = id
    self.asset = asset
    self.kind = kind
    self.change = change
    self.balanceAfter = balanceAfter
    self.at = at
  }
}
