public import Events
public import Quantities

extension Event {
  /// What happened, in plain words and with the numbers that matter.
  public var sentence: String {
    switch self {
    case .instrumentListed(let e):
      "\(e.instrument) can be traded: tick \(e.tick), lot \(e.lot), settled in \(e.quote)"
    case .candleClosed(let e):
      "\(e.timeFrame) bar of \(e.openTime): open \(e.open), high \(e.high), low \(e.low), "
        + "close \(e.close), volume \(e.volume)" + (e.quality == .complete ? "" : ", \(e.quality)")
    case .feedGapOpened(let e): "\(e.timeFrame) bars are missing from \(e.expected)"
    case .feedGapClosed(let e): "\(e.missing) \(e.timeFrame) bars are missing until \(e.until)"
    case .fundingRatePublished(let e): "funding rate \(e.rate)"
    case .bookObserved(let e): e.sentence
    case .clockTicked(let e): "it is \(e.at)"
    case .marketEnded(let e): "the market ends at \(e.at) after \(e.candles) candles"
    case .serviceStarted(let e): "\(e.service) is up, having read \(e.appliedThrough) events"
    case .serviceStopped(let e): "\(e.service) left in good order at event \(e.appliedThrough)"
    case .progressMarked(let e): "\(e.service) kept its state \(e.stateHash.short)"
    case .configurationApplied(let e):
      "configured: \(e.configuration.strategies.map(\.name.description).joined(separator: ", ")), "
        + "\(e.configuration.risk.riskPerTrade.percent) of equity at risk per trade"
    case .haltRequested(let e):
      "a person asks to halt" + (e.flatten ? " and to close everything" : "") + ": \(e.reason)"
    case .resumeRequested(let e): "a person asks to resume: \(e.reason)"
    case .cancelAllRequested(let e): "a person asks to cancel all orders: \(e.reason)"
    case .closeAllRequested(let e): "a person asks to close everything: \(e.reason)"
    case .closeRequested(let e): "a person asks to close trade \(e.trade.short): \(e.reason)"
    case .orderRequestedManually(let e):
      "a person asks for a \(e.direction) trade, stop \(e.stop): \(e.reason)"
    case .indicatorsComputed, .levelsMapped, .levelFound, .levelTested, .levelBroken,
      .levelRetired, .regimeAssessed, .regimeChanged, .cipherComputed, .averagesComputed,
      .seriesDegraded, .seriesRestored, .candleDisregarded, .signalFired, .signalLapsed:
      analysisSentence
    case .setupFormed, .setupActivated, .setupDeactivated, .setupTriggered, .setupInvalidated,
      .setupExpired, .setupRejected, .setupCompleted, .setupCancelled:
      setupSentence
    case .tradeApproved, .tradeRefused, .limitBreached, .limitReset,
      .limitChangeScheduled, .limitChanged, .exposureReductionRequested, .tradingHalted,
      .tradingResumed:
      riskSentence
    case .orderRequested, .orderCancelRequested, .orderAmendRequested, .orderSendStarted,
      .orderAccepted, .orderRejected, .orderOutcomeUnknown, .orderFound, .orderConfirmedAbsent,
      .orderFilled, .orderAmended, .orderCancelled, .orderExpired, .externalOrderSeen,
      .positionReported, .ordersReported, .fundingCharged, .venueConnected, .venueDisconnected,
      .balanceReported, .reconciliationRequested:
      orderSentence
    case .tradeOpened, .targetReached, .stopMoved, .tradeReduced, .tradeClosed, .tradeAbandoned,
      .tradeDiverged, .instrumentDiverged, .instrumentReconciled:
      tradeSentence
    case .entryPosted, .positionChanged, .equityMarked, .dayClosed, .discrepancyFound,
      .discrepancyCleared:
      ledgerSentence
    }
  }

  private var analysisSentence: String {
    switch self {
    case .indicatorsComputed(let e):
      "\(e.timeFrame) of \(e.openTime): RSI \(e.rsi14.short), MACD \(e.macd.short), "
        + "EMA20 \(e.ema20.short), EMA50 \(e.ema50.short), ATR \(e.atr14.short)"
        + (e.degraded ? ", degraded" : "")
    case .levelsMapped(let e):
      "\(e.levels.count) \(e.timeFrame) levels, \(e.levels.count(where: \.usable)) usable"
    case .levelFound(let e): "new \(e.level.sentence)"
    case .levelTested(let e): "test of \(e.level.sentence)"
    case .levelBroken(let e): "break of \(e.level.sentence)"
    case .levelRetired(let e): "no longer watched: \(e.level.sentence)"
    case .regimeAssessed(let e):
      "the \(e.timeFrame) looks \(e.raw.rawValue), confirmed is \(e.confirmed.rawValue) "
        + "(strength \(e.strength.short))"
    case .regimeChanged(let e):
      "the \(e.timeFrame) regime turned from \(e.from.rawValue) to \(e.to.rawValue)"
    case .cipherComputed(let e):
      "\(e.timeFrame) of \(e.openTime): WaveTrend \(e.wt1.short) and \(e.wt2.short)"
        + (e.markers.isEmpty ? "" : ", marks: \(e.markers.sentence)")
    case .averagesComputed(let e):
      "\(e.timeFrame) of \(e.openTime): "
        + e.averages.map { "EMA\($0.length) \($0.value.short)" }.joined(separator: ", ")
    case .seriesDegraded(let e):
      "\(e.missing) \(e.timeFrame) bars are missing: no new setups for \(e.life) bars"
    case .seriesRestored(let e): "the \(e.timeFrame) bars are trusted again"
    case .candleDisregarded(let e):
      "the \(e.timeFrame) bar of \(e.openTime) changes nothing: \(e.reason.sentence(e.last))"
    case .signalFired(let e):
      "signal \(e.marker?.rawValue ?? e.kind.rawValue)" + (e.direction.map { " (\($0))" } ?? "")
        + ": \(e.value.short) against \(e.threshold.short)"
        + (e.validUntil.map { ", until \($0)" } ?? "")
    case .signalLapsed(let e):
      "signal \(e.marker?.rawValue ?? e.kind.rawValue) lapsed: \(e.reason.rawValue)"
    default: ""
    }
  }

