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

  /// From here on profit and loss count for the sessions of the instant.
  private mutating func beginDay(at instant: Instant) {
    midnight = Risk.Session.day.end(of: instant)
    for index in books.indices { books[index].begin(at: instant) }
    releaseLapsed(at: instant)
  }

  /// A mark of a later day begins it, should no tick have come before.
  mutating func note(_ mark: EquityMarked) {
    if let midnight, mark.at >= midnight { beginDay(at: mark.at) }
    guard
      let index = books.firstIndex(where: { $0.asset == mark.asset && $0.account == mark.account })
    else {
      books.append(Risk.Book(mark))
      return
    }
    books[index].note(mark)
  }

  mutating func note(_ listed: InstrumentListed) {
    let listing = Risk.Listing(
      instrument: listed.instrument, asset: listed.quote, kind: listed.kind, tick: listed.tick,
      lot: listed.lot, minimumQuantity: listed.minimumQuantity,
      minimumNotional: listed.minimumNotional, maximumLeverage: listed.maximumLeverage,
      maintenanceMargin: listed.maintenanceMargin)
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

  mutating func note(_ trade: TradeClosed) {
    release(trade.trade)
    if let asset = listing(of: trade.instrument)?.asset,
      let index = books.firstIndex(where: { $0.asset == asset && $0.account == account })
    {
      books[index].note(trade)
    }
    if !tallies.contains(where: { $0.strategy == trade.strategy }) {
      tallies.append(Risk.Tally(strategy: trade.strategy))
    }
    for index in tallies.indices where tallies[index].strategy == trade.strategy {
      tallies[index].note(trade)
    }
  }

  /// While the day's loss holds trading back, a person's word only clears the other reasons; a
  /// month's loss is released by it for when the month is over.
  mutating func noteResumeRequested() {
    if halts.contains(.dailyFlatten) { halts = [.dailyFlatten] }
    for index in breaches.indices where breaches[index].limit == .monthlyLoss {
      breaches[index].isReleased = true
    }
  }
}

extension Risk.State {
  mutating func note(_ breach: LimitBreached) {
    breaches.append(
      Risk.Breach(
        limit: breach.limit, account: breach.account, asset: breach.asset, value: breach.value,
        allowed: breach.allowed, until: breach.until))
  }

  mutating func note(_ reset: LimitReset) {
    breaches.removeAll {
      $0.limit == reset.limit && $0.asset == reset.asset && $0.account == reset.account
    }
    if reset.limit == .discrepancy { discrepancies.removeAll { $0.asset == reset.asset } }
    if !breaches.contains(where: { $0.limit == .dailyFlatten }) {
      halts.removeAll { $0 == .dailyFlatten }
    }
    guard
      let index = books.firstIndex(where: {
        $0.asset == reset.asset && $0.account == reset.account
      })
    else { return }
    switch reset.limit {
    case .discrepancy: break
    // Who releases the kill switch begins anew from what is left.
    case .hardDrawdown: books[index].peak = books[index].equity
    case .consecutiveLosses: books[index].losingRun = 0
    case .dailyLoss, .dailyFlatten, .weeklyLoss, .monthlyLoss, .softDrawdown, .leverage,
      .marginWarning, .marginRatio:
      break
    }
  }

  mutating func note(_ halt: TradingHalted) {
    if !halts.contains(halt.reason) { halts.append(halt.reason) }
  }

  mutating func note(_ resumed: TradingResumed) {
    halts = []
    if resumed.isReleased { diverged = [] }
  }
}
