public import EventSourcing
public import Events

extension Indicator {
  /// What the indicators are made from.
  public enum Input: DeciderInput {
    case configurationApplied(ConfigurationApplied)
    case candleClosed(CandleClosed)

    public static var types: [EventType] { [.configurationApplied, .candleClosed] }

    public init?(_ event: Event) {
      if case .configurationApplied(let payload) = event {
        self = .configurationApplied(payload)
      } else if case .candleClosed(let payload) = event {
        self = .candleClosed(payload)
      } else {
        return nil
      }
    }
  }

  /// What the candles show.
  public enum Conclusion: DeciderConclusion, Hashable {
    case indicatorsComputed(IndicatorsComputed)
    case levelsMapped(LevelsMapped)
    case levelFound(LevelFound)
    case levelTested(LevelTested)
    case levelBroken(LevelBroken)
    case levelRetired(LevelRetired)
    case regimeAssessed(RegimeAssessed)
    case regimeChanged(RegimeChanged)

    public init?(_ event: Event) {
      if case .indicatorsComputed(let payload) = event {
        self = .indicatorsComputed(payload)
      } else if case .levelsMapped(let payload) = event {
        self = .levelsMapped(payload)
      } else if case .levelFound(let payload) = event {
        self = .levelFound(payload)
      } else if case .levelTested(let payload) = event {
        self = .levelTested(payload)
      } else if case .levelBroken(let payload) = event {
        self = .levelBroken(payload)
      } else if case .levelRetired(let payload) = event {
        self = .levelRetired(payload)
      } else if case .regimeAssessed(let payload) = event {
        self = .regimeAssessed(payload)
      } else if case .regimeChanged(let payload) = event {
        self = .regimeChanged(payload)
      } else {
        return nil
      }
    }

    public var event: Event {
      switch self {
      case .indicatorsComputed(let payload): .indicatorsComputed(payload)
      case .levelsMapped(let payload): .levelsMapped(payload)
      case .levelFound(let payload): .levelFound(payload)
      case .levelTested(let payload): .levelTested(payload)
      case .levelBroken(let payload): .levelBroken(payload)
      case .levelRetired(let payload): .levelRetired(payload)
      case .regimeAssessed(let payload): .regimeAssessed(payload)
      case .regimeChanged(let payload): .regimeChanged(payload)
      }
    }
  }
}
