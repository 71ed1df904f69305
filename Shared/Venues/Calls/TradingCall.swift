public import Events
public import Quantities

/// What can be asked of a venue about an account and its orders.
public enum TradingCall: Sendable, Hashable {
  case place(OrderTicket)
  case amend(OrderChange)
  case cancel(OrderReference)
  /// All orders of an instrument, or of the account.
  case cancelAll(Name?)
  case order(OrderReference)
  /// All orders that the venue may still fill.
  case openOrders(Name?)
  /// Orders that ended at or after an instant, latest first.
  case orderHistory(Name, since: Instant)
  /// Fills at or after an instant, latest first.
  case executions(Name, since: Instant)
  case positions(Name?)
  case balances
}

/// What a venue answers to a `TradingCall`.
///
/// `pages` of a venue are put together before: a list is whole.
public enum TradingAnswer: Sendable, Hashable {
  /// Accepted for processing; what becomes of it is told by the stream and by queries.
  case placed(venueOrderID: Name)
  case amended
  case cancelled
  case orders([VenueOrder])
  case executions([VenueExecution])
  case positions([VenuePosition])
  case balances([VenueBalance])
}

/// What a private stream tells unasked.
public enum AccountNews: Sendable, Hashable {
  case order(VenueOrder)
  case execution(VenueExecution)
  case position(VenuePosition)
  case balance(VenueBalance)
}
