/// Any event of the catalogue, typed.
///
/// A new event is a payload, a case here, a row in each switch below and one in `EventType`; the
/// compiler names every place. Payloads larger than a candle's are boxed: an event is copied on
/// its way to every decider, and most are candles and ticks.
public enum Event: Sendable, Hashable {
  indirect case instrumentListed(InstrumentListed)
  case candleClosed(CandleClosed)
  case feedGapOpened(FeedGapOpened)
  case feedGapClosed(FeedGapClosed)
  indirect case fundingRatePublished(FundingRatePublished)
  indirect case bookObserved(BookObserved)
  case clockTicked(ClockTicked)
  case marketEnded(MarketEnded)
  case serviceStarted(ServiceStarted)
  case serviceStopped(ServiceStopped)
  case progressMarked(ProgressMarked)
  indirect case configurationApplied(ConfigurationApplied)
  case haltRequested(HaltRequested)
  case resumeRequested(ResumeRequested)
  case cancelAllRequested(CancelAllRequested)
  case closeAllRequested(CloseAllRequested)
  case closeRequested(CloseRequested)
  indirect case orderRequestedManually(OrderRequestedManually)
  indirect case indicatorsComputed(IndicatorsComputed)
  indirect case levelsMapped(LevelsMapped)
  indirect case levelFound(LevelFound)
  indirect case levelTested(LevelTested)
  indirect case levelBroken(LevelBroken)
  indirect case levelRetired(LevelRetired)
  indirect case regimeAssessed(RegimeAssessed)
  indirect case regimeChanged(RegimeChanged)
  indirect case cipherComputed(CipherComputed)
  indirect case averagesComputed(AveragesComputed)
  indirect case seriesDegraded(SeriesDegraded)
  indirect case seriesRestored(SeriesRestored)
  indirect case candleDisregarded(CandleDisregarded)
  indirect case signalFired(SignalFired)
  indirect case signalLapsed(SignalLapsed)
  indirect case setupFormed(SetupFormed)
  indirect case setupActivated(SetupActivated)
  indirect case setupDeactivated(SetupDeactivated)
  indirect case setupTriggered(SetupTriggered)
  indirect case setupInvalidated(SetupInvalidated)
  indirect case setupExpired(SetupExpired)
  indirect case setupRejected(SetupRejected)
  indirect case setupCompleted(SetupCompleted)
  indirect case setupCancelled(SetupCancelled)
  indirect case tradeApproved(TradeApproved)
  indirect case tradeRefused(TradeRefused)
  indirect case limitBreached(LimitBreached)
  case limitReset(LimitReset)
  indirect case limitChangeScheduled(LimitChangeScheduled)
  indirect case limitChanged(LimitChanged)
  indirect case exposureReductionRequested(ExposureReductionRequested)
  case tradingHalted(TradingHalted)
  case tradingResumed(TradingResumed)
  indirect case orderRequested(OrderRequested)
  indirect case orderCancelRequested(OrderCancelRequested)
  indirect case orderAmendRequested(OrderAmendRequested)
  indirect case tradeOpened(TradeOpened)
  indirect case targetReached(TargetReached)
  indirect case stopMoved(StopMoved)
  indirect case tradeReduced(TradeReduced)
  indirect case tradeClosed(TradeClosed)
  case tradeAbandoned(TradeAbandoned)
  indirect case tradeDiverged(TradeDiverged)
  indirect case reconciliationRequested(ReconciliationRequested)
  indirect case instrumentDiverged(InstrumentDiverged)
  indirect case instrumentReconciled(InstrumentReconciled)
  indirect case orderSendStarted(OrderSendStarted)
  indirect case orderAccepted(OrderAccepted)
  indirect case orderRejected(OrderRejected)
  indirect case orderOutcomeUnknown(OrderOutcomeUnknown)
  indirect case orderFound(OrderFound)
  indirect case orderConfirmedAbsent(OrderConfirmedAbsent)
  indirect case orderFilled(OrderFilled)
  indirect case orderAmended(OrderAmended)
  indirect case orderCancelled(OrderCancelled)
  indirect case orderExpired(OrderExpired)
  indirect case externalOrderSeen(ExternalOrderSeen)
  indirect case positionReported(PositionReported)
  indirect case ordersReported(OrdersReported)
  indirect case fundingCharged(FundingCharged)
  case venueConnected(VenueConnected)
  case venueDisconnected(VenueDisconnected)
  case balanceReported(BalanceReported)
  indirect case entryPosted(EntryPosted)
  indirect case positionChanged(PositionChanged)
  indirect case equityMarked(EquityMarked)
  indirect case dayClosed(DayClosed)
  indirect case discrepancyFound(DiscrepancyFound)
  indirect case discrepancyCleared(DiscrepancyCleared)
}

