public import EventSourcing
public import Events

extension Indicator {
  /// What the indicators are made from.
  public enum Input: DeciderInput {
    // Large and rare, so it is boxed, and candles pass through quickly.
    indirect case configurationApplied(ConfigurationApplied)
    case candleClosed(CandleClosed)

    public static var types: [EventType] { [.configurationApplied, .candleClosed] }

    @inlinable
    public init?(_ event: __shared Event) {
      switch event {
      case .configurationApplied(let payload): self = .configurationApplied(payload)
      case .candleClosed(let payload): self = .candleClosed(payload)
      // The rest of the catalogue is no business of this decider.
      default: return nil
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
    case cipherComputed(CipherComputed)
    case averagesComputed(AveragesComputed)
    case seriesDegraded(SeriesDegraded)
    case seriesRestored(SeriesRestored)
    case candleDisregarded(CandleDisregarded)

    public init?(_ event: __shared Event) {
      switch event {
      case .indicatorsComputed(let payload): self = .indicatorsComputed(payload)
      case .levelsMapped(let payload): self = .levelsMapped(payload)
      case .levelFound(let payload): self = .levelFound(payload)
      case .levelTested(let payload): self = .levelTested(payload)
      case .levelBroken(let payload): self = .levelBroken(payload)
      case .levelRetired(let payload): self = .levelRetired(payload)
      case .regimeAssessed(let payload): self = .regimeAssessed(payload)
      case .regimeChanged(let payload): self = .regimeChanged(payload)
      case .cipherComputed(let payload): self = .cipherComputed(payload)
      case .averagesComputed(let payload): self = .averagesComputed(payload)
      case .seriesDegraded(let payload): self = .seriesDegraded(payload)
      case .seriesRestored(let payload): self = .seriesRestored(payload)
      case .candleDisregarded(let payload): self = .candleDisregarded(payload)
      // The rest of the catalogue is no business of this decider.
      default: return nil
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
      case .cipherComputed(let payload): .cipherComputed(payload)
      case .averagesComputed(let payload): .averagesComputed(payload)
      case .seriesDegraded(let payload): .seriesDegraded(payload)
      case .seriesRestored(let payload): .seriesRestored(payload)
      case .candleDisregarded(let payload): .candleDisregarded(payload)
      }
    }
  }
}
