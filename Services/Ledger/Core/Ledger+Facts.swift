import Events
import Quantities

extension Ledger.State {
  mutating func note(_ close: Ledger.Close) {
    guard let index = index(of: close.instrument) else { return }
    if close.at >= holdings[index].pricedAt {
      holdings[index].price = close.price
      holdings[index].pricedAt = close.at
    }
    if let finest = holdings[index].finest, finest <= close.timeFrame { return }
    holdings[index].finest = close.timeFrame
  }

  mutating func note(_ tick: ClockTicked) {
    if let midnight, tick.at < midnight {
      if endedDay != nil { endedDay = nil }
      return
    }
    endedDay = midnight.map { $0 - .days(1) }
    midnight = tick.at.startOfDay + .days(1)
  }

  /// What the fill says by itself; the entry that books it is another account of the same.
  mutating func note(_ fill: OrderFilled) {
    guard let index = index(of: fill.instrument) else { return }
    let signed = fill.signedQuantity
    holdings[index].filled += signed
    if holdings[index].finest == nil { holdings[index].price = fill.price }
    withBook(of: holdings[index].quote, in: account) { $0.proceeds -= fill.price * signed }
    withBook(of: fill.feeAsset, in: account) { $0.fees += fill.fee }
    noteProgress(of: fill)
  }

  private mutating func noteProgress(of fill: OrderFilled) {
    let before = orders.first { $0.order == fill.order }?.stated ?? .zero
    orders.removeAll { $0.isOver || $0.order == fill.order }
    orders.append(
      Ledger.OrderProgress(
        order: fill.order, instrument: fill.instrument, filled: before + fill.quantity,
        stated: fill.filled, isOver: fill.remaining.isZero))
  }

  mutating func noteEnd(of order: Identifier, on instrument: Name, filled: Quantity) {
    let before = orders.first { $0.order == order }?.stated ?? .zero
    orders.removeAll { $0.isOver || $0.order == order }
    guard before != filled else { return }
    orders.append(
      Ledger.OrderProgress(
        order: order, instrument: instrument, filled: before, stated: filled, isOver: true))
  }

  mutating func note(_ report: BalanceReported) {
    switch report.kind {
    case .deposit, .withdrawal:
      withBook(of: report.asset, in: report.account) {
        $0.deposits += report.change
        $0.transfers += 1
      }
    case .snapshot:
      guard balance(of: report.asset, in: report.account) == report.amount else { return }
      differences.removeAll {
        $0.what == Ledger.Law.venueBalance.name && $0.asset == report.asset
          && $0.account == report.account
      }
    }
  }

  mutating func note(_ trade: TradeClosed) {
    guard let holding = holding(of: trade.instrument) else { return }
    withBook(of: holding.quote, in: account) { $0.trades += 1 }
  }

  /// A listing again changes nothing: what is held stays named as it was booked.
  mutating func note(_ listing: InstrumentListed) {
    guard index(of: listing.instrument) == nil else { return }
    holdings.append(
      Ledger.Holding(
        instrument: listing.instrument, base: listing.base, quote: listing.quote,
        kind: listing.kind, pricedAt: Instant(nanoseconds: .min)))
  }

  /// Changes a book, opening it when it is the first of its asset.
  private mutating func withBook(
    of asset: Name, in account: Name, _ change: (inout Ledger.Book) -> Void
  ) {
    if let index = books.firstIndex(where: { $0.asset == asset && $0.account == account }) {
      change(&books[index])
    } else {
      var book = Ledger.Book(account: account, asset: asset)
      change(&book)
      books.append(book)
    }
  }
}

extension OrderFilled {
  /// What the fill adds to the position.
  var signedQuantity: Quantity { side == .buy ? quantity : -quantity }
}

extension BalanceReported {
  /// What the report adds to what was deposited; a snapshot adds nothing.
  var change: Money {
    switch kind {
    case .deposit: amount.magnitude
    case .withdrawal: -amount.magnitude
    case .snapshot: .zero
    }
  }
}
