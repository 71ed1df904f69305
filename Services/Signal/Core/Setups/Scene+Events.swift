import Events
import Quantities

// What the events of a setup's begin and trigger say.
extension Scene {
  func formed(_ type: SetupType, _ pattern: some SetupPattern) -> SetupFormed {
    let level = pattern.level
    let place = level?.id.description ?? pattern.direction.rawValue
    let id = Identifier(
      of: "setup", strategy.name.description, market.instrument.description, type.rawValue,
      place, String(at.nanoseconds))
    return SetupFormed(
      setup: id, instrument: market.instrument, strategy: strategy.name, type: type,
      direction: pattern.direction, level: level?.id, at: at, price: level?.price,
      low: level?.low, high: level?.high, distance: pattern.distance,
      expiresAt: at + strategy.formingLife)
  }

  func triggered(_ setup: Setup, _ pattern: some SetupPattern, _ plan: TradePlan)
    -> SetupTriggered
  {
    SetupTriggered(
      setup: setup.id, instrument: market.instrument, strategy: setup.strategy, type: setup.type,
      direction: setup.direction, level: setup.level, at: at, reference: bar.closePrice,
      entryLow: Price(near: plan.entryLow), entryHigh: Price(near: plan.entryHigh),
      entry: strategy.entry, stop: Price(near: plan.stop), target1: Price(near: plan.target1),
      target2: Price(near: plan.target2), confidence: confidence(setup, pattern),
      regime: climate?.confirmed ?? .neutral, levelPrice: pattern.level?.price,
      levelStrength: pattern.level?.strength, atr: atr, room: plan.room, reward: plan.reward,
      expiresAt: at + strategy.triggerFrame.interval * strategy.triggeredBars)
  }

  /// From 0 to 100: the level, the regime, an extreme RSI, a divergence, volume on the trigger.
  /// A setup without a level goes without the level's 40.
  private func confidence(_ setup: Setup, _ pattern: some SetupPattern) -> Double {
    let isSpike = bar.volumeRatio.map { $0 > SignalRule.spike } ?? false
    let strength = pattern.level?.strength ?? 0
    let fit = climate?.fit(of: setup.type, to: setup.direction) ?? 0
    return 40 * strength / 100 + 25 * fit
      + (tape.hasExtreme(for: setup.direction) ? 15 : 0)
      + (tape.hasDivergence(for: setup.direction) ? 10 : 0) + (isSpike ? 10 : 0)
  }
}

extension Market.Climate {
  /// How well a setup in the direction fits, from 0 to 1; a range suits only rejections.
  fileprivate func fit(of type: SetupType, to direction: Direction) -> Double {
    switch (confirmed, direction) {
    case (.trendingUp, .long), (.trendingDown, .short): strength / 100
    case (.ranging, .long), (.ranging, .short): type.isRejection ? 0.6 : 0
    case (.neutral, .long), (.neutral, .short): 0.4
    case (.trendingUp, .short), (.trendingDown, .long), (.volatile, .long), (.volatile, .short): 0
    }
  }
}

extension Price {
  /// The price next to a binary number, in steps of 10⁻¹⁰; a price is far from the edges.
  init(near value: Double) {
    guard let exact = FixedPoint(value) else { preconditionFailure("no price: \(value)") }
    self.init(exact.rounded(toMultipleOf: FixedPoint(mantissa: 100_000_000), .halfEven))
  }
}
