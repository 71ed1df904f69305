public import EventSourcing
public import Events

/// Says what the bars show, and leads setups from their forming to a proposed trade.
///
/// It decides about forming and active setups when the indicators of a trigger-frame bar come: by
/// the order of the log the levels and the regime of the same moment are known by then. About
/// triggered ones it decides at the next tick of the clock, when the venue has had its say about
/// the same candles: an entry that was filled before the price touched the stop is a trade.
public enum Signal: Decider {
  public static var producer: Producer { .signal }

  public static func initial() -> State { State() }

  public static func evolve(_ state: inout State, with input: Input) {
    switch input {
    case .configurationApplied(let applied): state.configure(applied.configuration)
    case .instrumentListed(let listed): state.list(listed)
    case .candleClosed(let candle): state.take(candle)
    case .indicatorsComputed(let indicators): state.take(indicators)
    case .cipherComputed(let computed): state.take(computed)
    case .averagesComputed(let computed): state.take(computed)
    case .levelsMapped(let mapped): state.take(mapped)
    case .regimeAssessed(let assessed): state.take(assessed)
    case .clockTicked(let tick): state.pass(to: tick.at)
    case .tradeRefused, .tradeOpened, .tradingHalted: break
    }
  }

  public static func evolve(_ state: inout State, with conclusion: Conclusion) {
    switch conclusion {
    case .signalFired(let fired): state.learn(fired)
    case .signalLapsed(let lapsed): state.learn(lapsed)
    case .setupFormed(let formed): state.learn(formed)
    case .setupActivated(let event):
      state.learn(event.instrument, event.setup, .entered(until: event.expiresAt), event.at)
    case .setupDeactivated(let event):
      state.learn(event.instrument, event.setup, .left(until: event.expiresAt), event.at)
    case .setupTriggered(let event):
      state.learn(event.instrument, event.setup, .triggered(SetupPlan(event)), event.at)
    case .setupInvalidated(let event):
      state.learn(event.instrument, event.setup, .voided, event.at)
    case .setupExpired(let event): state.learn(event.instrument, event.setup, .aged, event.at)
    case .setupRejected(let event):
      state.learn(event.instrument, event.setup, event.stimulus, event.at)
    case .setupCompleted(let event): state.learn(event.instrument, event.setup, .opened, event.at)
    case .setupCancelled(let event):
      state.learn(event.instrument, event.setup, .cancelled, event.at)
    }
  }

  public static func decide(on input: Input, in state: State) -> [Conclusion] {
    switch input {
    case .configurationApplied: state.cancelOrphans()
    case .candleClosed(let candle): state.watchEntryZones(candle)
    case .indicatorsComputed(let indicators): state.review(indicators)
    case .clockTicked(let tick): state.review(tick)
    case .tradeRefused(let refused): state.reject(refused)
    case .tradeOpened(let opened): state.complete(opened)
    case .tradingHalted(let halted): state.cancel(halted)
    case .instrumentListed, .cipherComputed, .averagesComputed, .levelsMapped,
      .regimeAssessed:
      []
    }
  }
}

extension SetupPlan {
  init(_ event: SetupTriggered) {
    self.init(
      at: event.at, stop: event.stop, entryLow: event.entryLow, entryHigh: event.entryHigh,
      until: event.expiresAt)
  }
}

extension SetupRejected {
  /// The risk engine refuses what has triggered; a check fails before.
  fileprivate var stimulus: SetupStimulus {
    switch reason {
    case .risk: .refused
    case .stopDistance, .noRoom, .cost: .failed
    }
  }
}