extension Event {
  /// The event of this type with a blank payload, for a reader to fill.
  public init(blank type: EventType) {
    switch type {
    case .instrumentListed: self = .instrumentListed(InstrumentListed())
    case .candleClosed: self = .candleClosed(CandleClosed())
    case .feedGapOpened: self = .feedGapOpened(FeedGapOpened())
    case .feedGapClosed: self = .feedGapClosed(FeedGapClosed())
    case .fundingRatePublished: self = .fundingRatePublished(FundingRatePublished())
    case .bookObserved: self = .bookObserved(BookObserved())
    case .clockTicked: self = .clockTicked(ClockTicked())
    case .marketEnded: self = .marketEnded(MarketEnded())
    case .serviceStarted: self = .serviceStarted(ServiceStarted())
    case .serviceStopped: self = .serviceStopped(ServiceStopped())
    case .progressMarked: self = .progressMarked(ProgressMarked())
    case .configurationApplied: self = .configurationApplied(ConfigurationApplied())
    case .haltRequested: self = .haltRequested(HaltRequested())
    case .resumeRequested: self = .resumeRequested(ResumeRequested())
    case .cancelAllRequested: self = .cancelAllRequested(CancelAllRequested())
    case .closeAllRequested: self = .closeAllRequested(CloseAllRequested())
    case .closeRequested: self = .closeRequested(CloseRequested())
    case .orderRequestedManually: self = .orderRequestedManually(OrderRequestedManually())
    case .indicatorsComputed: self = .indicatorsComputed(IndicatorsComputed())
    case .levelsMapped: self = .levelsMapped(LevelsMapped())
    case .levelFound: self = .levelFound(LevelFound())
    case .levelTested: self = .levelTested(LevelTested())
    case .levelBroken: self = .levelBroken(LevelBroken())
    case .levelRetired: self = .levelRetired(LevelRetired())
    case .regimeAssessed: self = .regimeAssessed(RegimeAssessed())
    case .regimeChanged: self = .regimeChanged(RegimeChanged())
    case .cipherComputed: self = .cipherComputed(CipherComputed())
    case .averagesComputed: self = .averagesComputed(AveragesComputed())
    case .seriesDegraded: self = .seriesDegraded(SeriesDegraded())
    case .seriesRestored: self = .seriesRestored(SeriesRestored())
    case .candleDisregarded: self = .candleDisregarded(CandleDisregarded())
    case .signalFired: self = .signalFired(SignalFired())
    case .signalLapsed: self = .signalLapsed(SignalLapsed())
    case .setupFormed: self = .setupFormed(SetupFormed())
    case .setupActivated: self = .setupActivated(SetupActivated())
    case .setupDeactivated: self = .setupDeactivated(SetupDeactivated())
    case .setupTriggered: self = .setupTriggered(SetupTriggered())
    case .setupInvalidated: self = .setupInvalidated(SetupInvalidated())
    case .setupExpired: self = .setupExpired(SetupExpired())
    case .setupRejected: self = .setupRejected(SetupRejected())
    case .setupCompleted: self = .setupCompleted(SetupCompleted())
    case .setupCancelled: self = .setupCancelled(SetupCancelled())
    case .tradeApproved: self = .tradeApproved(TradeApproved())
    case .tradeRefused: self = .tradeRefused(TradeRefused())
    case .limitBreached: self = .limitBreached(LimitBreached())
    case .limitReset: self = .limitReset(LimitReset())
    case .limitChangeScheduled: self = .limitChangeScheduled(LimitChangeScheduled())
    case .limitChanged: self = .limitChanged(LimitChanged())
    case .exposureReductionRequested:
      self = .exposureReductionRequested(ExposureReductionRequested())
    case .tradingHalted: self = .tradingHalted(TradingHalted())
    case .tradingResumed: self = .tradingResumed(TradingResumed())
    case .orderRequested: self = .orderRequested(OrderRequested())
    case .orderCancelRequested: self = .orderCancelRequested(OrderCancelRequested())
    case .orderAmendRequested: self = .orderAmendRequested(OrderAmendRequested())
    case .tradeOpened: self = .tradeOpened(TradeOpened())
    case .targetReached: self = .targetReached(TargetReached())
    case .stopMoved: self = .stopMoved(StopMoved())
    case .tradeReduced: self = .tradeReduced(TradeReduced())
    case .tradeClosed: self = .tradeClosed(TradeClosed())
    case .tradeAbandoned: self = .tradeAbandoned(TradeAbandoned())
    case .tradeDiverged: self = .tradeDiverged(TradeDiverged())
    case .reconciliationRequested: self = .reconciliationRequested(ReconciliationRequested())
    case .instrumentDiverged: self = .instrumentDiverged(InstrumentDiverged())
    case .instrumentReconciled: self = .instrumentReconciled(InstrumentReconciled())
    case .orderSendStarted: self = .orderSendStarted(OrderSendStarted())
    case .orderAccepted: self = .orderAccepted(OrderAccepted())
    case .orderRejected: self = .orderRejected(OrderRejected())
    case .orderOutcomeUnknown: self = .orderOutcomeUnknown(OrderOutcomeUnknown())
    case .orderFound: self = .orderFound(OrderFound())
    case .orderConfirmedAbsent: self = .orderConfirmedAbsent(OrderConfirmedAbsent())
    case .orderFilled: self = .orderFilled(OrderFilled())
    case .orderAmended: self = .orderAmended(OrderAmended())
    case .orderCancelled: self = .orderCancelled(OrderCancelled())
    case .orderExpired: self = .orderExpired(OrderExpired())
    case .externalOrderSeen: self = .externalOrderSeen(ExternalOrderSeen())
    case .positionReported: self = .positionReported(PositionReported())
    case .ordersReported: self = .ordersReported(OrdersReported())
    case .fundingCharged: self = .fundingCharged(FundingCharged())
    case .venueConnected: self = .venueConnected(VenueConnected())
    case .venueDisconnected: self = .venueDisconnected(VenueDisconnected())
    case .balanceReported: self = .balanceReported(BalanceReported())
    case .entryPosted: self = .entryPosted(EntryPosted())
    case .positionChanged: self = .positionChanged(PositionChanged())
    case .equityMarked: self = .equityMarked(EquityMarked())
    case .dayClosed: self = .dayClosed(DayClosed())
    case .discrepancyFound: self = .discrepancyFound(DiscrepancyFound())
    case .discrepancyCleared: self = .discrepancyCleared(DiscrepancyCleared())
    }
  }

