import Events
import Quantities

extension PaperVenue.State {
  /// Lets the orders of an instrument meet the book that was just stated.
  func meetBook() -> [PaperVenue.Conclusion] {
    guard let book = fresh, let depth = books[book].depth,
      !(books[book].orders.isEmpty && doubts.isEmpty)
    else { return [] }
    var session = PaperVenue.Session(self)
    session.resolveDoubts()
    for turn in 0...2 {
      for order in session.venue.books[book].orders where order.turn == turn {
        if order.arrivesAt < depth.at { session.meet(order.id, depth, in: book) }
      }
    }
    for order in session.venue.books[book].orders { session.end(order, in: book) }
    return session.said
  }
}

extension PaperVenue.Session {
  /// Lets an order that is new here take what there is for it: of the book, if it is fresh, else
  /// near the last close.
  mutating func meetMarket(_ order: PaperVenue.RestingOrder, in book: Int) {
    switch order.kind {
    case .market, .limit: break
    case .stop, .stopLimit, .takeProfit, .trailing: return
    }
    if venue.depth(of: book) != nil {
      sweep(order.id, in: book)
    } else if order.kind == .market || order.isImmediate || venue.matchesOnArrival {
      meetLastBar(order.id, in: book)
    }
  }

  /// A resting order meets a book.
  mutating func meet(_ id: Identifier, _ depth: PaperVenue.Depth, in book: Int) {
    guard let order = order(id, in: book) else { return }
    switch order.kind {
    case .market: sweep(id, in: book)
    case .stop, .trailing:
      guard let stop = order.currentStop, depth.triggers(stop, order.side) else { return }
      sweepWhole(order, depth, in: book)
    case .takeProfit:
      if order.fills > 0 { return sweep(id, in: book) }
      guard let target = order.stopPrice, depth.reaches(target, order.side) else { return }
      sweep(id, in: book, noBetterThan: target)
    case .limit:
      if order.isImmediate { return sweep(id, in: book) }
      meetLimit(order, in: book)
    case .stopLimit:
      guard let triggeredBy = order.triggeredBy, triggeredBy < depth.at else { return }
      meetLimit(order, in: book)
    }
  }

  /// A limit that rests is filled at its price, by what others offer beyond it by a tick.
  private mutating func meetLimit(_ order: PaperVenue.RestingOrder, in book: Int) {
    let current = venue.books[book]
    guard let limit = order.limitPrice, let depth = current.depth else { return }
    let tick = current.listing.tick
    let through = order.side == .buy ? limit - tick : limit + tick
    // Most orders wait for another price.
    guard depth.reaches(through, order.side) else { return }
    var offered = Quantity.zero
    for level in depth.left(against: order.side)
    where !order.side.isBeyond(level.price, through) {
      offered += level.quantity
    }
    trade(order, min(current.tradable(order), offered), at: limit, .maker, in: book)
  }

  /// Takes level after level from the best on, none beyond the limit of the order, all or nothing
  /// if that is wanted.
  private mutating func sweep(
    _ id: Identifier, in book: Int, noBetterThan target: Price? = nil
  ) {
    guard let order = order(id, in: book), let depth = venue.books[book].depth else { return }
    let levels = depth.left(against: order.side).prefix { level in
      order.limitPrice.map { !order.side.isBeyond(level.price, $0) } ?? true
    }
    if order.timeInForce == .fillOrKill {
      let there = levels.reduce(Quantity.zero) { $0 + $1.quantity }
      guard min(venue.books[book].tradable(order), there) >= order.quantity else { return }
    }
    for level in levels {
      // The fill before this one may have ended the order.
      guard let order = self.order(id, in: book) else { return }
      let price = target.map { order.side.worse(level.price, $0) } ?? level.price
      let quantity = min(level.quantity, venue.books[book].tradable(order))
      trade(order, quantity, at: price, .taker, in: book)
    }
  }

  /// Takes all that is left of the book, and the rest beyond its last price, with slippage.
  private mutating func sweepWhole(
    _ order: PaperVenue.RestingOrder, _ depth: PaperVenue.Depth, in book: Int
  ) {
    sweep(order.id, in: book)
    guard let rest = self.order(order.id, in: book),
      let last = depth.stated(against: rest.side).last?.price
    else { return }
    let price = slipped(last, rest.side, in: book)
    trade(rest, venue.books[book].tradable(rest), at: price, .taker, in: book)
  }
}
