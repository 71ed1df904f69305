import Events
import Quantities

extension Risk.State {
  mutating func note(_ tick: ClockTicked) {
    now = tick.at
    if let midnight, tick.at < midnight {
      if !exposures.isEmpty { releaseLapsed(at: tick.at) }
    } else {
      beginDay(at: tick.at)
    }
  }

  /// From here on profit and loss count for the day of the tick.
  private mutating func beginDay(at instant: Instant) {
    midnight = instant.startOfDay + .days(1)
    for index in books.indices {
      books[index].openingEquity = books[index].equity
      books[index].openingDeposits = books[index].deposits
    }
    releaseLapsed(at: instant)
  }

  mutating func note(_ mark: EquityMarked) {
    guard
      let index = books.firstIndex(where: { $0.asset == mark.asset && $0.account == mark.account })
    else {
      books.append(
        Risk.Book(
          account: mark.account, asset: mark.asset, balance: mark.balance, equity: mark.equity,
          deposits: mark.deposits, openingEquity: mark.equity, openingDeposits: mark.deposits))
      return
    }
    books[index].balance = mark.balance
    books[index].equity = mark.equity
    books[index].deposits = mark.deposits
  }

  mutating func note(_ applied: ConfigurationApplied) {
    configuration = applied.configuration.risk
    account = applied.configuration.paper.account
  }

  mutating func note(_ listed: InstrumentListed) {
    let listing = Risk.Listing(
      instrument: listed.instrument, asset: listed.quote, kind: listed.kind, tick: listed.tick,
      lot: listed.lot, minimumQuantity: listed.minimumQuantity,
      minimumNotional: listed.minimumNotional, maximumLeverage: listed.maximumLeverage)
    if let index = listings.firstIndex(where: { $0.instrument == listed.instrument }) {
      listings[index] = listing
    } else {
      listings.append(listing)
    }
  }

  mutating func note(_ gap: FeedGapOpened) {
    let gap = Risk.Gap(instrument: gap.instrument, timeFrame: gap.timeFrame)
    if !gaps.contains(gap) { gaps.append(gap) }
  }

  mutating func note(_ gap: FeedGapClosed) {
    gaps.removeAll { $0.instrument == gap.instrument && $0.timeFrame == gap.timeFrame }
  }

  /// While the day's loss holds trading back, a person's word only clears the other reasons.
  mutating func noteResumeRequested() {
    if halts.contains(.dailyFlatten) { halts = [.dailyFlatten] }
  }
}

extension Risk.State {
  mutating func note(_ breach: LimitBreached) {
    let until = breach.until ?? breach.at.startOfDay + .days(1)
    breaches.append(
      Risk.Breach(
        limit: breach.limit, account: breach.account, asset: breach.asset, value: breach.value,
        allowed: breach.allowed, until: until))
  }

  mutating func note(_ reset: LimitReset) {
    breaches.removeAll {
      $0.limit == reset.limit && $0.asset == reset.asset && $0.account == reset.account
    }
    if !breaches.contains(where: { $0.limit == .dailyFlatten }) {
      halts.removeAll { $0 == .dailyFlatten }
    }
  }

  mutating func note(_ halt: TradingHalted) {
    if !halts.contains(halt.reason) { halts.append(halt.reason) }
  }
}