  /// The payload, whatever it is.
  public var payload: any Payload {
    switch self {
    case .instrumentListed(let payload): payload
    case .candleClosed(let payload): payload
    case .feedGapOpened(let payload): payload
    case .feedGapClosed(let payload): payload
    case .fundingRatePublished(let payload): payload
    case .bookObserved(let payload): payload
    case .clockTicked(let payload): payload
    case .marketEnded(let payload): payload
    case .serviceStarted(let payload): payload
    case .serviceStopped(let payload): payload
    case .progressMarked(let payload): payload
    case .configurationApplied(let payload): payload
    case .haltRequested(let payload): payload
    case .resumeRequested(let payload): payload
    case .cancelAllRequested(let payload): payload
    case .closeAllRequested(let payload): payload
    case .closeRequested(let payload): payload
    case .orderRequestedManually(let payload): payload
    case .indicatorsComputed(let payload): payload
    case .levelsMapped(let payload): payload
    case .levelFound(let payload): payload
    case .levelTested(let payload): payload
    case .levelBroken(let payload): payload
    case .levelRetired(let payload): payload
    case .regimeAssessed(let payload): payload
    case .regimeChanged(let payload): payload
    case .cipherComputed(let payload): payload
    case .averagesComputed(let payload): payload
    case .seriesDegraded(let payload): payload
    case .seriesRestored(let payload): payload
    case .candleDisregarded(let payload): payload
    case .signalFired(let payload): payload
    case .signalLapsed(let payload): payload
    case .setupFormed(let payload): payload
    case .setupActivated(let payload): payload
    case .setupDeactivated(let payload): payload
    case .setupTriggered(let payload): payload
    case .setupInvalidated(let payload): payload
    case .setupExpired(let payload): payload
    case .setupRejected(let payload): payload
    case .setupCompleted(let payload): payload
    case .setupCancelled(let payload): payload
    case .tradeApproved(let payload): payload
    case .tradeRefused(let payload): payload
    case .limitBreached(let payload): payload
    case .limitReset(let payload): payload
    case .limitChangeScheduled(let payload): payload
    case .limitChanged(let payload): payload
    case .exposureReductionRequested(let payload): payload
    case .tradingHalted(let payload): payload
    case .tradingResumed(let payload): payload
    case .orderRequested(let payload): payload
    case .orderCancelRequested(let payload): payload
    case .orderAmendRequested(let payload): payload
    case .tradeOpened(let payload): payload
    case .targetReached(let payload): payload
    case .stopMoved(let payload): payload
    case .tradeReduced(let payload): payload
    case .tradeClosed(let payload): payload
    case .tradeAbandoned(let payload): payload
    case .tradeDiverged(let payload): payload
    case .reconciliationRequested(let payload): payload
    case .instrumentDiverged(let payload): payload
    case .instrumentReconciled(let payload): payload
    case .orderSendStarted(let payload): payload
    case .orderAccepted(let payload): payload
    case .orderRejected(let payload): payload
    case .orderOutcomeUnknown(let payload): payload
    case .orderFound(let payload): payload
    case .orderConfirmedAbsent(let payload): payload
    case .orderFilled(let payload): payload
    case .orderAmended(let payload): payload
    case .orderCancelled(let payload): payload
    case .orderExpired(let payload): payload
    case .externalOrderSeen(let payload): payload
    case .positionReported(let payload): payload
    case .ordersReported(let payload): payload
    case .fundingCharged(let payload): payload
    case .venueConnected(let payload): payload
    case .venueDisconnected(let payload): payload
    case .balanceReported(let payload): payload
    case .entryPosted(let payload): payload
    case .positionChanged(let payload): payload
    case .equityMarked(let payload): payload
    case .dayClosed(let payload): payload
    case .discrepancyFound(let payload): payload
    case .discrepancyCleared(let payload): payload
    }
  }

  /// The type of the event.
  public var type: EventType {
    switch self {
    case .instrumentListed: .instrumentListed
    case .candleClosed: .candleClosed
    case .feedGapOpened: .feedGapOpened
    case .feedGapClosed: .feedGapClosed
    case .fundingRatePublished: .fundingRatePublished
    case .bookObserved: .bookObserved
    case .clockTicked: .clockTicked
    case .marketEnded: .marketEnded
    case .serviceStarted: .serviceStarted
    case .serviceStopped: .serviceStopped
    case .progressMarked: .progressMarked
    case .configurationApplied: .configurationApplied
    case .haltRequested: .haltRequested
    case .resumeRequested: .resumeRequested
    case .cancelAllRequested: .cancelAllRequested
    case .closeAllRequested: .closeAllRequested
    case .closeRequested: .closeRequested
    case .orderRequestedManually: .orderRequestedManually
    case .indicatorsComputed: .indicatorsComputed
    case .levelsMapped: .levelsMapped
    case .levelFound: .levelFound
    case .levelTested: .levelTested
    case .levelBroken: .levelBroken
    case .levelRetired: .levelRetired
    case .regimeAssessed: .regimeAssessed
    case .regimeChanged: .regimeChanged
    case .cipherComputed: .cipherComputed
    case .averagesComputed: .averagesComputed
    case .seriesDegraded: .seriesDegraded
    case .seriesRestored: .seriesRestored
    case .candleDisregarded: .candleDisregarded
    case .signalFired: .signalFired
    case .signalLapsed: .signalLapsed
    case .setupFormed: .setupFormed
    case .setupActivated: .setupActivated
    case .setupDeactivated: .setupDeactivated
    case .setupTriggered: .setupTriggered
    case .setupInvalidated: .setupInvalidated
    case .setupExpired: .setupExpired
    case .setupRejected: .setupRejected
    case .setupCompleted: .setupCompleted
    case .setupCancelled: .setupCancelled
    case .tradeApproved: .tradeApproved
    case .tradeRefused: .tradeRefused
    case .limitBreached: .limitBreached
    case .limitReset: .limitReset
    case .limitChangeScheduled: .limitChangeScheduled
    case .limitChanged: .limitChanged
    case .exposureReductionRequested: .exposureReductionRequested
    case .tradingHalted: .tradingHalted
    case .tradingResumed: .tradingResumed
    case .orderRequested: .orderRequested
    case .orderCancelRequested: .orderCancelRequested
    case .orderAmendRequested: .orderAmendRequested
    case .tradeOpened: .tradeOpened
    case .targetReached: .targetReached
    case .stopMoved: .stopMoved
    case .tradeReduced: .tradeReduced
    case .tradeClosed: .tradeClosed
    case .tradeAbandoned: .tradeAbandoned
    case .tradeDiverged: .tradeDiverged
    case .reconciliationRequested: .reconciliationRequested
    case .instrumentDiverged: .instrumentDiverged
    case .instrumentReconciled: .instrumentReconciled
    case .orderSendStarted: .orderSendStarted
    case .orderAccepted: .orderAccepted
    case .orderRejected: .orderRejected
    case .orderOutcomeUnknown: .orderOutcomeUnknown
    case .orderFound: .orderFound
    case .orderConfirmedAbsent: .orderConfirmedAbsent
    case .orderFilled: .orderFilled
    case .orderAmended: .orderAmended
    case .orderCancelled: .orderCancelled
    case .orderExpired: .orderExpired
    case .externalOrderSeen: .externalOrderSeen
    case .positionReported: .positionReported
    case .ordersReported: .ordersReported
    case .fundingCharged: .fundingCharged
    case .venueConnected: .venueConnected
    case .venueDisconnected: .venueDisconnected
    case .balanceReported: .balanceReported
    case .entryPosted: .entryPosted
    case .positionChanged: .positionChanged
    case .equityMarked: .equityMarked
    case .dayClosed: .dayClosed
    case .discrepancyFound: .discrepancyFound
    case .discrepancyCleared: .discrepancyCleared
    }
  }

