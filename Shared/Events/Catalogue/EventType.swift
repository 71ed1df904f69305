/// The types of events, in the past tense; the raw value is the name in the log.
public enum EventType: String, Sendable, Hashable, CaseIterable {
  // market
  case instrumentListed = "InstrumentListed"
  case candleClosed = "CandleClosed"
  case feedGapOpened = "FeedGapOpened"
  case feedGapClosed = "FeedGapClosed"
  case fundingRatePublished = "FundingRatePublished"
  case bookObserved = "BookObserved"
  // clock, system
  case clockTicked = "ClockTicked"
  case marketEnded = "MarketEnded"
  case serviceStarted = "ServiceStarted"
  case serviceStopped = "ServiceStopped"
  case progressMarked = "ProgressMarked"
  // control
  case configurationApplied = "ConfigurationApplied"
  case haltRequested = "HaltRequested"
  case resumeRequested = "ResumeRequested"
  case cancelAllRequested = "CancelAllRequested"
  case closeAllRequested = "CloseAllRequested"
  case closeRequested = "CloseRequested"
  case orderRequestedManually = "OrderRequestedManually"
  // analysis
  case indicatorsComputed = "IndicatorsComputed"
  case levelsMapped = "LevelsMapped"
  case levelFound = "LevelFound"
  case levelTested = "LevelTested"
  case levelBroken = "LevelBroken"
  case levelRetired = "LevelRetired"
  case regimeAssessed = "RegimeAssessed"
  case regimeChanged = "RegimeChanged"
  case cipherComputed = "CipherComputed"
  case averagesComputed = "AveragesComputed"
  case seriesDegraded = "SeriesDegraded"
  case seriesRestored = "SeriesRestored"
  case candleDisregarded = "CandleDisregarded"
  // signal, setup
  case signalFired = "SignalFired"
  case signalLapsed = "SignalLapsed"
  case setupFormed = "SetupFormed"
  case setupActivated = "SetupActivated"
  case setupDeactivated = "SetupDeactivated"
  case setupTriggered = "SetupTriggered"
  case setupInvalidated = "SetupInvalidated"
  case setupExpired = "SetupExpired"
  case setupRejected = "SetupRejected"
  case setupCompleted = "SetupCompleted"
  case setupCancelled = "SetupCancelled"
  // risk
  case tradeApproved = "TradeApproved"
  case tradeRefused = "TradeRefused"
  case limitBreached = "LimitBreached"
  case limitReset = "LimitReset"
  case limitChangeScheduled = "LimitChangeScheduled"
  case limitChanged = "LimitChanged"
  case exposureReductionRequested = "ExposureReductionRequested"
  case tradingHalted = "TradingHalted"
  case tradingResumed = "TradingResumed"
  // order, trade
  case orderRequested = "OrderRequested"
  case orderCancelRequested = "OrderCancelRequested"
  case orderAmendRequested = "OrderAmendRequested"
  case tradeOpened = "TradeOpened"
  case targetReached = "TargetReached"
  case stopMoved = "StopMoved"
  case tradeReduced = "TradeReduced"
  case tradeClosed = "TradeClosed"
  case tradeAbandoned = "TradeAbandoned"
  case tradeDiverged = "TradeDiverged"
  case reconciliationRequested = "ReconciliationRequested"
  case instrumentDiverged = "InstrumentDiverged"
  case instrumentReconciled = "InstrumentReconciled"
  case orderSendStarted = "OrderSendStarted"
  case orderAccepted = "OrderAccepted"
  case orderRejected = "OrderRejected"
  case orderOutcomeUnknown = "OrderOutcomeUnknown"
  case orderFound = "OrderFound"
  case orderConfirmedAbsent = "OrderConfirmedAbsent"
  case orderFilled = "OrderFilled"
  case orderAmended = "OrderAmended"
  case orderCancelled = "OrderCancelled"
  case orderExpired = "OrderExpired"
  case externalOrderSeen = "ExternalOrderSeen"
  case positionReported = "PositionReported"
  case ordersReported = "OrdersReported"
  case fundingCharged = "FundingCharged"
  case venueConnected = "VenueConnected"
  case venueDisconnected = "VenueDisconnected"
  case balanceReported = "BalanceReported"
  // ledger
  case entryPosted = "EntryPosted"
  case positionChanged = "PositionChanged"
  case equityMarked = "EquityMarked"
  case dayClosed = "DayClosed"
  case discrepancyFound = "DiscrepancyFound"
  case discrepancyCleared = "DiscrepancyCleared"
}

/// What events are grouped by, for filters of outside observers and of people.
public enum Topic: String, Sendable, Hashable, CaseIterable {
  case market, clock, system, control, analysis, signal, setup, risk, order, trade, ledger
}

