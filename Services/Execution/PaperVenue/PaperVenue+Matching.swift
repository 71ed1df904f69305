import Events
import Quantities

extension PaperVenue.State {
  /// Lets the orders of an instrument meet the bar that has just closed.
  func match() -> [PaperVenue.Conclusion] {
    guard let book = fresh else { return [] }
    let isQuiet = books[book].orders.isEmpty && books[book].positions.isEmpty && doubts.isEmpty
    guard !isQuiet else { return [] }
    var session = PaperVenue.Session(self)
    session.resolveDoubts()
    if let bar = books[book].bar, bar.volume.isPositive {
      // Books showed the rest; a stop may have been touched between two of them.
      let turns = books[book].isWatched(during: bar) ? 1...1 : 0...2
      for turn in turns {
        for order in session.venue.books[book].orders where order.turn == turn {
          if order.arrivesAt < bar.closeTime { session.meetBar(order.id, bar, in: book) }
        }
      }
      session.liquidate(in: book)
    }
    for order in session.venue.books[book].orders { session.end(order, in: book) }
    return session.said
  }
}

extension PaperVenue {
  /// A run of answers, each of which the next already takes into account.
  struct Session {
    var venue: State
    var said: [Conclusion] = []

    init(_ venue: State) { self.venue = venue }

    mutating func say(_ conclusion: Conclusion) {
      said.append(conclusion)
      PaperVenue.evolve(&venue, with: conclusion)
    }
  }
}

extension PaperVenue.Session {
  /// An order that arrives without delay takes what the last bar's volume allows, at its close.
  mutating func meetLastBar(_ id: Identifier, in book: Int) {
    guard let order = order(id, in: book), let bar = venue.books[book].bar else { return }
    take(order, from: bar.close, in: book)
  }

  /// A resting order meets a whole bar.
  mutating func meetBar(_ id: Identifier, _ bar: PaperVenue.Bar, in book: Int) {
    guard let order = order(id, in: book) else { return }
    switch order.kind {
    case .market: take(order, from: bar.price(for: order), in: book)
    case .stop, .trailing:
      guard let price = order.currentStop, let reached = bar.stopFill(at: price, order.side)
      else { return }
      trade(order, at: slipped(reached, order.side, in: book), .taker, limited: false, in: book)
    case .takeProfit:
      if order.fills > 0 { return take(order, from: bar.price(for: order), in: book) }
      guard let price = order.stopPrice, bar.reaches(price, order.side) else { return }
      trade(order, at: slipped(price, order.side, in: book), .taker, limited: true, in: book)
    case .limit:
      if order.isImmediate { return take(order, from: bar.price(for: order), in: book) }
      meetLimit(order, bar, in: book)
    case .stopLimit:
      guard let triggeredBy = order.triggeredBy, triggeredBy < bar.openTime else { return }
      meetLimit(order, bar, in: book)
    }
  }

  private mutating func meetLimit(
    _ order: PaperVenue.RestingOrder, _ bar: PaperVenue.Bar, in book: Int
  ) {
    let tick = venue.books[book].listing.tick
    guard let price = order.limitPrice, bar.tradesThrough(price, by: tick, order.side) else {
      return
    }
    trade(order, at: price, .maker, limited: true, in: book)
  }

  /// Takes from the book near a price: not beyond a limit, and all or nothing if that is wanted.
  private mutating func take(
    _ order: PaperVenue.RestingOrder, from price: Price, in book: Int
  ) {
    let price = slipped(price, order.side, in: book)
    if let limit = order.limitPrice {
      guard order.side == .buy ? price <= limit : price >= limit else { return }
    }
    if order.timeInForce == .fillOrKill, amount(of: order, limited: true, in: book) < order.quantity
    {
      return
    }
    trade(order, at: price, .taker, limited: true, in: book)
  }

  /// Ends what may not wait for another bar: its time is over, its cancellation is here, or it was
  /// to be traded at once.
  mutating func end(_ order: PaperVenue.RestingOrder, in book: Int) {
    guard let order = self.order(order.id, in: book) else { return }
    if let leavesAt = order.leavesAt, leavesAt <= venue.clock {
      cancel(order, in: book)
    } else if order.isImmediate, order.arrivesAt < venue.clock {
      expire(order.id, in: book)
    } else if let end = order.expiresAt, end <= venue.clock {
      expire(order.id, in: book)
    }
  }

  mutating func expire(_ id: Identifier, in book: Int) {
    guard let order = order(id, in: book) else { return }
    say(
      .orderExpired(
        OrderExpired(
          order: order.id, trade: order.trade, setup: order.setup,
          instrument: venue.books[book].listing.instrument, filled: order.filled,
          at: venue.clock)))
    releaseBracket(of: order, in: book)
  }

  mutating func cancel(_ order: PaperVenue.RestingOrder, in book: Int) {
    say(.orderCancelled(venue.cancelled(order, in: book)))
    releaseBracket(of: order, in: book)
  }

