import Events
import Quantities

extension Ledger {
  /// The entries of fills, the positions after them, and what the accounts are then worth.
  static func bookings(in state: State) -> [Conclusion] {
    guard !state.due.fills.isEmpty else { return checks(of: state) }
    var batch = Batch(state)
    for due in state.due.fills { batch.book(due) }
    return batch.finish()
  }

  /// What is held back for an order, as it is now.
  static func holds(in state: State) -> [Conclusion] {
    guard let order = state.due.order else { return [] }
    var batch = Batch(state)
    batch.hold(for: order)
    return batch.finish()
  }

  /// Nothing but what does not hold.
  static func checks(of state: State) -> [Conclusion] { Batch(state).finish() }

  /// The entries of a payment of funding, one for each trade that it falls to.
  static func bookings(of charge: FundingCharged, in state: State) -> [Conclusion] {
    let account = state.named(charge.account)
    var batch = Batch(state)
    for (number, share) in state.due.shares.enumerated() {
      var draft = Draft(
        Identifier(of: "entry", "funding", charge.payment.description, String(number)),
        .funding, of: account, on: charge.instrument, at: charge.at)
      draft.attribute(trade: share.trade, setup: share.setup, strategy: share.strategy)
      draft.post(.available, charge.asset, -share.amount)
      draft.post(.funding, charge.asset, share.amount, on: charge.instrument)
      batch.post(draft)
    }
    batch.touch(charge.asset, in: account)
    return batch.finish()
  }

  /// The entry of money that came or went, or whether the venue's balance is ours.
  static func bookings(of report: BalanceReported, in state: State) -> [Conclusion] {
    var batch = Batch(state)
    guard let occasion = report.occasion else {
      batch.compare(report)
      return batch.finish()
    }
    let account = state.named(report.account)
    let number = state.book(of: report.asset, in: account)?.numbered ?? 0
    var draft = Draft(
      Identifier(
        of: "entry", "transfer", account.description, report.asset.description, String(number)),
      occasion, of: account, at: report.at)
    draft.post(.available, report.asset, report.change)
    draft.post(occasion == .transfer ? .transfer : .external, report.asset, -report.change)
    batch.post(draft)
    batch.touch(report.asset, in: account)
    return batch.finish()
  }

  /// Whether execution and the ledger agree on what a trade has earned.
  static func review(of closed: TradeClosed, in state: State) -> [Conclusion] {
    guard let lot = state.due.closed else { return [] }
    var batch = Batch(state)
    let position = lot.position
    if position.realised != closed.profit || !position.isFlat {
      let booked = position.isFlat ? position.realised.value : position.quantity.value
      batch.find(
        Violation(
          law: position.isFlat ? .tradeProfit : .tradeQuantity, account: lot.account,
          asset: lot.instrument, about: lot.trade,
          expected: position.isFlat ? closed.profit.value : .zero, actual: booked))
    }
    return batch.finish()
  }
}

extension Ledger.Batch {
  /// Books one fill.
  mutating func book(_ due: Ledger.DueFill) {
    let fill = due.fill
    guard let holding = state.holding(of: fill.instrument, in: due.account) else { return }
    var position = holding.position
    position.apply(fill.quantity, at: fill.price)
    if fill.feeAsset == holding.quote { position.fees += fill.fee }
    post(entry(of: due, from: holding, to: position))
    say(
      .positionChanged(
        PositionChanged(
          account: due.account, instrument: fill.instrument, quantity: position.quantity,
          averagePrice: position.averagePrice, cost: position.cost, realised: position.realised,
          fees: position.fees, funding: holding.funding, at: fill.at)))
    hold(for: fill.order)
    touch(holding.quote, in: due.account)
    if !fill.fee.isZero { touch(fill.feeAsset, in: due.account) }
  }

  /// Base against the world outside; what came free or was tied up, against profit; the fee.
  ///
  /// Profit is told by trade, each at its own cost. The venue settles a contract by the position
  /// of all trades together: what it has settled more or less than that is in the position's
  /// account until it is flat.
  private func entry(
    of due: Ledger.DueFill, from holding: Ledger.Holding, to position: Position
  ) -> Ledger.Draft {
    let fill = due.fill
    var draft = Ledger.Draft(
      Identifier(of: "entry", fill.fill.description), .fill, of: due.account, on: fill.instrument,
      at: fill.at)
    draft.attribute(trade: fill.trade, setup: fill.setup, strategy: due.strategy)
    let quantity = Money(fill.quantity.value)
    let excess = Money(due.excess.value)
    draft.post(.position, holding.base, quantity, on: fill.instrument)
    draft.post(.external, holding.base, excess - quantity)
    draft.post(.suspense, holding.base, -excess, on: fill.instrument)
    let free: Money
    switch holding.kind {
    case .linear: free = position.realised - holding.position.realised
    case .spot: free = due.realised - due.cost
    }
    draft.post(.available, holding.quote, free)
    draft.post(.position, holding.quote, due.realised - free, on: fill.instrument)
    draft.post(.profit, holding.quote, -due.realised, on: fill.instrument)
    draft.post(.available, fill.feeAsset, -fill.fee)
    draft.post(.fee, fill.feeAsset, fill.fee, on: fill.instrument)
    return draft
  }

  /// Brings what is held back for an order's instrument to what its orders may cost, and what
  /// suspense has of its base to what they were filled too much.
  mutating func hold(for order: Identifier) {
    guard let index = state.index(ofOrder: order) else { return }
    let item = state.orders[index]
    hold(item, in: item.account)
    if let former = state.due.former { hold(item, in: former) }
  }

  private mutating func hold(_ order: Ledger.Order, in account: Name) {
    guard let place = state.rates.index(of: order.instrument) else { return }
    let listing = state.rates.listings[place]
    let name = order.instrument
    let held = state.heldBack(for: listing, in: account)
    let quote = held.quote - state.balance(of: .hold, in: listing.quote, of: account)
    let base = held.base - state.balance(of: .hold, in: listing.base, of: account, on: name)
    let beyond = state.holding(of: name, in: account)?.excess ?? .zero
    let excess =
      Money(beyond.value) + state.balance(of: .suspense, in: listing.base, of: account, on: name)
    guard !quote.isZero || !base.isZero || !excess.isZero else { return }
    var draft = Ledger.Draft(
      Identifier(
        of: "entry", "hold", account.description, order.order.description,
        String(order.holds)),
      excess.isZero ? .hold : .residue, of: account, on: name, at: at)
    draft.post(.available, listing.quote, -quote)
    draft.post(.hold, listing.quote, quote)
    draft.post(.position, listing.base, -base, on: name)
    draft.post(.hold, listing.base, base, on: name)
    draft.post(.suspense, listing.base, -excess, on: name)
    draft.post(.external, listing.base, excess)
    post(draft)
  }
}

extension Ledger.State {
  /// What all orders hold back: of the quote asset over the whole account, of the base here.
  func heldBack(for listing: Ledger.Listing, in account: Name) -> (quote: Money, base: Money) {
    var sums: (quote: Money, base: Money) = (.zero, .zero)
    for order in orders where order.rests && order.account == account {
      guard let place = rates.index(of: order.instrument) else { continue }
      let hold = order.hold(rates.listings[place].kind)
      if rates.listings[place].quote == listing.quote { sums.quote += hold.quote }
      if order.instrument == listing.instrument { sums.base += hold.base }
    }
    return sums
  }
}