extension EventType {
  /// The group of the event.
  public var topic: Topic {
    switch self {
    case .instrumentListed, .candleClosed, .feedGapOpened, .feedGapClosed,
      .fundingRatePublished, .bookObserved:
      .market
    case .clockTicked, .marketEnded: .clock
    case .serviceStarted, .serviceStopped, .progressMarked: .system
    case .configurationApplied, .haltRequested, .resumeRequested, .cancelAllRequested,
      .closeAllRequested, .closeRequested, .orderRequestedManually:
      .control
    case .indicatorsComputed, .levelsMapped, .levelFound, .levelTested, .levelBroken,
      .levelRetired, .regimeAssessed, .regimeChanged, .cipherComputed, .averagesComputed,
      .seriesDegraded, .seriesRestored, .candleDisregarded:
      .analysis
    case .signalFired, .signalLapsed: .signal
    case .setupFormed, .setupActivated, .setupDeactivated, .setupTriggered, .setupInvalidated,
      .setupExpired, .setupRejected, .setupCompleted, .setupCancelled:
      .setup
    case .tradeApproved, .tradeRefused, .limitBreached, .limitReset,
      .limitChangeScheduled, .limitChanged, .exposureReductionRequested, .tradingHalted,
      .tradingResumed:
      .risk
    case .orderRequested, .orderCancelRequested, .orderAmendRequested, .orderSendStarted,
      .orderAccepted, .orderRejected, .orderOutcomeUnknown, .orderFound, .orderConfirmedAbsent,
      .orderFilled, .orderAmended, .orderCancelled, .orderExpired, .externalOrderSeen,
      .positionReported, .ordersReported, .fundingCharged, .venueConnected, .venueDisconnected,
      .balanceReported, .reconciliationRequested:
      .order
    case .tradeOpened, .targetReached, .stopMoved, .tradeReduced, .tradeClosed, .tradeAbandoned,
      .tradeDiverged, .instrumentDiverged, .instrumentReconciled:
      .trade
    case .entryPosted, .positionChanged, .equityMarked, .dayClosed, .discrepancyFound,
      .discrepancyCleared:
      .ledger
    }
  }

  /// The producers that may append this type; the journal refuses all others.
  public var owners: [Producer] {
    switch self {
    case .instrumentListed, .candleClosed, .feedGapOpened, .feedGapClosed, .clockTicked,
      .marketEnded, .fundingRatePublished, .bookObserved:
      [.marketData]
    case .serviceStarted, .serviceStopped: Producer.allCases
    case .progressMarked: Producer.deciders
    case .configurationApplied, .haltRequested, .resumeRequested, .cancelAllRequested,
      .closeAllRequested, .closeRequested, .orderRequestedManually:
      [.operator]
    case .indicatorsComputed, .levelsMapped, .levelFound, .levelTested, .levelBroken,
      .levelRetired, .regimeAssessed, .regimeChanged, .cipherComputed, .averagesComputed,
      .seriesDegraded, .seriesRestored, .candleDisregarded:
      [.indicator]
    case .signalFired, .signalLapsed, .setupFormed, .setupActivated, .setupDeactivated,
      .setupTriggered, .setupInvalidated, .setupExpired, .setupRejected, .setupCompleted,
      .setupCancelled:
      [.signal]
    case .tradeApproved, .tradeRefused, .limitBreached, .limitReset,
      .limitChangeScheduled, .limitChanged, .exposureReductionRequested, .tradingHalted,
      .tradingResumed:
      [.risk]
    case .orderRequested, .orderCancelRequested, .orderAmendRequested, .tradeOpened,
      .targetReached, .stopMoved, .tradeReduced, .tradeClosed, .tradeAbandoned, .tradeDiverged,
      .reconciliationRequested, .instrumentDiverged, .instrumentReconciled:
      [.execution]
    case .orderSendStarted, .orderAccepted, .orderRejected, .orderOutcomeUnknown, .orderFound,
      .orderConfirmedAbsent, .orderFilled, .orderAmended, .orderCancelled, .orderExpired,
      .externalOrderSeen, .positionReported, .ordersReported, .fundingCharged, .venueConnected,
      .venueDisconnected, .balanceReported:
      [.paperVenue, .desk]
    case .entryPosted, .positionChanged, .equityMarked, .dayClosed, .discrepancyFound,
      .discrepancyCleared:
      [.ledger]
    }
  }

  /// Whether a decider concluded it, so that it can be derived again from the facts.
  ///
  /// What a venue states is a fact, though the paper venue too is deterministic.
  public var isConclusion: Bool {
    switch topic {
    case .analysis, .signal, .setup, .risk, .trade, .ledger: true
    case .order: owners == [.execution]
    case .market, .clock, .system, .control: false
    }
  }
}

extension Producer {
  /// The producers that take part in lock-step, in the order of their answers.
  public static let deciders: [Producer] = [
    .indicator, .signal, .risk, .execution, .paperVenue, .ledger,
  ]
}
