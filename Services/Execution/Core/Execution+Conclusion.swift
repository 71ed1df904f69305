public import EventSourcing
public import Events

extension Execution {
  /// What execution may say.
  public enum Conclusion: DeciderConclusion, Hashable {
    case orderRequested(OrderRequested)
    case orderCancelRequested(OrderCancelRequested)
    case orderAmendRequested(OrderAmendRequested)
    case tradeOpened(TradeOpened)
    case targetReached(TargetReached)
    case stopMoved(StopMoved)
    case tradeReduced(TradeReduced)
    case tradeClosed(TradeClosed)
    case tradeAbandoned(TradeAbandoned)
    case tradeDiverged(TradeDiverged)
    case reconciliationRequested(ReconciliationRequested)
    case instrumentDiverged(InstrumentDiverged)
    case instrumentReconciled(InstrumentReconciled)

    public init?(_ event: __shared Event) {
      switch event {
      case .orderRequested(let payload): self = .orderRequested(payload)
      case .orderCancelRequested(let payload): self = .orderCancelRequested(payload)
      case .orderAmendRequested(let payload): self = .orderAmendRequested(payload)
      case .tradeOpened(let payload): self = .tradeOpened(payload)
      case .targetReached(let payload): self = .targetReached(payload)
      case .stopMoved(let payload): self = .stopMoved(payload)
      case .tradeReduced(let payload): self = .tradeReduced(payload)
      case .tradeClosed(let payload): self = .tradeClosed(payload)
      case .tradeAbandoned(let payload): self = .tradeAbandoned(payload)
      case .tradeDiverged(let payload): self = .tradeDiverged(payload)
      case .reconciliationRequested(let payload): self = .reconciliationRequested(payload)
      case .instrumentDiverged(let payload): self = .instrumentDiverged(payload)
      case .instrumentReconciled(let payload): self = .instrumentReconciled(payload)
      default: return nil
      }
    }

    public var event: Event {
      switch self {
      case .orderRequested(let payload): .orderRequested(payload)
      case .orderCancelRequested(let payload): .orderCancelRequested(payload)
      case .orderAmendRequested(let payload): .orderAmendRequested(payload)
      case .tradeOpened(let payload): .tradeOpened(payload)
      case .targetReached(let payload): .targetReached(payload)
      case .stopMoved(let payload): .stopMoved(payload)
      case .tradeReduced(let payload): .tradeReduced(payload)
      case .tradeClosed(let payload): .tradeClosed(payload)
      case .tradeAbandoned(let payload): .tradeAbandoned(payload)
      case .tradeDiverged(let payload): .tradeDiverged(payload)
      case .reconciliationRequested(let payload): .reconciliationRequested(payload)
      case .instrumentDiverged(let payload): .instrumentDiverged(payload)
      case .instrumentReconciled(let payload): .instrumentReconciled(payload)
      }
    }
  }
}
