public import Events
public import Requests

/// Anything that can be asked of a venue.
public enum VenueCall: Sendable, Hashable {
  case market(MarketCall)
  case trading(TradingCall)
  case account(AccountCall)
  case batch(OrderBatch)
  /// A call in the venue's own words, for what has no common form.
  case endpoint(EndpointCall)

  /// Whether it asks only, so that it may be repeated at will.
  public var isQuery: Bool {
    switch self {
    case .market: true
    case .trading(let call): call.isQuery
    case .account(let call): call.isQuery
    case .batch: false
    case .endpoint(let call): call.method == .get
    }
  }
}

extension TradingCall {
  /// Whether it sets how an account or an instrument is traded.
  public var isSetting: Bool {
    switch self {
    case .setLeverage, .setMarginMode, .setPositionMode: true
    case .place, .amend, .cancel, .cancelAll, .order, .openOrders, .orderHistory, .executions,
      .fundingPayments, .positions, .balances, .cancelAllAfter:
      false
    }
  }

  /// Whether it asks only, so that it may be repeated at will.
  public var isQuery: Bool {
    switch self {
    case .place, .amend, .cancel, .cancelAll, .setLeverage, .setMarginMode, .setPositionMode,
      .cancelAllAfter:
      false
    case .order, .openOrders, .orderHistory, .executions, .fundingPayments, .positions, .balances:
      true
    }
  }
}

/// Several orders in one request; each succeeds or fails alone.
public enum OrderBatch: Sendable, Hashable {
  case place([OrderTicket])
  case amend([OrderChange])
  case cancel([OrderReference])
}

/// A call in a venue's own words.
public struct EndpointCall: Sendable, Hashable {
  public var method: HTTPMethod
  /// From the slash on, without a query.
  public var path: String
  /// In the order in which they are sent.
  public var parameters: [EndpointParameter]

  public init(_ method: HTTPMethod, _ path: String, _ parameters: [EndpointParameter] = []) {
    self.method = method
    self.path = path
    self.parameters = parameters
  }

  /// The parameter of a name; nil when there is none.
  public subscript(name: String) -> EndpointValue? {
    parameters.first { $0.name == name }?.value
  }
}

/// A parameter of a call in a venue's own words.
public struct EndpointParameter: Sendable, Hashable {
  public var name: String
  public var value: EndpointValue

  public init(_ name: String, _ value: EndpointValue) {
    self.name = name
    self.value = value
  }
}

/// A value of a parameter.
public enum EndpointValue: Sendable, Hashable {
  case text(String)
  case integer(Int)
  case flag(Bool)
  case objects([[EndpointParameter]])
  /// JSON as it is spelled; in a query, a text without its quotes.
  case json([UInt8])
  /// A text that is already escaped for a query, such as a cursor.
  case escaped(String)
}

/// What a venue answers.
public enum VenueAnswer: Sendable, Hashable {
  case market(MarketAnswer)
  case trading(TradingAnswer)
  case account(AccountAnswer)
  /// One for each order of a batch, in their order.
  case batch([BatchItem])
  /// The result of a call in the venue's own words, as JSON.
  case endpoint([UInt8])
}

/// What became of one order of a batch.
public enum BatchItem: Sendable, Hashable {
  /// Accepted for processing.
  case accepted(venueOrderID: Name, clientOrderID: Name?)
  case refused(VenueError)
}
