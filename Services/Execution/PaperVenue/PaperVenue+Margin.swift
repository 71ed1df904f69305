public import Events
public import Quantities

// Linear contracts on isolated margin; the mark price is the last close.
extension PaperVenue {
  /// Where the margin of a position is used up, rounded towards the entry.
  ///
  /// LONG: (E·(1 - 1/L) - cum/q) / (1 - mmr); SHORT: (E·(1 + 1/L) + cum/q) / (1 + mmr), with the
  /// maintenance rate and amount of the tier. Zero for a long one whose margin covers the price.
  static func liquidationPrice(
    isLong: Bool, entry: Price, leverage: Ratio, quantity: Quantity, rate: Ratio,
    amount: Money = .zero
  ) -> Price {
    let rounding: Rounding = isLong ? .ceiling : .floor
    let worth = bankruptcyPrice(isLong: isLong, entry: entry, leverage: leverage)
    if isLong {
      let covered = worth - amount.divided(by: quantity, rounding: .floor)
      return max(.zero, covered.divided(by: .one - rate, rounding: rounding))
    }
    let covered = worth + amount.divided(by: quantity, rounding: .floor)
    return covered.divided(by: .one + rate, rounding: rounding)
  }

  /// Where nothing is left of the margin: E·(1 ∓ 1/L).
  static func bankruptcyPrice(isLong: Bool, entry: Price, leverage: Ratio) -> Price {
    let rounding: Rounding = isLong ? .ceiling : .floor
    let share = isLong ? leverage - .one : leverage + .one
    return entry.multiplied(by: share, rounding: rounding)
      .divided(by: leverage, rounding: rounding)
  }
}

extension PaperVenue.State {
  func leverage(of listing: PaperVenue.Listing) -> Ratio {
    switch listing.kind {
    case .spot: .one
    case .linear: max(min(leverage, listing.maximumLeverage), .one)
    }
  }

  /// What is owned, less the margin of positions and of entries that rest or are in doubt.
  ///
  /// Open profit pays for nothing, and a loss is borne by the margin of its position.
  public func available(in asset: Name) -> Money {
    var free = balance(of: asset)
    for book in books where book.listing.quote == asset {
      guard let last = book.bar?.close else { continue }
      // What was bought on a spot market is paid for.
      if book.listing.kind == .linear {
        for position in book.positions { free += position.cost - position.margin }
      }
      let leverage = leverage(of: book.listing)
      func bind(_ order: PaperVenue.RestingOrder) {
        guard !order.reduceOnly, book.listing.kind == .linear || order.side == .buy else { return }
        let notional = (order.limitPrice ?? order.stopPrice ?? last) * order.remaining
        switch book.listing.kind {
        case .spot: free -= mostPaid(by: order, notional: notional)
        case .linear: free -= notional.divided(by: leverage, rounding: .up)
        }
      }
      for order in book.orders { bind(order) }
      for doubt in doubts where doubt.instrument == book.listing.instrument { bind(doubt.order) }
    }
    return free
  }

  /// What a purchase on a spot market may cost, with slippage and fee.
  func mostPaid(by order: PaperVenue.RestingOrder, notional: Money) -> Money {
    let slippage = order.limitPrice == nil ? paper.slippage : .zero
    return notional.multiplied(by: .one + slippage, rounding: .up)
      .multiplied(by: .one + paper.takerFee, rounding: .up)
  }

  /// How much of an order there is money for: nothing is bought on a spot market that is not paid
  /// for, whatever the price has become since the order came.
  func payable(
    by order: PaperVenue.RestingOrder, at price: Price, _ liquidity: Liquidity, in book: Int
  ) -> Quantity {
    let listing = books[book].listing
    guard listing.kind == .spot, order.side == .buy else { return order.remaining }
    // Fees are rounded up; of what is bound, what is bound for the order itself is free.
    var free = available(in: listing.quote) - "0.00000001"
    if let last = books[book].bar?.close, !order.reduceOnly {
      let notional = (order.limitPrice ?? order.stopPrice ?? last) * order.remaining
      free += mostPaid(by: order, notional: notional)
    }
    let rate = liquidity == .maker ? paper.makerFee : paper.takerFee
    let unit = price.multiplied(by: .one + max(rate, .zero), rounding: .up)
    guard free.isPositive, unit.isPositive else { return .zero }
    let quantity = free.value.dividedIfInRange(by: unit.value, rounding: .floor)
      .map { Quantity($0).rounded(toLot: listing.lot, .down) }
    return min(order.remaining, quantity ?? order.remaining)
  }

