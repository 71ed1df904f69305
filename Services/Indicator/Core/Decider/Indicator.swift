public import EventSourcing
public import Events

/// Computes indicators, VuManChu ciphers, price levels and market regimes from closed candles, and
/// says which of the candles it cannot use or trust.
public enum Indicator: Decider {
  public static var producer: Producer { .indicator }

  public static func initial() -> State { State() }

  public static func evolve(_ state: inout State, with input: Input) {
    switch input {
    case .configurationApplied(let applied): state.configure(applied.configuration)
    case .candleClosed(let candle): state.take(candle)
    }
  }

  public static func evolve(_ state: inout State, with conclusion: Conclusion) {
    switch conclusion {
    case .levelsMapped(let mapped): state.learn(mapped)
    case .regimeAssessed(let assessed): state.learn(assessed)
    // These say again what the state knows from the candle or from the two above.
    case .indicatorsComputed, .levelFound, .levelTested, .levelBroken, .levelRetired,
      .regimeChanged, .cipherComputed, .averagesComputed, .seriesDegraded, .seriesRestored,
      .candleDisregarded:
      break
    }
  }

  public static func decide(on input: Input, in state: State) -> [Conclusion] {
    switch input {
    case .configurationApplied: return []
    case .candleClosed(let candle):
      guard let index = state.index(of: candle) else { return [] }
      return state.series[index].conclusions(on: candle)
    }
  }
}
