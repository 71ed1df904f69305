public import EventSourcing
public import Events

extension Risk {
  /// What risk reacts to; all but the tick and the candle, which come all the time, are boxed.
  public enum Input: DeciderInput {
    case clockTicked(ClockTicked)
    case candleClosed(CandleClosed)
    indirect case bookObserved(BookObserved)
    indirect case equityMarked(EquityMarked)
    indirect case configurationApplied(ConfigurationApplied)
    indirect case instrumentListed(InstrumentListed)
    indirect case feedGapOpened(FeedGapOpened)
    indirect case feedGapClosed(FeedGapClosed)
    indirect case setupTriggered(SetupTriggered)
    /// Of an entry: execution has taken the approval up.
    indirect case orderRequested(OrderRequested)
    indirect case orderRejected(OrderRejected)
    indirect case tradeOpened(TradeOpened)
    indirect case targetReached(TargetReached)
    indirect case stopMoved(StopMoved)
    indirect case tradeReduced(TradeReduced)
    indirect case tradeClosed(TradeClosed)
    indirect case tradeAbandoned(TradeAbandoned)
    indirect case tradeDiverged(TradeDiverged)
    indirect case instrumentDiverged(InstrumentDiverged)
    indirect case instrumentReconciled(InstrumentReconciled)
    indirect case discrepancyFound(DiscrepancyFound)
    indirect case discrepancyCleared(DiscrepancyCleared)
    indirect case haltRequested(HaltRequested)
    indirect case orderRequestedManually(OrderRequestedManually)
    indirect case resumeRequested(ResumeRequested)

    public static var types: [EventType] {
      [
        .clockTicked, .candleClosed, .bookObserved, .equityMarked, .configurationApplied,
        .instrumentListed,
        .feedGapOpened, .feedGapClosed, .setupTriggered, .orderRequested, .orderRejected,
        .tradeOpened, .targetReached, .stopMoved, .tradeReduced, .tradeClosed, .tradeAbandoned,
        .tradeDiverged, .instrumentDiverged, .instrumentReconciled, .discrepancyFound,
        .discrepancyCleared, .haltRequested, .resumeRequested, .orderRequestedManually,
      ]
    }

    public init?(_ event: __shared Event) {
      switch event {
      case .clockTicked(let payload): self = .clockTicked(payload)
      case .candleClosed(let payload): self = .candleClosed(payload)
      case .bookObserved(let payload): self = .bookObserved(payload)
      case .equityMarked(let payload): self = .equityMarked(payload)
      case .configurationApplied(let payload): self = .configurationApplied(payload)
      case .instrumentListed(let payload): self = .instrumentListed(payload)
      case .feedGapOpened(let payload): self = .feedGapOpened(payload)
      case .feedGapClosed(let payload): self = .feedGapClosed(payload)
      case .setupTriggered(let payload): self = .setupTriggered(payload)
      case .orderRequested(let payload) where payload.purpose == .entry:
        self = .orderRequested(payload)
      case .orderRejected(let payload): self = .orderRejected(payload)
      case .tradeOpened(let payload): self = .tradeOpened(payload)
      case .targetReached(let payload): self = .targetReached(payload)
      case .stopMoved(let payload): self = .stopMoved(payload)
      case .tradeReduced(let payload): self = .tradeReduced(payload)
      case .tradeClosed(let payload): self = .tradeClosed(payload)
      case .tradeAbandoned(let payload): self = .tradeAbandoned(payload)
      case .tradeDiverged(let payload): self = .tradeDiverged(payload)
      case .instrumentDiverged(let payload): self = .instrumentDiverged(payload)
      case .instrumentReconciled(let payload): self = .instrumentReconciled(payload)
      case .discrepancyFound(let payload): self = .discrepancyFound(payload)
      case .discrepancyCleared(let payload): self = .discrepancyCleared(payload)
      case .haltRequested(let payload): self = .haltRequested(payload)
      case .orderRequestedManually(let payload): self = .orderRequestedManually(payload)
      case .resumeRequested(let payload): self = .resumeRequested(payload)
      default: return nil
      }
    }
  }
}