  /// What the event is about.
  public var subject: Name {
    switch self {
    case .instrumentListed(let payload): payload.subject
    case .candleClosed(let payload): payload.subject
    case .feedGapOpened(let payload): payload.subject
    case .feedGapClosed(let payload): payload.subject
    case .fundingRatePublished(let payload): payload.subject
    case .bookObserved(let payload): payload.subject
    case .clockTicked(let payload): payload.subject
    case .marketEnded(let payload): payload.subject
    case .serviceStarted(let payload): payload.subject
    case .serviceStopped(let payload): payload.subject
    case .progressMarked(let payload): payload.subject
    case .configurationApplied(let payload): payload.subject
    case .haltRequested(let payload): payload.subject
    case .resumeRequested(let payload): payload.subject
    case .cancelAllRequested(let payload): payload.subject
    case .closeAllRequested(let payload): payload.subject
    case .closeRequested(let payload): payload.subject
    case .orderRequestedManually(let payload): payload.subject
    case .indicatorsComputed(let payload): payload.subject
    case .levelsMapped(let payload): payload.subject
    case .levelFound(let payload): payload.subject
    case .levelTested(let payload): payload.subject
    case .levelBroken(let payload): payload.subject
    case .levelRetired(let payload): payload.subject
    case .regimeAssessed(let payload): payload.subject
    case .regimeChanged(let payload): payload.subject
    case .cipherComputed(let payload): payload.subject
    case .averagesComputed(let payload): payload.subject
    case .seriesDegraded(let payload): payload.subject
    case .seriesRestored(let payload): payload.subject
    case .candleDisregarded(let payload): payload.subject
    case .signalFired(let payload): payload.subject
    case .signalLapsed(let payload): payload.subject
    case .setupFormed(let payload): payload.subject
    case .setupActivated(let payload): payload.subject
    case .setupDeactivated(let payload): payload.subject
    case .setupTriggered(let payload): payload.subject
    case .setupInvalidated(let payload): payload.subject
    case .setupExpired(let payload): payload.subject
    case .setupRejected(let payload): payload.subject
    case .setupCompleted(let payload): payload.subject
    case .setupCancelled(let payload): payload.subject
    case .tradeApproved(let payload): payload.subject
    case .tradeRefused(let payload): payload.subject
    case .limitBreached(let payload): payload.subject
    case .limitReset(let payload): payload.subject
    case .limitChangeScheduled(let payload): payload.subject
    case .limitChanged(let payload): payload.subject
    case .exposureReductionRequested(let payload): payload.subject
    case .tradingHalted(let payload): payload.subject
    case .tradingResumed(let payload): payload.subject
    case .orderRequested(let payload): payload.subject
    case .orderCancelRequested(let payload): payload.subject
    case .orderAmendRequested(let payload): payload.subject
    case .tradeOpened(let payload): payload.subject
    case .targetReached(let payload): payload.subject
    case .stopMoved(let payload): payload.subject
    case .tradeReduced(let payload): payload.subject
    case .tradeClosed(let payload): payload.subject
    case .tradeAbandoned(let payload): payload.subject
    case .tradeDiverged(let payload): payload.subject
    case .reconciliationRequested(let payload): payload.subject
    case .instrumentDiverged(let payload): payload.subject
    case .instrumentReconciled(let payload): payload.subject
    case .orderSendStarted(let payload): payload.subject
    case .orderAccepted(let payload): payload.subject
    case .orderRejected(let payload): payload.subject
    case .orderOutcomeUnknown(let payload): payload.subject
    case .orderFound(let payload): payload.subject
    case .orderConfirmedAbsent(let payload): payload.subject
    case .orderFilled(let payload): payload.subject
    case .orderAmended(let payload): payload.subject
    case .orderCancelled(let payload): payload.subject
    case .orderExpired(let payload): payload.subject
    case .externalOrderSeen(let payload): payload.subject
    case .positionReported(let payload): payload.subject
    case .ordersReported(let payload): payload.subject
    case .fundingCharged(let payload): payload.subject
    case .venueConnected(let payload): payload.subject
    case .venueDisconnected(let payload): payload.subject
    case .balanceReported(let payload): payload.subject
    case .entryPosted(let payload): payload.subject
    case .positionChanged(let payload): payload.subject
    case .equityMarked(let payload): payload.subject
    case .dayClosed(let payload): payload.subject
    case .discrepancyFound(let payload): payload.subject
    case .discrepancyCleared(let payload): payload.subject
    }
  }

