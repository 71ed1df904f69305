import Events
import Quantities

extension PaperVenue.State {
  /// Lets the orders of an instrument meet the bar that has just closed.
  func match() -> [PaperVenue.Conclusion] {
    guard let book = fresh, !books[book].orders.isEmpty else { return [] }
    var session = PaperVenue.Session(self)
    if let bar = books[book].bar, bar.volume.isPositive {
      for kind in [OrderKind.market, .stop, .limit] {
        for order in books[book].orders where order.kind == kind {
          session.meetBar(order.id, in: book)
        }
      }
    }
    for order in books[book].orders {
      if let end = order.expiresAt, end <= clock { session.expire(order.id, in: book) }
    }
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
  /// A market order that arrives takes what the last bar's volume allows, at its close.
  mutating func meetLastBar(_ id: Identifier, in book: Int) {
    guard let order = order(id, in: book), let bar = venue.books[book].bar else { return }
    trade(order, at: slipped(bar.close, order.side, in: book), .taker, limited: true, in: book)
  }

  /// A resting order meets a whole bar.
  mutating func meetBar(_ id: Identifier, in book: Int) {
    guard let order = order(id, in: book), let bar = venue.books[book].bar else { return }
    switch order.kind {
    case .market:
      trade(order, at: slipped(bar.open, order.side, in: book), .taker, limited: true, in: book)
    case .stop:
      guard let price = order.stopPrice, let reached = bar.stopFill(at: price, order.side) else {
        return
      }
      trade(order, at: slipped(reached, order.side, in: book), .taker, limited: false, in: book)
    case .limit:
      let tick = venue.books[book].listing.tick
      guard let price = order.limitPrice, bar.tradesThrough(price, by: tick, order.side) else {
        return
      }
      trade(order, at: price, .maker, limited: true, in: book)
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
  }

  private func order(_ id: Identifier, in book: Int) -> PaperVenue.RestingOrder? {
    venue.books[book].orders.first { $0.id == id }
  }

  /// A price with slippage against the taker, on the tick.
  private func slipped(_ price: Price, _ side: Side, in book: Int) -> Price {
    let tick = venue.books[book].listing.tick
    let slippage = price.multiplied(by: venue.paper.slippage, rounding: .up)
    switch side {
    case .buy: return (price + slippage).rounded(toTick: tick, .ceiling)
    case .sell: return max((price - slippage).rounded(toTick: tick, .floor), tick)
    }
  }

  /// Trades as much of an order as position and volume allow.
  private mutating func trade(
    _ order: PaperVenue.RestingOrder, at price: Price, _ liquidity: Liquidity, limited: Bool,
    in book: Int
  ) {
    let current = venue.books[book]
    var quantity = current.tradable(order)
    if limited, let bar = current.bar {
      let share = bar.volume.multiplied(by: venue.paper.participation, rounding: .down)
        .rounded(toLot: current.listing.lot, .down)
      quantity = min(quantity, share)
    }
    guard quantity.isPositive else { return }
    say(.orderFilled(fill(of: order, quantity, at: price, liquidity, in: book)))
    guard venue.books[book].position(of: order.trade).isZero else { return }
    for left in venue.books[book].orders where left.trade == order.trade && left.reduceOnly {
      say(.orderCancelled(venue.cancelled(left, in: book)))
    }
  }

  private func fill(
    of order: PaperVenue.RestingOrder, _ quantity: Quantity, at price: Price,
    _ liquidity: Liquidity, in book: Int
  ) -> OrderFilled {
    let listing = venue.books[book].listing
    // Letters of the order, then the number of its fill; the former are always 26.
    let number = String(order.fills + 1, radix: 36)
    let venueTradeID = Name(base32(order.id) + number) ?? Name()
    let filled = order.filled + quantity
    return OrderFilled(
      order: order.id, trade: order.trade, setup: order.setup, instrument: listing.instrument,
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

  /// Whether the price went beyond a limit by a tick.
  func tradesThrough(_ limit: Price, by tick: Price, _ side: Side) -> Bool {
    switch side {
    case .buy: low <= limit - tick
    case .sell: high >= limit + tick
    }
  }
}
