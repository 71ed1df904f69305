import Events
import Quantities

extension Execution.State {
  mutating func tick(_ at: Instant) {
    clock = at
    guard !trades.isEmpty else { return }
    updateAll { $0.tick($1) }
  }

  mutating func note(_ candle: CandleClosed) {
    guard !trades.isEmpty else { return }
    updateAll {
      $0.instrument == candle.instrument && $0.terms.triggerFrame == candle.timeFrame
    } _: { trade, _ in
      trade.note(candle)
    }
  }

  mutating func trail(_ indicators: IndicatorsComputed) {
    guard !trades.isEmpty, let atr = indicators.atr14 else { return }
    updateAll {
      $0.instrument == indicators.instrument && $0.terms.triggerFrame == indicators.timeFrame
    } _: { trade, _ in
      trade.trail(atr: atr)
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

  mutating func resume() {
    halt = .none
    frozen = []
  }

  mutating func lapse(_ setup: Identifier) {
    updateAll {
      $0.setup == setup
    } _: { trade, _ in
      trade.isLapsed = true
    }
  }

  mutating func apply(_ fact: Execution.OrderFact) {
    update(fact.trade) { $0.apply(fact, at: $1) }
  }
}