  func order(_ id: Identifier, in book: Int) -> PaperVenue.RestingOrder? {
    venue.books[book].orders.first { $0.id == id }
  }

  /// A price with slippage against the taker, on the tick.
  func slipped(_ price: Price, _ side: Side, in book: Int) -> Price {
    let tick = venue.books[book].listing.tick
    let slippage = price.multiplied(by: venue.paper.slippage, rounding: .up)
    switch side {
    case .buy: return (price + slippage).rounded(toTick: tick, .ceiling)
    case .sell: return max((price - slippage).rounded(toTick: tick, .floor), tick)
    }
  }

  /// How much of an order position and volume allow.
  private func amount(
    of order: PaperVenue.RestingOrder, limited: Bool, in book: Int
  ) -> Quantity {
    let current = venue.books[book]
    let quantity = current.tradable(order)
    guard limited, let bar = current.bar else { return quantity }
    let share = bar.volume.multiplied(by: venue.paper.participation, rounding: .down)
      .rounded(toLot: current.listing.lot, .down)
    return min(quantity, share)
  }

  private mutating func trade(
    _ order: PaperVenue.RestingOrder, at price: Price, _ liquidity: Liquidity, limited: Bool,
    in book: Int
  ) {
    trade(order, amount(of: order, limited: limited, in: book), at: price, liquidity, in: book)
  }

  /// Fills a quantity, if there is any, and what follows from it.
  mutating func trade(
    _ order: PaperVenue.RestingOrder, _ quantity: Quantity, at price: Price,
    _ liquidity: Liquidity, in book: Int
  ) {
    let quantity = min(quantity, venue.payable(by: order, at: price, liquidity, in: book))
    guard quantity.isPositive else { return }
    fill(order, quantity, at: price, liquidity, in: book)
    settleGroup(of: order, quantity, in: book)
  }

  /// States a fill; when it made the position flat, what only reduces it goes.
  mutating func fill(
    _ order: PaperVenue.RestingOrder, _ quantity: Quantity, at price: Price,
    _ liquidity: Liquidity, in book: Int
  ) {
    say(.orderFilled(filled(order, quantity, at: price, liquidity, in: book)))
    let current = venue.books[book]
    guard current.position(of: order.trade).isZero else { return }
    for left in current.orders
    where left.reduceOnly && current.isShared(left.trade, with: order.trade) {
      say(.orderCancelled(venue.cancelled(left, in: book)))
    }
  }

  private func filled(
    _ order: PaperVenue.RestingOrder, _ quantity: Quantity, at price: Price,
    _ liquidity: Liquidity, in book: Int
  ) -> OrderFilled {
    let listing = venue.books[book].listing
    // Letters of the order, then the number of its fill; the former are always 26.
    let number = String(order.fills + 1, radix: 36)
    let venueTradeID = Name(base32(order.id) + number) ?? Name()
    let filled = order.filled + quantity
    return OrderFilled(
      order: order.id, trade: order.trade, setup: order.setup, instrument: listing.instrument,
      account: venue.paper.account,
      fill: Identifier(
        of: "fill", venue.paper.account.description, listing.instrument.description,
        venueTradeID.description),
      venueTradeID: venueTradeID, side: order.side, quantity: quantity, price: price,
      fee: fee(of: price, quantity, liquidity), feeAsset: listing.quote, liquidity: liquidity,
      filled: filled, remaining: order.quantity - filled, at: venue.clock)
  }

  /// Price times quantity times rate, rounded up to 10⁻⁸.
  private func fee(of price: Price, _ quantity: Quantity, _ liquidity: Liquidity) -> Money {
    let rate = liquidity == .maker ? venue.paper.makerFee : venue.paper.takerFee
    return price.multiplied(by: quantity, rounding: .up).multiplied(by: rate, rounding: .up)
      .rounded(toMultipleOf: "0.00000001", .up)
  }
}

extension PaperVenue.Bar {
  /// Where a stop is triggered in this bar: at its price, or at the open beyond it.
  func stopFill(at stop: Price, _ side: Side) -> Price? {
    switch side {
    case .sell: low <= stop ? min(open, stop) : nil
    case .buy: high >= stop ? max(open, stop) : nil
    }
  }

  /// Whether the price reached a target.
  func reaches(_ target: Price, _ side: Side) -> Bool {
    switch side {
    case .buy: low <= target
    case .sell: high >= target
    }
  }

  /// Whether the price went beyond a limit by a tick.
  func tradesThrough(_ limit: Price, by tick: Price, _ side: Side) -> Bool {
    switch side {
    case .buy: low <= limit - tick
    case .sell: high >= limit + tick
    }
  }

  /// What an order at the market pays: the open, or the worse of open and close when it arrived
  /// in the middle.
  func price(for order: PaperVenue.RestingOrder) -> Price {
    guard order.arrivesAt > openTime else { return open }
    switch order.side {
    case .buy: return max(open, close)
    case .sell: return min(open, close)
    }
  }
}
