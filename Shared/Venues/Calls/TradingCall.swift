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
  /// What funding all contracts paid or received at or after an instant, latest first.
  case fundingPayments(since: Instant)
  case positions(Name?)
  case balances
  case setLeverage(Name, Ratio)
  case setMarginMode(Name, MarginMode)
  case setPositionMode(Name, PositionMode)
  /// The venue is to cancel all orders unless this is asked again within the interval.
  case cancelAllAfter(Interval)
}

/// What of an account answers for the losses of a position.
public enum MarginMode: String, Sendable, Hashable, CaseIterable {
  /// Its own margin alone.
  case isolated
  /// All that the account holds of the asset.
  case cross
  /// All that the account holds, with positions that hedge each other.
  case portfolio
}

/// What a venue answers to a `TradingCall`.
///
/// `pages` of a venue are put together before: a list is whole.
public enum TradingAnswer: Sendable, Hashable {
  /// Accepted for processing; what becomes of it is told by the stream and by queries.
  case placed(venueOrderID: Name)
  case amended
  case cancelled
  /// A setting is as it was asked for.
  case done
  case orders([VenueOrder])
  case executions([VenueExecution])
  case fundingPayments([FundingPayment])
  case positions([VenuePosition])
  case balances([VenueBalance])
}

/// What a private stream tells unasked.
public enum AccountNews: Sendable, Hashable {
  case order(VenueOrder)
  case execution(VenueExecution)
  case funding(FundingPayment)
  case position(VenuePosition)
  case balance(VenueBalance)
}
