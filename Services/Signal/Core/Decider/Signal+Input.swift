public import EventSourcing
public import Events

extension Signal {
  /// What signals and setups are made from.
  public enum Input: DeciderInput {
    // What is large and rare is boxed, so that candles and ticks pass through quickly.
    indirect case configurationApplied(ConfigurationApplied)
    indirect case instrumentListed(InstrumentListed)
    case candleClosed(CandleClosed)
    indirect case indicatorsComputed(IndicatorsComputed)
    indirect case cipherComputed(CipherComputed)
    case averagesComputed(AveragesComputed)
    indirect case levelsMapped(LevelsMapped)
    indirect case regimeAssessed(RegimeAssessed)
    case clockTicked(ClockTicked)
    indirect case tradeRefused(TradeRefused)
    indirect case tradeOpened(TradeOpened)
    case tradingHalted(TradingHalted)

    public static var types: [EventType] {
      [
        .configurationApplied, .instrumentListed, .candleClosed, .indicatorsComputed,
        .cipherComputed, .averagesComputed, .levelsMapped, .regimeAssessed, .clockTicked,
        .tradeRefused, .tradeOpened, .tradingHalted,
      ]
    }

    @inlinable
    public init?(_ event: __shared Event) {
      switch event {
      case .candleClosed(let payload): self = .candleClosed(payload)
      case .clockTicked(let payload): self = .clockTicked(payload)
      case .configurationApplied(let payload): self = .configurationApplied(payload)
      case .instrumentListed(let payload): self = .instrumentListed(payload)
      case .indicatorsComputed(let payload): self = .indicatorsComputed(payload)
      case .cipherComputed(let payload): self = .cipherComputed(payload)
      case .averagesComputed(let payload): self = .averagesComputed(payload)
      case .levelsMapped(let payload): self = .levelsMapped(payload)
      case .regimeAssessed(let payload): self = .regimeAssessed(payload)
      case .tradeRefused(let payload): self = .tradeRefused(payload)
      case .tradeOpened(let payload): self = .tradeOpened(payload)
      case .tradingHalted(let payload): self = .tradingHalted(payload)
      // The rest of the catalogue is no business of this decider.
      default: return nil
      }
    }
  }
}
