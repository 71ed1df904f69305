import Events
import Quantities

extension Execution.State {
  mutating func tick(_ at: Instant) {
    clock = at
    guard !trades.isEmpty else { return }
    updateAll { $0.tick($1) }
  }

  mutating func note(_ candle: CandleClosed) {
    price(candle)
    guard !trades.isEmpty else { return }
    updateAll {
      $0.instrument == candle.instrument && $0.terms.triggerFrame == candle.timeFrame
    } _: { trade, _ in
      trade.note(candle)
    }
  }

  mutating func trail(_ indicators: IndicatorsComputed) {
    guard !trades.isEmpty else { return }
    updateAll {
      $0.instrument == indicators.instrument && $0.terms.triggerFrame == indicators.timeFrame
    } _: { trade, clock in
      trade.trail(indicators, at: clock)
    }
  }

  mutating func note(_ change: RegimeChanged) {
    guard !trades.isEmpty else { return }
    updateAll {
      $0.instrument == change.instrument && $0.terms.regimeFrame == change.timeFrame
        && $0.isAgainst(change.to)
    } _: { trade, clock in
      trade.meetOppositeRegime(clock)
    }
  }

  mutating func halt(flatten: Bool) {
    halt = flatten || halt == .flatten ? .flatten : .noEntries
    guard flatten else { return }
    updateAll { $0.close(.halted, notBefore: $1) }
  }

  /// Once a person has looked, what diverged is let go, and compared again.
  mutating func resume(isReleased: Bool) {
    halt = .none
    guard isReleased else { return }
    for instrument in frozen { want(instrument) }
    updateAll { trade, clock in trade.retry(clock) }
    for index in accords.indices { accords[index].isDiverged = false }
    frozen = []
  }

  mutating func lapse(_ setup: Identifier) {
    updateAll {
      $0.setup == setup
    } _: { trade, _ in
      trade.isLapsed = true
    }
  }

  /// Takes note of what a person wants of one trade, or of all.
  mutating func wish(_ wish: Execution.Wish, of id: Identifier? = nil) {
    updateAll {
      id == nil || $0.id == id
    } _: { trade, clock in
      if trade.wish != .closed { trade.wish = wish }
      if wish == .closed { trade.close(.requested, notBefore: clock) }
    }
  }

  mutating func note(_ charge: FundingCharged) {
    guard let trade = charge.trade else { return }
    update(trade) { trade, _ in trade.tally.funding += charge.amount }
  }

  mutating func apply(_ fact: Execution.OrderFact) {
    let isShort = isMissingFill(fact)
    update(fact.trade) { $0.apply(fact, at: $1) }
    if isShort || isForeign(fact) { want(fact.instrument) }
  }
}
