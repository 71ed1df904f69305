public import Events

extension EventType {
  /// What an event of the type says: the summary of its payload's declaration.
  public var meaning: String {
    switch self {
    case .instrumentListed: "An instrument can be traded, under these rules of the venue."
    case .candleClosed: "A bar is over."
    case .feedGapOpened: "Bars are missing from here on."
    case .feedGapClosed: "The feed goes on after a gap; the missing bars stay missing."
    case .fundingRatePublished:
      "What positions of an instrument pay or receive at this moment."
    case .bookObserved:
      "The best levels of an order book, stated now and then and not at every change."
    case .clockTicked: "It is this late in the market: the only time a decider knows."
    case .marketEnded: "A recorded or generated market has no more candles."
    case .serviceStarted: "A service is up, with this program, this configuration and this state."
    case .serviceStopped: "A service left in good order."
    case .progressMarked:
      "A decider had folded everything through its cause, and this was its state."
    case .configurationApplied: "From here on everybody works by this configuration."
    case .haltRequested: "A person wants no new exposure."
    case .resumeRequested: "A person lets trading go on."
    case .cancelAllRequested: "A person wants every order gone that does not protect a position."
    case .closeAllRequested: "A person wants every trade closed at the market."
    case .closeRequested: "A person wants one trade closed at the market."
    case .orderRequestedManually: "A person wants a trade, which risk sizes and may refuse."
    case .indicatorsComputed: "The indicators after a bar; what is not yet defined is absent."
    case .levelsMapped: "The price levels of an instrument after a bar of the level frame."
    case .levelFound: "A level was seen for the first time."
    case .levelTested: "The price came to a level and turned."
    case .levelBroken: "A bar closed beyond a level."
    case .levelRetired: "A level is no longer watched."
    case .regimeAssessed: "What kind of market a bar of the regime frame shows."
    case .regimeChanged: "The confirmed regime is another one."
    case .cipherComputed:
      "The VuManChu ciphers after a bar; what is not yet defined is absent."
    case .averagesComputed:
      "The averages that strategies ask for beside those of every bar."
    case .seriesDegraded:
      "Too many bars are missing before a bar: no new setups for a while."
    case .seriesRestored:
      "Enough bars came without a gap: the series is trusted again."
    case .candleDisregarded: "A candle that is not later than the last changes nothing."
    case .signalFired: "A bar showed something."
    case .signalLapsed: "A signal no longer holds."
    case .setupFormed: "What a strategy waits for has come near: a usable level, or a cross."
    case .setupActivated: "The price is inside the zone, or broke it."
    case .setupDeactivated: "The price left the zone without a trigger; the setup forms again."
    case .setupTriggered: "The trigger is there and every check passed: a trade is proposed."
    case .setupInvalidated: "A rule made the setup void before an entry."
    case .setupExpired: "The setup waited too long."
    case .setupRejected: "The trigger came, but a check failed."
    case .setupCompleted: "The first fill opened a trade."
    case .setupCancelled: "A person or a halt ended the setup."
    case .tradeApproved: "A trade passed every limit; it may be entered until it expires."
    case .tradeRefused: "A trade failed a limit: the code, and the two numbers that decided."
    case .limitBreached: "A limit is hit; losing exactly the limit counts."
    case .limitReset: "A limit no longer holds trading back."
    case .limitChangeScheduled:
      "A looser limit was asked for; it holds from a later time on."
    case .limitChanged:
      "A limit has another number; the same one when a change that waited was taken back."
    case .exposureReductionRequested:
      "The account holds too much for its equity: this much of a trade is to leave."
    case .tradingHalted: "No new exposure is taken until trading is resumed."
    case .tradingResumed:
      "No halt holds any more; limits that are hit may still hold new exposure back."
    case .orderRequested: "An order is to be sent, once."
    case .orderCancelRequested: "An order is to be cancelled."
    case .orderAmendRequested: "A resting order is to be changed; both values are the new ones."
    case .tradeOpened: "The entry of a trade is complete."
    case .targetReached: "A target of a trade was filled."
    case .stopMoved: "The stop of a trade moved towards profit."
    case .tradeReduced: "A part of a trade has left, because the account held too much."
    case .tradeClosed: "A trade is flat."
    case .tradeAbandoned: "A trade ended without a fill."
    case .tradeDiverged:
      "What the venue shows is not what the log says: no new exposure here until it is settled."
    case .reconciliationRequested:
      "The venue is to state position and orders of an instrument."
    case .instrumentDiverged:
      "The venue keeps showing something else than the log: no new exposure in this instrument."
    case .instrumentReconciled: "The venue and the log agree again: the instrument is free."
    case .orderSendStarted: "An order is about to leave; durable before the first byte is sent."
    case .orderAccepted: "The venue has the order."
    case .orderRejected: "The venue refused the order, definitely."
    case .orderOutcomeUnknown: "Nobody knows whether the venue has the order."
    case .orderFound: "An order of unknown outcome is at the venue."
    case .orderConfirmedAbsent: "The venue proved that it never had the order."
    case .orderFilled: "A part of an order, or all of it, was traded."
    case .orderAmended: "The venue changed a resting order."
    case .orderCancelled: "An order rests no more; what was filled stays filled."
    case .orderExpired: "An order ended by its own time in force."
    case .externalOrderSeen: "An order is at the venue that nobody here asked for."
    case .positionReported: "The venue states what is held of an instrument."
    case .ordersReported: "The venue states all the orders of an instrument that rest."
    case .fundingCharged: "A position paid funding, or received it."
    case .venueConnected: "The venue can be reached, and tells what happens there."
    case .venueDisconnected: "The venue cannot be reached, or its news may be missing."
    case .balanceReported: "The venue states a balance, or that money came or went."
    case .entryPosted: "A double entry: the postings sum to zero in every asset."
    case .positionChanged: "A position after a fill; negative is short."
    case .equityMarked: "What an account is worth at the last prices."
    case .dayClosed: "The books of a UTC day."
    case .discrepancyFound: "Two accounts of the same thing differ."
    case .discrepancyCleared: "What differed agrees again."
    }
  }
}