  private var setupSentence: String {
    switch self {
    case .setupFormed(let e):
      "\(e.type.rawValue) forms"
        + (e.price.map { " at \($0.short), \(e.distance.short) ATR away" } ?? "")
    case .setupActivated(let e): "\(e.type.rawValue) is active at \(e.close)"
    case .setupDeactivated(let e): "\(e.type.rawValue) waits again at \(e.close)"
    case .setupTriggered(let e):
      "\(e.type.rawValue) triggered \(e.direction) at \(e.reference), stop \(e.stop), "
        + "targets \(e.target1) and \(e.target2), confidence \(e.confidence.short)"
    case .setupInvalidated(let e): "\(e.type.rawValue) is void: \(e.reason.rawValue)"
    case .setupExpired(let e): "\(e.type.rawValue) expired while \(e.phase.rawValue)"
    case .setupRejected(let e):
      "\(e.type.rawValue) rejected: \(e.code?.rawValue ?? e.reason.rawValue) "
        + "(\(e.value.short) against \(e.limit.short))"
    case .setupCompleted(let e): "\(e.type.rawValue) became trade \(e.trade.short)"
    case .setupCancelled(let e): "\(e.type.rawValue) cancelled: \(e.reason.rawValue)"
    default: ""
    }
  }

  private var riskSentence: String {
    switch self {
    case .tradeApproved(let e):
      "approved \(e.direction) \(e.quantity) at \(e.reference), stop \(e.stop): at most "
        + "\(e.lossAtStop) of equity \(e.equity) is lost"
    case .tradeRefused(let e):
      "refused \(e.direction): \(e.code.rawValue) (\(e.value) against \(e.limit))"
    case .limitBreached(let e):
      "limit \(e.limit.rawValue) hit: \(e.value) of \(e.allowed), trading is \(e.mode.rawValue)"
    case .limitReset(let e):
      "limit \(e.limit.rawValue) no longer holds, trading is \(e.mode.rawValue)"
    case .limitChangeScheduled(let e):
      "limit \(e.limit.rawValue) goes from \(e.from) to \(e.to) at \(e.effectiveAt)"
    case .limitChanged(let e):
      e.from == e.to
        ? "limit \(e.limit.rawValue) stays at \(e.to)"
        : "limit \(e.limit.rawValue) goes from \(e.from) to \(e.to)"
    case .exposureReductionRequested(let e):
      "\(e.quantity) of trade \(e.trade.short) is to leave: the account holds \(e.held) "
        + "of \(e.allowed)"
    case .tradingHalted(let e):
      "trading halted: \(e.reason.rawValue)" + (e.flatten ? ", everything is closed" : "")
    case .tradingResumed: "trading goes on"
    default: ""
    }
  }
}

extension Level {
  fileprivate var sentence: String {
    "\(kind.rawValue) at \(price.short), \(tests) tests, strength \(strength.short)"
  }
}

extension BookObserved {
  fileprivate var sentence: String {
    "bid \(Self.words(bids)), ask \(Self.words(asks)), "
      + "\(bids.count) and \(asks.count) levels"
  }

  private static func words(_ levels: [BookLevel]) -> String {
    levels.first.map { "\($0.price) for \($0.quantity)" } ?? "none"
  }
}

extension DisregardReason {
  fileprivate func sentence(_ last: Instant) -> String {
    switch self {
    case .repeated: "it is there already"
    case .corrected: "it is there already with other numbers, and what they led to stands"
    case .late: "the bar of \(last) is there already"
    }
  }
}

extension MarkerSet {
  fileprivate var sentence: String { markers.map(\.rawValue).joined(separator: ", ") }
}

extension Ratio {
  /// The ratio in percent.
  public var percent: String {
    "\((self * 100).value.rounded(toMultipleOf: "0.01", .halfEven))%"
  }
}
