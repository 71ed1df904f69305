import Events
import Quantities

extension PaperVenue {
  /// An order book as it was stated, and what was traded against it since.
  struct Depth: Sendable, Hashable, Codable {
    var at: Instant
    var sequence: Int64?
    /// In whole lots, best first.
    var bids: [BookLevel]
    var asks: [BookLevel]
    /// Of the bids, from the best on.
    var soldOff = Quantity.zero
    /// Of the asks, from the best on.
    var boughtOff = Quantity.zero
  }
}

extension PaperVenue.Depth {
  init(_ book: BookObserved, lot: Quantity) {
    func inLots(_ levels: [BookLevel]) -> [BookLevel] {
      var whole: [BookLevel] = []
      for level in levels {
        let quantity = level.quantity.rounded(toLot: lot, .down)
        guard quantity.isPositive else { continue }
        whole.append(BookLevel(price: level.price, quantity: quantity))
      }
      return whole
    }
    self.init(
      at: book.at, sequence: book.sequence, bids: inLots(book.bids), asks: inLots(book.asks))
  }

  /// What an order of this side could meet when the book was stated.
  func stated(against side: Side) -> [BookLevel] {
    switch side {
    case .buy: asks
    case .sell: bids
    }
  }

  /// What is left of that.
  func left(against side: Side) -> [BookLevel] {
    var taken =
      switch side {
      case .buy: boughtOff
      case .sell: soldOff
      }
    var levels: [BookLevel] = []
    for level in stated(against: side) {
      let quantity = level.quantity - min(taken, level.quantity)
      taken -= min(taken, level.quantity)
      guard quantity.isPositive else { continue }
      levels.append(BookLevel(price: level.price, quantity: quantity))
    }
    return levels
  }

  /// The best price for an order of this side.
  func best(for side: Side) -> Price? { stated(against: side).first?.price }

  /// What was traded is not there again until the next book.
  mutating func take(_ quantity: Quantity, _ side: Side) {
    switch side {
    case .buy: boughtOff += quantity
    case .sell: soldOff += quantity
    }
  }

  /// Where a stop is triggered: what it would trade against is at its price, or beyond.
  func triggers(_ stop: Price, _ side: Side) -> Bool {
    guard let best = best(for: side) else { return false }
    switch side {
    case .buy: return best >= stop
    case .sell: return best <= stop
    }
  }

  /// Whether an order of this side could be traded at a target or better.
  func reaches(_ target: Price, _ side: Side) -> Bool {
    guard let best = best(for: side) else { return false }
    return !side.isBeyond(best, target)
  }
}

extension PaperVenue.Book {
  /// Takes a book that is later than the last; whether orders that rest meet it.
  ///
  /// They do while books come often: none is ever older than an order accepts.
  mutating func note(_ observed: BookObserved, within age: Interval) -> Bool {
    if let depth, observed.at <= depth.at { return false }
    var next = PaperVenue.Depth(observed, lot: listing.lot)
    if let depth, let sequence = depth.sequence, sequence == observed.sequence {
      // The same book again: what was taken of it stays taken.
      next.soldOff = depth.soldOff
      next.boughtOff = depth.boughtOff
    }
    depth = next
    guard observed.cadence <= age else { return false }
    watchedAt = observed.at
    for index in orders.indices where orders[index].kind == .stopLimit { trigger(index, by: next) }
    return true
  }

  private mutating func trigger(_ index: Int, by depth: PaperVenue.Depth) {
    let order = orders[index]
    guard order.triggeredBy == nil, order.arrivesAt < depth.at, let stop = order.stopPrice,
      depth.triggers(stop, order.side)
    else { return }
    orders[index].triggeredBy = depth.at
  }

  /// Whether books showed what orders met while the bar was open, or a part of it.
  func isWatched(during bar: PaperVenue.Bar) -> Bool {
    guard let watchedAt else { return false }
    return bar.openTime < watchedAt
  }

  /// The book, while it is not older than that.
  func depth(at clock: Instant, within age: Interval) -> PaperVenue.Depth? {
    guard let depth, clock - depth.at <= age else { return nil }
    return depth
  }
}

extension PaperVenue.State {
  mutating func note(_ observed: BookObserved) {
    fresh = nil
    guard let index = index(of: observed.instrument),
      books[index].note(observed, within: paper.bookAge)
    else { return }
    fresh = index
    advance(to: observed.at)
  }

  /// The book that an order meets which arrives now.
  func depth(of book: Int) -> PaperVenue.Depth? {
    books[book].depth(at: clock, within: paper.bookAge)
  }
}

extension Side {
  /// Whether a price is worse for this side than another.
  func isBeyond(_ price: Price, _ limit: Price) -> Bool {
    switch self {
    case .buy: price > limit
    case .sell: price < limit
    }
  }

  /// The worse of two prices.
  func worse(_ a: Price, _ b: Price) -> Price { isBeyond(a, b) ? a : b }
}
