public import EventSourcing
public import Events

extension Signal {
  /// What signals and setups are made from.
  public enum Input: DeciderInput {
    case configurationApplied(ConfigurationApplied)
    case instrumentListed(InstrumentListed)
    case candleClosed(CandleClosed)
    case indicatorsComputed(IndicatorsComputed)
    case levelsMapped(LevelsMapped)
    case regimeAssessed(RegimeAssessed)
    case clockTicked(ClockTicked)
    case tradeRefused(TradeRefused)
    case tradeOpened(TradeOpened)
    case tradingHalted(TradingHalted)

    public static var types: [EventType] {
      [
        .configurationApplied, .instrumentListed, .candleClosed, .indicatorsComputed,
        .levelsMapped, .regimeAssessed, .clockTicked, .tradeRefused, .tradeOpened,
        .tradingHalted,
      ]
    }

    public init?(_ event: Event) {
      if case .candleClosed(let payload) = event {
        self = .candleClosed(payload)
      } else if case .clockTicked(let payload) = event {
        self = .clockTicked(payload)
      } else if case .configurationApplied(let payload) = event {
        self = .configurationApplied(payload)
      } else if case .instrumentListed(let payload) = event {
        self = .instrumentListed(payload)
      } else if case .indicatorsComputed(let payload) = event {
        self = .indicatorsComputed(payload)
      } else if case .levelsMapped(let payload) = event {
        self = .levelsMapped(payload)
      } else if case .regimeAssessed(let payload) = event {
        self = .regimeAssessed(payload)
      } else if case .tradeRefused(let payload) = event {
        self = .tradeRefused(payload)
      } else if case .tradeOpened(let payload) = event {
        self = .tradeOpened(payload)
      } else if case .tradingHalted(let payload) = event {
        self = .tradingHalted(payload)
      } else {
        return nil
      }
    }
  }
}
