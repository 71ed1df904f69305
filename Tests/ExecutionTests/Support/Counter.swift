import EventSourcing
import Events
import PaperVenue
import Quantities

/// The paper venue alone; the test places the orders.
struct Counter {
  var venue = Replica<PaperVenue>()
  private(set) var minute = 0
  /// After the minute.
  var seconds: Int64 = 0
  var placed = 0

  init(
    _ configuration: Configuration = .testing, _ listing: InstrumentListed = .testing,
    last: Price? = 100
  ) {
    say(.configurationApplied(ConfigurationApplied(configuration: configuration)))
    say(.instrumentListed(listing))
    if let last { bar(last, last, last, last) }
  }

  /// Feeds one event; the answers in words.
  @discardableResult
  mutating func say(_ event: Event) -> [String] {
    (venue.answer(event) ?? []).map { line($0.event) }
  }

  /// The next minute.
  @discardableResult
  mutating func bar(
    _ open: Price, _ high: Price, _ low: Price, _ close: Price, volume: Quantity = 1_000
  ) -> [String] {
    minute += 1
    seconds = 0
    return say(.candleClosed(.testing(minute - 1, open, high, low, close, volume: volume)))
  }

  private var now: Instant { .minute(minute) + .seconds(seconds) }

  /// A book, one second after what was before: levels such as `99.9x2 99.8x1`, best first.
  @discardableResult
  mutating func book(
    _ bids: String, _ asks: String, cadence: Interval = .seconds(1), sequence: Int64? = nil
  ) -> [String] {
    seconds += 1
    let book = BookObserved(
      instrument: .market, bids: .levels(bids), asks: .levels(asks), sequence: sequence, at: now,
      cadence: cadence)
    precondition(book.fault == nil, "no book")
    return say(.bookObserved(book))
  }

  /// Places an order of trade 1; what is not an entry only reduces.
  @discardableResult
  mutating func place(
    _ purpose: OrderPurpose, _ side: Side, _ quantity: Quantity, limit: Price? = nil,
    stop: Price? = nil, trade: String = "1", instrument: Name = .market,
    kind: OrderKind? = nil, timeInForce: TimeInForce = .goodTillCancelled,
    expiresAt: Instant? = nil
  ) -> [String] {
    placed += 1
    let order = OrderRequested(
      order: Identifier(of: "order", String(placed)), trade: Identifier(of: "trade", trade),
      setup: .zero, instrument: instrument, side: side,
      kind: kind ?? (limit != nil ? .limit : stop != nil ? .stop : .market), purpose: purpose,
      quantity: quantity, limitPrice: limit, stopPrice: stop, reduceOnly: purpose != .entry,
      timeInForce: timeInForce, attempt: 1, at: now, expiresAt: expiresAt)
    return Array(say(.orderRequested(order)).dropFirst())
  }

  /// Cancels the order that was placed as number so and so.
  @discardableResult
  mutating func cancel(_ number: Int) -> [String] {
    say(
      .orderCancelRequested(
        OrderCancelRequested(
          order: Identifier(of: "order", String(number)), trade: .zero, setup: .zero,
          instrument: .market, reason: .requested, at: now)))
  }

  @discardableResult
  mutating func amend(
    _ number: Int, _ quantity: Quantity, limit: Price? = nil, stop: Price? = nil
  ) -> [String] {
    say(
      .orderAmendRequested(
        OrderAmendRequested(
          order: Identifier(of: "order", String(number)), trade: .zero, setup: .zero,
          instrument: .market, quantity: quantity, limitPrice: limit, stopPrice: stop, at: now)))
  }
}

extension [BookLevel] {
  /// Levels such as `99.9x2 99.8x1`.
  static func levels(_ text: String) -> [BookLevel] {
    text.split(separator: " ").map { word in
      let parts = word.split(separator: "x")
      guard let price = Price(parts[0]), let quantity = Quantity(parts[1]) else {
        preconditionFailure("no level: \(word)")
      }
      return BookLevel(price: price, quantity: quantity)
    }
  }
}
