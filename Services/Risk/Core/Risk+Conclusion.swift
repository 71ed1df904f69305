public import EventSourcing
public import Events

extension Risk {
  /// What risk may say.
  public enum Conclusion: DeciderConclusion, Equatable {
    case tradeApproved(TradeApproved)
    case tradeRefused(TradeRefused)
    case limitBreached(LimitBreached)
    case limitReset(LimitReset)
    case limitChangeScheduled(LimitChangeScheduled)
    case limitChanged(LimitChanged)
    case exposureReductionRequested(ExposureReductionRequested)
    case tradingHalted(TradingHalted)
    case tradingResumed(TradingResumed)

    public init?(_ event: __shared Event) {
      switch event {
      case .tradeApproved(let payload): self = .tradeApproved(payload)
      case .tradeRefused(let payload): self = .tradeRefused(payload)
      case .limitBreached(let payload): self = .limitBreached(payload)
      case .limitReset(let payload): self = .limitReset(payload)
      case .limitChangeScheduled(let payload): self = .limitChangeScheduled(payload)
      case .limitChanged(let payload): self = .limitChanged(payload)
      case .exposureReductionRequested(let payload): self = .exposureReductionRequested(payload)
      case .tradingHalted(let payload): self = .tradingHalted(payload)
      case .tradingResumed(let payload): self = .tradingResumed(payload)
      default: return nil
      }
    }

    public var event: Event {
      switch self {
      case .tradeApproved(let payload): .tradeApproved(payload)
      case .tradeRefused(let payload): .tradeRefused(payload)
      case .limitBreached(let payload): .limitBreached(payload)
      case .limitReset(let payload): .limitReset(payload)
      case .limitChangeScheduled(let payload): .limitChangeScheduled(payload)
      case .limitChanged(let payload): .limitChanged(payload)
      case .exposureReductionRequested(let payload): .exposureReductionRequested(payload)
      case .tradingHalted(let payload): .tradingHalted(payload)
      case .tradingResumed(let payload): .tradingResumed(payload)
      }
    }
  }
}
