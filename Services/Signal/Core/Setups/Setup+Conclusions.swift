import Events
import Quantities

// Each conclusion about a setup, filled with what the setup knows of itself.
extension Setup {
  func activated(_ instrument: Name, _ level: Level?, _ close: Price, at: Instant, until: Instant)
    -> Signal.Conclusion
  {
    .setupActivated(
      SetupActivated(
        setup: id, instrument: instrument, strategy: strategy, type: type, direction: direction,
        level: self.level, at: at, price: level?.price, low: level?.low, high: level?.high,
        close: close, expiresAt: until))
  }

  func deactivated(_ instrument: Name, _ close: Price, at: Instant, until: Instant)
    -> Signal.Conclusion
  {
    .setupDeactivated(
      SetupDeactivated(
        setup: id, instrument: instrument, strategy: strategy, type: type, direction: direction,
        level: level, at: at, close: close, expiresAt: until))
  }

  func invalidated(_ instrument: Name, _ flaw: Flaw, at: Instant) -> Signal.Conclusion {
    .setupInvalidated(
      SetupInvalidated(
        setup: id, instrument: instrument, strategy: strategy, type: type, direction: direction,
        level: level, at: at, phase: phase ?? .forming, reason: flaw.reason, value: flaw.value,
        limit: flaw.limit))
  }

  func expired(_ instrument: Name, at: Instant) -> Signal.Conclusion {
    .setupExpired(
      SetupExpired(
        setup: id, instrument: instrument, strategy: strategy, type: type, direction: direction,
        level: level, at: at, phase: phase ?? .forming))
  }

  func rejected(_ instrument: Name, _ check: FailedCheck, code: RefusalCode? = nil, at: Instant)
    -> Signal.Conclusion
  {
    .setupRejected(
      SetupRejected(
        setup: id, instrument: instrument, strategy: strategy, type: type, direction: direction,
        level: level, at: at, reason: check.reason, code: code, value: check.value,
        limit: check.limit))
  }

  func completed(_ opened: TradeOpened) -> Signal.Conclusion {
    .setupCompleted(
      SetupCompleted(
        setup: id, instrument: opened.instrument, strategy: strategy, type: type,
        direction: direction, level: level, at: opened.at, trade: opened.trade))
  }

  func cancelled(_ instrument: Name, _ reason: HaltReason, at: Instant) -> Signal.Conclusion {
    .setupCancelled(
      SetupCancelled(
        setup: id, instrument: instrument, strategy: strategy, type: type, direction: direction,
        level: level, at: at, phase: phase ?? .forming, reason: reason))
  }

  /// The price is in the entry zone; the threshold is the zone's edge towards the stop.
  func enteredZone(
    _ instrument: Name, _ timeFrame: TimeFrame, at bar: TapeBar, plan: SetupTriggered
  ) -> SignalFired {
    enteredZone(
      instrument, timeFrame, openTime: bar.candle.openTime, price: plan.reference,
      low: plan.entryLow, high: plan.entryHigh)
  }

  func enteredZone(
    _ instrument: Name, _ timeFrame: TimeFrame, openTime: Instant, price: Price, low: Price,
    high: Price
  ) -> SignalFired {
    SignalFired(
      signal: Identifier(
        of: "signal", SignalKind.priceInEntryZone.rawValue, id.description,
        timeFrame.description, String(openTime.nanoseconds)),
      instrument: instrument, timeFrame: timeFrame, openTime: openTime, kind: .priceInEntryZone,
      direction: direction, role: .trigger, setup: id, value: price.double,
      threshold: direction == .short ? high.double : low.double)
  }

  func leftZone(
    _ instrument: Name, _ timeFrame: TimeFrame, openTime: Instant, _ reason: LapseReason
  ) -> SignalLapsed? {
    inZone.map {
      SignalLapsed(
        signal: $0, instrument: instrument, timeFrame: timeFrame, openTime: openTime,
        kind: .priceInEntryZone, setup: id, reason: reason)
    }
  }
}
