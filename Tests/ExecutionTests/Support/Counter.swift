import EventSourcing
import Events
import PaperVenue
import Quantities

/// The paper venue alone; the test places the orders.
struct Counter {
  var venue = Replica<PaperVenue>()
  private(set) var minute = 0
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
    return say(.candleClosed(.testing(minute - 1, open, high, low, close, volume: volume)))
  }

  /// Places an order of trade 1; what is not an entry only reduces.
  @discardableResult
  mutating func place(
    _ purpose: OrderPurpose, _ side: Side, _ quantity: Quantity, limit: Price? = nil,
    stop: Price? = nil, trade: String = "1", instrument: Name = .market,
    timeInForce: TimeInForce = .goodTillCancelled, expiresAt: Instant? = nil
  ) -> [String] {
    placed += 1
    let order = OrderRequested(
      order: Identifier(of: "order", String(placed)), trade: Identifier(of: "trade", trade),
      setup: .zero, instrument: instrument, side: side,
      kind: limit != nil ? .limit : stop != nil ? .stop : .market, purpose: purpose,
      quantity: quantity, limitPrice: limit, stopPrice: stop, reduceOnly: purpose != .entry,
      timeInForce: timeInForce, attempt: 1, at: .minute(minute), expiresAt: expiresAt)
    return Array(say(.orderRequested(order)).dropFirst())
  }

  /// Cancels the order that was placed as number so and so.
  @discardableResult
  mutating func cancel(_ number: Int) -> [String] {
    say(
      .orderCancelRequested(
        OrderCancelRequested(
          order: Identifier(of: "order", String(number)), trade: .zero, setup: .zero,
          instrument: .market, reason: .requested, at: .minute(minute))))
  }

  @discardableResult
  mutating func amend(_ number: Int, _ quantity: Quantity, stop: Price) -> [String] {
    say(
      .orderAmendRequested(
        OrderAmendRequested(
          order: Identifier(of: "order", String(number)), trade: .zero, setup: .zero,
          instrument: .market, quantity: quantity, stopPrice: stop, at: .minute(minute))))
  }
}
