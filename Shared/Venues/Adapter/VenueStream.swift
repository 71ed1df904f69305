public import Events
public import Quantities

/// A connection that a venue talks on by itself.
public enum VenueStream: Sendable, Hashable {
  /// Markets of a kind.
  case market(InstrumentKind)
  /// The account's orders, trades, positions and balances.
  case account
  /// Where orders are placed.
  case orders
}

/// What can be listened to.
public enum StreamTopic: Sendable, Hashable {
  case candles(Name, TimeFrame)
  case trades(Name)
  case ticker(Name)
  case book(Name, depth: Int)
  case orders
  case executions
  case positions
  case balances
  /// What the dead man's switch needs to see.
  case deadManSwitch
}

/// What a stream says.
public enum StreamNews: Sendable, Hashable {
  case candle(VenueCandle)
  case trade(VenueTrade)
  case ticker(VenueTicker)
  case book(BookUpdate)
  case account(AccountNews)
  /// A trade of ours, told early and without its fee; the whole follows.
  case earlyExecution(EarlyExecution)
  /// A subscription was taken or refused; the id is that of the message that asked.
  case subscribed(id: String, VenueError?)
  case authenticated(VenueError?)
  case pong
  /// What a call that was sent on the stream was answered; the bytes are a response's body.
  case answer(id: String, [UInt8])
  /// Something that nobody here asked for.
  case other(topic: String)
}

/// A trade of ours, as it is told first.
public struct EarlyExecution: Sendable, Hashable {
  public var instrument: Name
  public var venueTradeID: Name
  public var venueOrderID: Name
  public var clientOrderID: Name?
  public var side: Side
  public var quantity: Quantity
  public var price: Price
  public var liquidity: Liquidity
  public var at: Instant

  public init(
    instrument: Name, venueTradeID: Name, venueOrderID: Name, clientOrderID: Name?, side: Side,
    quantity: Quantity, price: Price, liquidity: Liquidity, at: Instant
  ) {
    self.instrument = instrument
    self.venueTradeID = venueTradeID
    self.venueOrderID = venueOrderID
    self.clientOrderID = clientOrderID
    self.side = side
    self.quantity = quantity
    self.price = price
    self.liquidity = liquidity
    self.at = at
  }
}
