import Events
import Quantities

extension Ledger.State {
  /// What the fill says by itself; the entry that books it is another account of the same.
  mutating func note(_ fill: Ledger.Fill) {
    begin(at: fill.at)
    if rates.index(of: fill.instrument) == nil { waiting.append(fill) } else { take(fill) }
  }

  mutating func take(_ fill: Ledger.Fill) {
    let account = named(fill.account)
    guard let place = hold(fill.instrument, in: account) else { return }
    rates.note(fill)
    let signed = fill.quantity
    let received = -(fill.price * signed)
    holdings[place].filled += signed
    holdings[place].proceeds += received
    if fill.feeAsset == holdings[place].quote { holdings[place].fees += fill.fee }
    withBook(of: holdings[place].quote, in: account) { $0.proceeds += received }
    withBook(of: fill.feeAsset, in: account) { $0.fees += fill.fee }
    let excess = noteProgress(of: fill, account)
    holdings[place].excess += excess
    takeIntoLot(fill, excess, place)
  }

  /// The lot of the fill's trade takes it at its own cost.
  private mutating func takeIntoLot(_ fill: Ledger.Fill, _ excess: Quantity, _ place: Int) {
    let account = holdings[place].account
    let index = lot(of: fill.trade, on: fill.instrument, in: account, setup: fill.setup)
    let before = lots[index].position
    lots[index].position.apply(fill.quantity, at: fill.price)
    if fill.feeAsset == holdings[place].quote { lots[index].position.fees += fill.fee }
    let after = lots[index].position
    let booking = Ledger.DueFill(
      fill: fill, account: account, strategy: lots[index].strategy,
      realised: after.realised - before.realised, cost: after.cost - before.cost, excess: excess)
    holdings[place].realised += booking.realised
    holdings[place].cost += booking.cost
    due.fills.append(booking)
    due.order = fill.order
    guard after.isFlat else { return }
    if fill.trade == .zero || lots[index].isClosed { lots.remove(at: index) }
    forgetFlatLots()
  }

  /// How many flat lots wait for execution's word that their trade is closed. One that is forgotten
  /// is not compared with it any more; what it earned stays in the books.
  static let flatLots = 64

  private mutating func forgetFlatLots() {
    // What was never filled lapses by itself.
    let flat = lots.indices.filter { lots[$0].lapsesAt == nil && lots[$0].position.isFlat }
    guard flat.count > Self.flatLots, let oldest = flat.first else { return }
    lots.remove(at: oldest)
  }

  /// The place of a trade's lot, which begins to be one when it is not yet.
  private mutating func lot(
    of trade: Identifier, on instrument: Name, in account: Name, setup: Identifier
  ) -> Int {
    for index in lots.indices
    where lots[index].trade == trade && lots[index].instrument == instrument {
      let isUntouched = lots[index].lapsesAt != nil
      guard isUntouched || lots[index].account == account else { continue }
      lots[index].account = account
      lots[index].lapsesAt = nil
      return index
    }
    lots.append(
      Ledger.Lot(
        trade: trade, setup: setup == .zero ? nil : setup, strategy: Name(), account: account,
        instrument: instrument))
    return lots.count - 1
  }

  /// From here on a trade's fills belong to a strategy.
  mutating func note(_ approved: TradeApproved) {
    begin(at: approved.asOf)
    lots.append(
      Ledger.Lot(
        trade: approved.trade, setup: approved.setup, strategy: approved.strategy,
        account: account, instrument: approved.instrument,
        lapsesAt: approved.expiresAt + .days(1)))
  }

  mutating func note(_ abandoned: TradeAbandoned) {
    begin(at: abandoned.at)
    lots.removeAll { $0.trade == abandoned.trade && $0.lapsesAt != nil }
  }

  mutating func note(_ closed: TradeClosed) {
    begin(at: closed.at)
    let index = lots.firstIndex {
      $0.trade == closed.trade && $0.instrument == closed.instrument
    }
    if let listing = rates.listing(of: closed.instrument) {
      withBook(of: listing.quote, in: index.map { lots[$0].account } ?? account) { $0.trades += 1 }
    }
    guard let index else { return }
    due.closed = lots[index]
    if lots[index].position.isFlat { lots.remove(at: index) } else { lots[index].isClosed = true }
  }
}

extension Ledger.State {
  /// Funding falls to the trade that the venue names, or to the lots of the position by their
  /// quantities; the last takes what rounding leaves.
  mutating func note(_ charge: FundingCharged) {
    begin(at: charge.at)
    let account = named(charge.account)
    withBook(of: charge.asset, in: account) { $0.funding += charge.amount }
    if let place = hold(charge.instrument, in: account), holdings[place].quote == charge.asset {
      holdings[place].funding += charge.amount
    }
    let open = lots.indices.filter {
      lots[$0].instrument == charge.instrument && lots[$0].account == account
        && (charge.trade == nil ? !lots[$0].position.isFlat : lots[$0].trade == charge.trade)
    }
    let whole = open.reduce(Quantity.zero) { $0 + lots[$1].position.quantity }
    var rest = charge.amount
    for index in open where !whole.isZero || charge.trade != nil {
      let amount =
        index == open.last
        ? rest : share(of: charge.amount, lots[index].position.quantity, of: whole)
      rest -= amount
      lots[index].funding += amount
      due.shares.append(
        Ledger.FundingShare(
          trade: lots[index].trade == .zero ? nil : lots[index].trade, setup: lots[index].setup,
          strategy: lots[index].strategy, amount: amount))
    }
    guard due.shares.isEmpty else { return }
    due.shares = [
      Ledger.FundingShare(
        trade: charge.trade, setup: charge.setup, strategy: Name(), amount: charge.amount)
    ]
  }

  /// The part of a payment that falls to a quantity; the other way for what is held against it.
  private func share(of amount: Money, _ part: Quantity, of whole: Quantity) -> Money {
    let share = amount.share(part.magnitude, of: whole.magnitude)
    return part.isNegative == whole.isNegative ? share : -share
  }
}
