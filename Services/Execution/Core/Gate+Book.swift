import Events
import Quantities

extension Execution {
  /// The order book of an instrument as it was last stated.
  struct Book: Sendable, Hashable, Codable {
    var instrument: Name
    var bids: [BookLevel]
    var asks: [BookLevel]
    var at: Instant
    /// When the next one is due.
    var nextAt: Instant
  }
}

extension Execution.Book {
  var middle: Price? {
    guard !bids.isEmpty, !asks.isEmpty else { return nil }
    return (bids[0].price + asks[0].price).divided(by: 2)
  }

  /// Whether it is too old, and not because the next is not due yet.
  func isStale(at clock: Instant, after age: Interval) -> Bool {
    clock > nextAt && clock - at > age
  }
}

// Execution's own look at the order book, where there ever was one.
extension Execution.State {
  mutating func note(_ observed: BookObserved) {
    let book = Execution.Book(
      instrument: observed.instrument, bids: observed.bids, asks: observed.asks,
      at: observed.at, nextAt: observed.at + observed.cadence)
    for index in orderBooks.indices where orderBooks[index].instrument == book.instrument {
      if orderBooks[index].at <= book.at { orderBooks[index] = book }
      return
    }
    orderBooks.append(book)
  }

  func orderBook(of instrument: Name) -> Execution.Book? {
    orderBooks.first { $0.instrument == instrument }
  }

  func checkQuote(
    of trade: Execution.Trade, under limits: RiskConfiguration
  ) throws(Objection) -> Execution.Book? {
    guard let book = orderBook(of: trade.instrument) else { return nil }
    guard !book.isStale(at: clock, after: limits.quoteAge) else {
      throw Objection(
        .staleQuote, value: (clock - book.at).inSeconds,
        limit: max(limits.quoteAge, book.nextAt - book.at).inSeconds)
    }
    return book
  }

  /// What is paid at the market for all of it, and the part of what is near the middle that it is.
  func checkDepth(
    for trade: Execution.Trade, in book: Execution.Book?, under limits: RiskConfiguration
  ) throws(Objection) {
    guard let book else { return }
    let approval = trade.approval
    let side = trade.direction == .long ? book.asks : book.bids
    guard let middle = book.middle ?? side.first?.price, let last = side.last?.price else {
      throw Objection(.visibleDepth, value: approval.notional.value, limit: 0)
    }
    let band = middle.multiplied(by: Execution.Limits.depthBand, rounding: .floor)
    var (near, paid, open) = (Money.zero, Money.zero, approval.quantity)
    for level in side {
      if (level.price - middle).magnitude <= band {
        near += level.price.multiplied(by: level.quantity, rounding: .down)
      }
      let part = min(open, level.quantity)
      paid += level.price * part
      open -= part
    }
    paid += last * open
    if approval.limitPrice == nil {
      let worse = (paid.divided(by: approval.quantity, rounding: .up) - middle).magnitude
      let slippage = worse.divided(by: middle, rounding: .up)
      guard slippage <= limits.bookSlippage else {
        throw Objection(
          .expectedSlippage, value: slippage.value, limit: limits.bookSlippage.value)
      }
    }
    let most = near.multiplied(by: limits.depthShare, rounding: .floor)
    guard approval.notional <= most else {
      throw Objection(.visibleDepth, value: approval.notional.value, limit: most.value)
    }
  }
}