  /// The setup or command that the event belongs to.
  public var correlation: Identifier? {
    switch self {
    case .instrumentListed(let payload): payload.correlation
    case .candleClosed(let payload): payload.correlation
    case .feedGapOpened(let payload): payload.correlation
    case .feedGapClosed(let payload): payload.correlation
    case .fundingRatePublished(let payload): payload.correlation
    case .bookObserved(let payload): payload.correlation
    case .clockTicked(let payload): payload.correlation
    case .marketEnded(let payload): payload.correlation
    case .serviceStarted(let payload): payload.correlation
    case .serviceStopped(let payload): payload.correlation
    case .progressMarked(let payload): payload.correlation
    case .configurationApplied(let payload): payload.correlation
    case .haltRequested(let payload): payload.correlation
    case .resumeRequested(let payload): payload.correlation
    case .cancelAllRequested(let payload): payload.correlation
    case .closeAllRequested(let payload): payload.correlation
    case .closeRequested(let payload): payload.correlation
    case .orderRequestedManually(let payload): payload.correlation
    case .indicatorsComputed(let payload): payload.correlation
    case .levelsMapped(let payload): payload.correlation
    case .levelFound(let payload): payload.correlation
    case .levelTested(let payload): payload.correlation
    case .levelBroken(let payload): payload.correlation
    case .levelRetired(let payload): payload.correlation
    case .regimeAssessed(let payload): payload.correlation
    case .regimeChanged(let payload): payload.correlation
    case .cipherComputed(let payload): payload.correlation
    case .averagesComputed(let payload): payload.correlation
    case .seriesDegraded(let payload): payload.correlation
    case .seriesRestored(let payload): payload.correlation
    case .candleDisregarded(let payload): payload.correlation
    case .signalFired(let payload): payload.correlation
    case .signalLapsed(let payload): payload.correlation
    case .setupFormed(let payload): payload.correlation
    case .setupActivated(let payload): payload.correlation
    case .setupDeactivated(let payload): payload.correlation
    case .setupTriggered(let payload): payload.correlation
    case .setupInvalidated(let payload): payload.correlation
    case .setupExpired(let payload): payload.correlation
    case .setupRejected(let payload): payload.correlation
    case .setupCompleted(let payload): payload.correlation
    case .setupCancelled(let payload): payload.correlation
    case .tradeApproved(let payload): payload.correlation
    case .tradeRefused(let payload): payload.correlation
    case .limitBreached(let payload): payload.correlation
    case .limitReset(let payload): payload.correlation
    case .limitChangeScheduled(let payload): payload.correlation
    case .limitChanged(let payload): payload.correlation
    case .exposureReductionRequested(let payload): payload.correlation
    case .tradingHalted(let payload): payload.correlation
    case .tradingResumed(let payload): payload.correlation
    case .orderRequested(let payload): payload.correlation
    case .orderCancelRequested(let payload): payload.correlation
    case .orderAmendRequested(let payload): payload.correlation
    case .tradeOpened(let payload): payload.correlation
    case .targetReached(let payload): payload.correlation
    case .stopMoved(let payload): payload.correlation
    case .tradeReduced(let payload): payload.correlation
    case .tradeClosed(let payload): payload.correlation
    case .tradeAbandoned(let payload): payload.correlation
    case .tradeDiverged(let payload): payload.correlation
    case .reconciliationRequested(let payload): payload.correlation
    case .instrumentDiverged(let payload): payload.correlation
    case .instrumentReconciled(let payload): payload.correlation
    case .orderSendStarted(let payload): payload.correlation
    case .orderAccepted(let payload): payload.correlation
    case .orderRejected(let payload): payload.correlation
    case .orderOutcomeUnknown(let payload): payload.correlation
    case .orderFound(let payload): payload.correlation
    case .orderConfirmedAbsent(let payload): payload.correlation
    case .orderFilled(let payload): payload.correlation
    case .orderAmended(let payload): payload.correlation
    case .orderCancelled(let payload): payload.correlation
    case .orderExpired(let payload): payload.correlation
    case .externalOrderSeen(let payload): payload.correlation
    case .positionReported(let payload): payload.correlation
    case .ordersReported(let payload): payload.correlation
    case .fundingCharged(let payload): payload.correlation
    case .venueConnected(let payload): payload.correlation
    case .venueDisconnected(let payload): payload.correlation
    case .balanceReported(let payload): payload.correlation
    case .entryPosted(let payload): payload.correlation
    case .positionChanged(let payload): payload.correlation
    case .equityMarked(let payload): payload.correlation
    case .dayClosed(let payload): payload.correlation
    case .discrepancyFound(let payload): payload.correlation
    case .discrepancyCleared(let payload): payload.correlation
    }
  }