  /// What of a base asset is owned and not on sale yet.
  func sellable(in book: PaperVenue.Book) -> Quantity {
    var free = Quantity(balance(of: book.listing.base).value)
    for order in book.orders where !order.reduceOnly && order.side == .sell {
      free -= order.remaining
    }
    return free
  }

  /// Charges the positions of an instrument; what is received is rounded down, what is paid up.
  func charge(_ funding: FundingRatePublished) -> [PaperVenue.Conclusion] {
    guard let index = index(of: funding.instrument), books[index].listing.kind == .linear,
      let mark = funding.markPrice ?? books[index].bar?.close
    else { return [] }
    return books[index].positions.map { position in
      let amount = mark.multiplied(by: position.quantity, rounding: .ceiling)
        .multiplied(by: funding.rate, rounding: .ceiling)
        .rounded(toMultipleOf: "0.00000001", .ceiling)
      return .fundingCharged(
        FundingCharged(
          account: paper.account,
          payment: Identifier(
            of: "funding", paper.account.description, funding.instrument.description,
            position.trade.description, position.quantity.isNegative ? "short" : "long",
            String(clock.nanoseconds)),
          instrument: funding.instrument, trade: position.trade, setup: position.setup,
          asset: books[index].listing.quote, quantity: position.quantity, price: mark,
          rate: funding.rate, amount: amount, at: clock))
    }
  }
}

extension PaperVenue.Session {
  /// Takes away what has no margin left at the close.
  mutating func liquidate(in book: Int) {
    let listing = venue.books[book].listing
    guard listing.kind == .linear, let bar = venue.books[book].bar else { return }
    for position in venue.books[book].positions where position.leverage > .one {
      let isLong = position.quantity.isPositive
      let limit = PaperVenue.liquidationPrice(
        isLong: isLong, entry: position.entry, leverage: position.leverage,
        quantity: position.quantity.magnitude, rate: listing.maintenanceMargin)
      guard isLong ? bar.close <= limit : bar.close >= limit else { continue }
      take(position, in: book)
    }
  }

  private mutating func take(_ position: PaperVenue.Position, in book: Int) {
    let listing = venue.books[book].listing
    let isLong = position.quantity.isPositive
    let price = max(
      listing.tick,
      PaperVenue.bankruptcyPrice(
        isLong: isLong, entry: position.entry, leverage: position.leverage
      ).rounded(toTick: listing.tick, isLong ? .floor : .ceiling))
    let name = "liquidation-\(venue.clock.nanoseconds)"
    let order = PaperVenue.RestingOrder(
      id: Identifier(
        of: "liquidation", listing.instrument.description, position.trade.description, name),
      trade: position.trade, setup: position.setup, side: isLong ? .sell : .buy, kind: .market,
      quantity: position.quantity.magnitude, reduceOnly: true, timeInForce: .immediateOrCancel,
      arrivesAt: venue.clock)
    say(
      .externalOrderSeen(
        ExternalOrderSeen(
          account: venue.paper.account, order: order.id, trade: position.trade,
          instrument: listing.instrument, venueOrderID: Name(name) ?? Name(),
          origin: .liquidation, side: order.side, kind: .market, quantity: order.quantity,
          filled: .zero, at: venue.clock)))
    fill(order, order.quantity, at: price, .taker, in: book)
  }
}

extension PaperVenue.State {
  /// What the venue holds of an instrument: position, resting orders, and the balance while
  /// nothing is open in its asset.
  func report(_ instrument: Name) -> [PaperVenue.Conclusion] {
    guard let index = index(of: instrument) else { return [] }
    let book = books[index]
    var long = Quantity.zero
    var short = Quantity.zero
    for position in book.positions {
      if position.quantity.isPositive {
        long += position.quantity
      } else {
        short -= position.quantity
      }
    }
    let orders = book.orders.sorted { $0.id < $1.id }.map {
      ReportedOrder(order: $0.id, side: $0.side, quantity: $0.quantity, filled: $0.filled)
    }
    return [
      .positionReported(
        PositionReported(
          account: paper.account, instrument: instrument, long: long, short: short, at: clock)),
      .ordersReported(
        OrdersReported(
          account: paper.account, instrument: instrument, orders: orders, at: clock)),
    ] + snapshot(of: book.listing.quote)
  }

  private func snapshot(of asset: Name) -> [PaperVenue.Conclusion] {
    guard books.allSatisfy({ $0.listing.quote != asset || $0.positions.isEmpty }) else {
      return []
    }
    return [
      .balanceReported(
        BalanceReported(
          account: paper.account, asset: asset, kind: .snapshot, amount: balance(of: asset),
          at: clock))
    ]
  }
}
