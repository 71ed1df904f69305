import Events
import Quantities
import SignalCore

extension MarketReading {
  /// What triggers on the bar that has just closed, by the scan that trades are made from: every
  /// trigger, whatever setups there are, before fees and rests.
  func triggers(on candle: CandleClosed) -> [TriggeredSetup] {
    var scanned = strategy
    scanned.minimumReward = -.infinity
    return (market?.triggers(for: scanned) ?? []).compactMap { trigger in
      guard trigger.failedCheck == nil, let level = trigger.level else { return nil }
      let plan = trigger.plan
      return TriggeredSetup(
        bar: count - 1, openTime: candle.openTime, type: trigger.type.spelling,
        side: trigger.direction, regime: (trigger.regime ?? .neutral).spelling,
        regimeStrength: trigger.regimeStrength ?? 0, level: level.price, low: level.low,
        high: level.high, tests: level.tests, levelStrength: level.strength,
        entry: plan.reference, stop: plan.stop, target1: plan.target1, target2: plan.target2,
        risk: plan.risk, room: plan.room)
    }
  }
}