  /// Writes the payload as canonical JSON.
  public func write(to writer: inout JSONWriter) {
    switch self {
    case .instrumentListed(let payload): payload.write(to: &writer)
    case .candleClosed(let payload): payload.write(to: &writer)
    case .feedGapOpened(let payload): payload.write(to: &writer)
    case .feedGapClosed(let payload): payload.write(to: &writer)
    case .fundingRatePublished(let payload): payload.write(to: &writer)
    case .bookObserved(let payload): payload.write(to: &writer)
    case .clockTicked(let payload): payload.write(to: &writer)
    case .marketEnded(let payload): payload.write(to: &writer)
    case .serviceStarted(let payload): payload.write(to: &writer)
    case .serviceStopped(let payload): payload.write(to: &writer)
    case .progressMarked(let payload): payload.write(to: &writer)
    case .configurationApplied(let payload): payload.write(to: &writer)
    case .haltRequested(let payload): payload.write(to: &writer)
    case .resumeRequested(let payload): payload.write(to: &writer)
    case .cancelAllRequested(let payload): payload.write(to: &writer)
    case .closeAllRequested(let payload): payload.write(to: &writer)
    case .closeRequested(let payload): payload.write(to: &writer)
    case .orderRequestedManually(let payload): payload.write(to: &writer)
    case .indicatorsComputed(let payload): payload.write(to: &writer)
    case .levelsMapped(let payload): payload.write(to: &writer)
    case .levelFound(let payload): payload.write(to: &writer)
    case .levelTested(let payload): payload.write(to: &writer)
    case .levelBroken(let payload): payload.write(to: &writer)
    case .levelRetired(let payload): payload.write(to: &writer)
    case .regimeAssessed(let payload): payload.write(to: &writer)
    case .regimeChanged(let payload): payload.write(to: &writer)
    case .cipherComputed(let payload): payload.write(to: &writer)
    case .averagesComputed(let payload): payload.write(to: &writer)
    case .seriesDegraded(let payload): payload.write(to: &writer)
    case .seriesRestored(let payload): payload.write(to: &writer)
    case .candleDisregarded(let payload): payload.write(to: &writer)
    case .signalFired(let payload): payload.write(to: &writer)
    case .signalLapsed(let payload): payload.write(to: &writer)
    case .setupFormed(let payload): payload.write(to: &writer)
    case .setupActivated(let payload): payload.write(to: &writer)
    case .setupDeactivated(let payload): payload.write(to: &writer)
    case .setupTriggered(let payload): payload.write(to: &writer)
    case .setupInvalidated(let payload): payload.write(to: &writer)
    case .setupExpired(let payload): payload.write(to: &writer)
    case .setupRejected(let payload): payload.write(to: &writer)
    case .setupCompleted(let payload): payload.write(to: &writer)
    case .setupCancelled(let payload): payload.write(to: &writer)
    case .tradeApproved(let payload): payload.write(to: &writer)
    case .tradeRefused(let payload): payload.write(to: &writer)
    case .limitBreached(let payload): payload.write(to: &writer)
    case .limitReset(let payload): payload.write(to: &writer)
    case .limitChangeScheduled(let payload): payload.write(to: &writer)
    case .limitChanged(let payload): payload.write(to: &writer)
    case .exposureReductionRequested(let payload): payload.write(to: &writer)
    case .tradingHalted(let payload): payload.write(to: &writer)
    case .tradingResumed(let payload): payload.write(to: &writer)
    case .orderRequested(let payload): payload.write(to: &writer)
    case .orderCancelRequested(let payload): payload.write(to: &writer)
    case .orderAmendRequested(let payload): payload.write(to: &writer)
    case .tradeOpened(let payload): payload.write(to: &writer)
    case .targetReached(let payload): payload.write(to: &writer)
    case .stopMoved(let payload): payload.write(to: &writer)
    case .tradeReduced(let payload): payload.write(to: &writer)
    case .tradeClosed(let payload): payload.write(to: &writer)
    case .tradeAbandoned(let payload): payload.write(to: &writer)
    case .tradeDiverged(let payload): payload.write(to: &writer)
    case .reconciliationRequested(let payload): payload.write(to: &writer)
    case .instrumentDiverged(let payload): payload.write(to: &writer)
    case .instrumentReconciled(let payload): payload.write(to: &writer)
    case .orderSendStarted(let payload): payload.write(to: &writer)
    case .orderAccepted(let payload): payload.write(to: &writer)
    case .orderRejected(let payload): payload.write(to: &writer)
    case .orderOutcomeUnknown(let payload): payload.write(to: &writer)
    case .orderFound(let payload): payload.write(to: &writer)
    case .orderConfirmedAbsent(let payload): payload.write(to: &writer)
    case .orderFilled(let payload): payload.write(to: &writer)
    case .orderAmended(let payload): payload.write(to: &writer)
    case .orderCancelled(let payload): payload.write(to: &writer)
    case .orderExpired(let payload): payload.write(to: &writer)
    case .externalOrderSeen(let payload): payload.write(to: &writer)
    case .positionReported(let payload): payload.write(to: &writer)
    case .ordersReported(let payload): payload.write(to: &writer)
    case .fundingCharged(let payload): payload.write(to: &writer)
    case .venueConnected(let payload): payload.write(to: &writer)
    case .venueDisconnected(let payload): payload.write(to: &writer)
    case .balanceReported(let payload): payload.write(to: &writer)
    case .entryPosted(let payload): payload.write(to: &writer)
    case .positionChanged(let payload): payload.write(to: &writer)
    case .equityMarked(let payload): payload.write(to: &writer)
    case .dayClosed(let payload): payload.write(to: &writer)
    case .discrepancyFound(let payload): payload.write(to: &writer)
    case .discrepancyCleared(let payload): payload.write(to: &writer)
    }
  }

  /// Reads the payload of an event of this type.
  init(_ type: EventType, from reader: inout JSONReader) {
    switch type {
    case .instrumentListed: self = .instrumentListed(reader.payload())
    case .candleClosed: self = .candleClosed(reader.payload())
    case .feedGapOpened: self = .feedGapOpened(reader.payload())
    case .feedGapClosed: self = .feedGapClosed(reader.payload())
    case .fundingRatePublished: self = .fundingRatePublished(reader.payload())
    case .bookObserved: self = .bookObserved(reader.payload())
    case .clockTicked: self = .clockTicked(reader.payload())
    case .marketEnded: self = .marketEnded(reader.payload())
    case .serviceStarted: self = .serviceStarted(reader.payload())
    case .serviceStopped: self = .serviceStopped(reader.payload())
    case .progressMarked: self = .progressMarked(reader.payload())
    case .configurationApplied: self = .configurationApplied(reader.payload())
    case .haltRequested: self = .haltRequested(reader.payload())
    case .resumeRequested: self = .resumeRequested(reader.payload())
    case .cancelAllRequested: self = .cancelAllRequested(reader.payload())
    case .closeAllRequested: self = .closeAllRequested(reader.payload())
    case .closeRequested: self = .closeRequested(reader.payload())
    case .orderRequestedManually: self = .orderRequestedManually(reader.payload())
    case .indicatorsComputed: self = .indicatorsComputed(reader.payload())
    case .levelsMapped: self = .levelsMapped(reader.payload())
    case .levelFound: self = .levelFound(reader.payload())
    case .levelTested: self = .levelTested(reader.payload())
    case .levelBroken: self = .levelBroken(reader.payload())
    case .levelRetired: self = .levelRetired(reader.payload())
    case .regimeAssessed: self = .regimeAssessed(reader.payload())
    case .regimeChanged: self = .regimeChanged(reader.payload())
    case .cipherComputed: self = .cipherComputed(reader.payload())
    case .averagesComputed: self = .averagesComputed(reader.payload())
    case .seriesDegraded: self = .seriesDegraded(reader.payload())
    case .seriesRestored: self = .seriesRestored(reader.payload())
    case .candleDisregarded: self = .candleDisregarded(reader.payload())
    case .signalFired: self = .signalFired(reader.payload())
    case .signalLapsed: self = .signalLapsed(reader.payload())
    case .setupFormed: self = .setupFormed(reader.payload())
    case .setupActivated: self = .setupActivated(reader.payload())
    case .setupDeactivated: self = .setupDeactivated(reader.payload())
    case .setupTriggered: self = .setupTriggered(reader.payload())
    case .setupInvalidated: self = .setupInvalidated(reader.payload())
    case .setupExpired: self = .setupExpired(reader.payload())
    case .setupRejected: self = .setupRejected(reader.payload())
    case .setupCompleted: self = .setupCompleted(reader.payload())
    case .setupCancelled: self = .setupCancelled(reader.payload())
    case .tradeApproved: self = .tradeApproved(reader.payload())
    case .tradeRefused: self = .tradeRefused(reader.payload())
    case .limitBreached: self = .limitBreached(reader.payload())
    case .limitReset: self = .limitReset(reader.payload())
    case .limitChangeScheduled: self = .limitChangeScheduled(reader.payload())
    case .limitChanged: self = .limitChanged(reader.payload())
    case .exposureReductionRequested: self = .exposureReductionRequested(reader.payload())
    case .tradingHalted: self = .tradingHalted(reader.payload())
    case .tradingResumed: self = .tradingResumed(reader.payload())
    case .orderRequested: self = .orderRequested(reader.payload())
    case .orderCancelRequested: self = .orderCancelRequested(reader.payload())
    case .orderAmendRequested: self = .orderAmendRequested(reader.payload())
    case .tradeOpened: self = .tradeOpened(reader.payload())
    case .targetReached: self = .targetReached(reader.payload())
    case .stopMoved: self = .stopMoved(reader.payload())
    case .tradeReduced: self = .tradeReduced(reader.payload())
    case .tradeClosed: self = .tradeClosed(reader.payload())
    case .tradeAbandoned: self = .tradeAbandoned(reader.payload())
    case .tradeDiverged: self = .tradeDiverged(reader.payload())
    case .reconciliationRequested: self = .reconciliationRequested(reader.payload())
    case .instrumentDiverged: self = .instrumentDiverged(reader.payload())
    case .instrumentReconciled: self = .instrumentReconciled(reader.payload())
    case .orderSendStarted: self = .orderSendStarted(reader.payload())
    case .orderAccepted: self = .orderAccepted(reader.payload())
    case .orderRejected: self = .orderRejected(reader.payload())
    case .orderOutcomeUnknown: self = .orderOutcomeUnknown(reader.payload())
    case .orderFound: self = .orderFound(reader.payload())
    case .orderConfirmedAbsent: self = .orderConfirmedAbsent(reader.payload())
    case .orderFilled: self = .orderFilled(reader.payload())
    case .orderAmended: self = .orderAmended(reader.payload())
    case .orderCancelled: self = .orderCancelled(reader.payload())
    case .orderExpired: self = .orderExpired(reader.payload())
    case .externalOrderSeen: self = .externalOrderSeen(reader.payload())
    case .positionReported: self = .positionReported(reader.payload())
    case .ordersReported: self = .ordersReported(reader.payload())
    case .fundingCharged: self = .fundingCharged(reader.payload())
    case .venueConnected: self = .venueConnected(reader.payload())
    case .venueDisconnected: self = .venueDisconnected(reader.payload())
    case .balanceReported: self = .balanceReported(reader.payload())
    case .entryPosted: self = .entryPosted(reader.payload())
    case .positionChanged: self = .positionChanged(reader.payload())
    case .equityMarked: self = .equityMarked(reader.payload())
    case .dayClosed: self = .dayClosed(reader.payload())
    case .discrepancyFound: self = .discrepancyFound(reader.payload())
    case .discrepancyCleared: self = .discrepancyCleared(reader.payload())
    }
  }

  /// Shows every field of the payload to a visitor, which may change it.
  public mutating func visit(_ visitor: inout some FieldVisitor) {
    switch self {
    case .instrumentListed(var payload):
      payload.fields(&visitor)
      self = .instrumentListed(payload)
    case .candleClosed(var payload):
      payload.fields(&visitor)
      self = .candleClosed(payload)
    case .feedGapOpened(var payload):
      payload.fields(&visitor)
      self = .feedGapOpened(payload)
    case .feedGapClosed(var payload):
      payload.fields(&visitor)
      self = .feedGapClosed(payload)
    case .fundingRatePublished(var payload):
      payload.fields(&visitor)
      self = .fundingRatePublished(payload)
    case .bookObserved(var payload):
      payload.fields(&visitor)
      self = .bookObserved(payload)
    case .clockTicked(var payload):
      payload.fields(&visitor)
      self = .clockTicked(payload)
    case .marketEnded(var payload):
      payload.fields(&visitor)
      self = .marketEnded(payload)
    case .serviceStarted(var payload):
      payload.fields(&visitor)
      self = .serviceStarted(payload)
    case .serviceStopped(var payload):
      payload.fields(&visitor)
      self = .serviceStopped(payload)
    case .progressMarked(var payload):
      payload.fields(&visitor)
      self = .progressMarked(payload)
    case .configurationApplied(var payload):
      payload.fields(&visitor)
      self = .configurationApplied(payload)
    case .haltRequested(var payload):
      payload.fields(&visitor)
      self = .haltRequested(payload)
    case .resumeRequested(var payload):
      payload.fields(&visitor)
      self = .resumeRequested(payload)
    case .cancelAllRequested(var payload):
      payload.fields(&visitor)
      self = .cancelAllRequested(payload)
    case .closeAllRequested(var payload):
      payload.fields(&visitor)
      self = .closeAllRequested(payload)
    case .closeRequested(var payload):
      payload.fields(&visitor)
      self = .closeRequested(payload)
    case .orderRequestedManually(var payload):
      payload.fields(&visitor)
      self = .orderRequestedManually(payload)
    case .indicatorsComputed(var payload):
      payload.fields(&visitor)
      self = .indicatorsComputed(payload)
    case .levelsMapped(var payload):
      payload.fields(&visitor)
      self = .levelsMapped(payload)
    case .levelFound(var payload):
      payload.fields(&visitor)
      self = .levelFound(payload)
    case .levelTested(var payload):
      payload.fields(&visitor)
      self = .levelTested(payload)
    case .levelBroken(var payload):
      payload.fields(&visitor)
      self = .levelBroken(payload)
    case .levelRetired(var payload):
      payload.fields(&visitor)
      self = .levelRetired(payload)
    case .regimeAssessed(var payload):
      payload.fields(&visitor)
      self = .regimeAssessed(payload)
    case .regimeChanged(var payload):
      payload.fields(&visitor)
      self = .regimeChanged(payload)
    case .cipherComputed(var payload):
      payload.fields(&visitor)
      self = .cipherComputed(payload)
    case .averagesComputed(var payload):
      payload.fields(&visitor)
      self = .averagesComputed(payload)
    case .seriesDegraded(var payload):
      payload.fields(&visitor)
      self = .seriesDegraded(payload)
    case .seriesRestored(var payload):
      payload.fields(&visitor)
      self = .seriesRestored(payload)
    case .candleDisregarded(var payload):
      payload.fields(&visitor)
      self = .candleDisregarded(payload)
    case .signalFired(var payload):
      payload.fields(&visitor)
      self = .signalFired(payload)
    case .signalLapsed(var payload):
      payload.fields(&visitor)
      self = .signalLapsed(payload)
    case .setupFormed(var payload):
      payload.fields(&visitor)
      self = .setupFormed(payload)
    case .setupActivated(var payload):
      payload.fields(&visitor)
      self = .setupActivated(payload)
    case .setupDeactivated(var payload):
      payload.fields(&visitor)
      self = .setupDeactivated(payload)
    case .setupTriggered(var payload):
      payload.fields(&visitor)
      self = .setupTriggered(payload)
    case .setupInvalidated(var payload):
      payload.fields(&visitor)
      self = .setupInvalidated(payload)
    case .setupExpired(var payload):
      payload.fields(&visitor)
      self = .setupExpired(payload)
    case .setupRejected(var payload):
      payload.fields(&visitor)
      self = .setupRejected(payload)
    case .setupCompleted(var payload):
      payload.fields(&visitor)
      self = .setupCompleted(payload)
    case .setupCancelled(var payload):
      payload.fields(&visitor)
      self = .setupCancelled(payload)
    case .tradeApproved(var payload):
      payload.fields(&visitor)
      self = .tradeApproved(payload)
    case .tradeRefused(var payload):
      payload.fields(&visitor)
      self = .tradeRefused(payload)
    case .limitBreached(var payload):
      payload.fields(&visitor)
      self = .limitBreached(payload)
    case .limitReset(var payload):
      payload.fields(&visitor)
      self = .limitReset(payload)
    case .limitChangeScheduled(var payload):
      payload.fields(&visitor)
      self = .limitChangeScheduled(payload)
    case .limitChanged(var payload):
      payload.fields(&visitor)
      self = .limitChanged(payload)
    case .exposureReductionRequested(var payload):
      payload.fields(&visitor)
      self = .exposureReductionRequested(payload)
    case .tradingHalted(var payload):
      payload.fields(&visitor)
      self = .tradingHalted(payload)
    case .tradingResumed(var payload):
      payload.fields(&visitor)
      self = .tradingResumed(payload)
    case .orderRequested(var payload):
      payload.fields(&visitor)
      self = .orderRequested(payload)
    case .orderCancelRequested(var payload):
      payload.fields(&visitor)
      self = .orderCancelRequested(payload)
    case .orderAmendRequested(var payload):
      payload.fields(&visitor)
      self = .orderAmendRequested(payload)
    case .tradeOpened(var payload):
      payload.fields(&visitor)
      self = .tradeOpened(payload)
    case .targetReached(var payload):
      payload.fields(&visitor)
      self = .targetReached(payload)
    case .stopMoved(var payload):
      payload.fields(&visitor)
      self = .stopMoved(payload)
    case .tradeReduced(var payload):
      payload.fields(&visitor)
      self = .tradeReduced(payload)
    case .tradeClosed(var payload):
      payload.fields(&visitor)
      self = .tradeClosed(payload)
    case .tradeAbandoned(var payload):
      payload.fields(&visitor)
      self = .tradeAbandoned(payload)
    case .tradeDiverged(var payload):
      payload.fields(&visitor)
      self = .tradeDiverged(payload)
    case .reconciliationRequested(var payload):
      payload.fields(&visitor)
      self = .reconciliationRequested(payload)
    case .instrumentDiverged(var payload):
      payload.fields(&visitor)
      self = .instrumentDiverged(payload)
    case .instrumentReconciled(var payload):
      payload.fields(&visitor)
      self = .instrumentReconciled(payload)
    case .orderSendStarted(var payload):
      payload.fields(&visitor)
      self = .orderSendStarted(payload)
    case .orderAccepted(var payload):
      payload.fields(&visitor)
      self = .orderAccepted(payload)
    case .orderRejected(var payload):
      payload.fields(&visitor)
      self = .orderRejected(payload)
    case .orderOutcomeUnknown(var payload):
      payload.fields(&visitor)
      self = .orderOutcomeUnknown(payload)
    case .orderFound(var payload):
      payload.fields(&visitor)
      self = .orderFound(payload)
    case .orderConfirmedAbsent(var payload):
      payload.fields(&visitor)
      self = .orderConfirmedAbsent(payload)
    case .orderFilled(var payload):
      payload.fields(&visitor)
      self = .orderFilled(payload)
    case .orderAmended(var payload):
      payload.fields(&visitor)
      self = .orderAmended(payload)
    case .orderCancelled(var payload):
      payload.fields(&visitor)
      self = .orderCancelled(payload)
    case .orderExpired(var payload):
      payload.fields(&visitor)
      self = .orderExpired(payload)
    case .externalOrderSeen(var payload):
      payload.fields(&visitor)
      self = .externalOrderSeen(payload)
    case .positionReported(var payload):
      payload.fields(&visitor)
      self = .positionReported(payload)
    case .ordersReported(var payload):
      payload.fields(&visitor)
      self = .ordersReported(payload)
    case .fundingCharged(var payload):
      payload.fields(&visitor)
      self = .fundingCharged(payload)
    case .venueConnected(var payload):
      payload.fields(&visitor)
      self = .venueConnected(payload)
    case .venueDisconnected(var payload):
      payload.fields(&visitor)
      self = .venueDisconnected(payload)
    case .balanceReported(var payload):
      payload.fields(&visitor)
      self = .balanceReported(payload)
    case .entryPosted(var payload):
      payload.fields(&visitor)
      self = .entryPosted(payload)
    case .positionChanged(var payload):
      payload.fields(&visitor)
      self = .positionChanged(payload)
    case .equityMarked(var payload):
      payload.fields(&visitor)
      self = .equityMarked(payload)
    case .dayClosed(var payload):
      payload.fields(&visitor)
      self = .dayClosed(payload)
    case .discrepancyFound(var payload):
      payload.fields(&visitor)
      self = .discrepancyFound(payload)
    case .discrepancyCleared(var payload):
      payload.fields(&visitor)
      self = .discrepancyCleared(payload)
    }
  }
}
