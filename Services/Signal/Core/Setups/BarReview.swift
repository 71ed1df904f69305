import Events
import Quantities

/// Goes through the setups of one instrument on the close of a trigger-frame bar.
///
/// Of what may happen to a setup on one bar the first counts: invalidated, expired, rejected,
/// triggered. A setup may form, become active and trigger on the same bar.
struct BarReview {
  /// A live state that a setup was in on this bar.
  struct Visit {
    var setup: Identifier
    var direction: Direction
    var phase: SetupPhase
  }

  /// What a strategy sees on this bar.
  private struct Scene {
    var strategy: StrategyConfiguration
    /// Of the trigger frame.
    var atr: Double
    /// Of the level frame.
    var levelATR: Double
    var levels: [Level]
    var climate: Market.Climate
    var isDegraded: Bool
  }

  let market: Market
  let tape: Tape
  let bar: TapeBar
  /// Close time of the bar.
  let at: Instant
  let fee: Double
  private(set) var conclusions: [Signal.Conclusion] = []
  private(set) var visits: [Visit] = []

  init(market: Market, tape: Tape, bar: TapeBar, at: Instant, fee: Double) {
    self.market = market
    self.tape = tape
    self.bar = bar
    self.at = at
    self.fee = fee
  }

  mutating func review(_ strategy: StrategyConfiguration) {
    guard let atr = bar.atr14, atr > 0, let map = market.levels(strategy.levelFrame),
      let levelATR = map.atr, levelATR > 0, let climate = market.climate(strategy.regimeFrame)
    else { return }
    let scene = Scene(
      strategy: strategy, atr: atr, levelATR: levelATR, levels: map.all, climate: climate,
      isDegraded: market.isDegraded(for: strategy))
    for setup in market.setups where setup.strategy == strategy.name {
      switch setup.state {
      case .forming, .active: judge(setup, scene)
      case .triggered, .ended: break
      }
    }
    guard !scene.isDegraded else { return }
    for level in map.all where level.usable {
      for type in strategy.setups { consider(type, level, scene) }
    }
  }

  private mutating func judge(_ setup: Setup, _ scene: Scene) {
    var setup = setup
    visit(setup)
    guard let level = scene.levels.first(where: { $0.id == setup.level }) else {
      return void(&setup, Flaw(.levelRetired, 0, 0), scene)
    }
    let approach = Approach(level, setup.direction)
    if let flaw = flaw(of: setup, approach, scene) { return void(&setup, flaw, scene) }
    if let expiry = setup.expiry, at >= expiry {
      return apply(setup.expired(market.instrument, at: at), .aged, to: &setup, scene)
    }
    advance(&setup, approach, scene)
  }

  private func flaw(of setup: Setup, _ approach: Approach, _ scene: Scene) -> Flaw? {
    if let flaw = Flaw(
      approach, climate: scene.climate, isDegraded: scene.isDegraded, close: bar.candle.close,
      margin: scene.strategy.stopBuffer * scene.atr)
    {
      return flaw
    }
    let distance = approach.distance(to: bar.candle.close) / scene.levelATR
    guard setup.phase == .forming, distance > scene.strategy.leavingDistance else { return nil }
    return Flaw(.leftLevel, distance, scene.strategy.leavingDistance)
  }

  /// Lets a setup go on as the bar allows.
  private mutating func advance(_ setup: inout Setup, _ approach: Approach, _ scene: Scene) {
    if isTriggered(approach, scene) {
      enter(&setup, approach, scene)
      return trigger(&setup, approach, scene)
    }
    if approach.distance(to: bar.candle.close) <= 0 { return enter(&setup, approach, scene) }
    let until = at + scene.strategy.formingLife
    apply(
      setup.deactivated(market.instrument, bar.closePrice, at: at, until: until),
      .left(until: until), to: &setup, scene)
  }

  private func isTriggered(_ approach: Approach, _ scene: Scene) -> Bool {
    guard approach.level.usable, let previousClose = tape.previousClose else { return false }
    return approach.isRejected(
      bar, previousClose: previousClose, levelATR: scene.levelATR,
      within: scene.strategy.triggerDistance)
  }

  private mutating func enter(_ setup: inout Setup, _ approach: Approach, _ scene: Scene) {
    let until = at + scene.strategy.activeLife
    apply(
      setup.activated(market.instrument, approach.level, bar.closePrice, at: at, until: until),
      .entered(until: until), to: &setup, scene)
  }

  private mutating func trigger(_ setup: inout Setup, _ approach: Approach, _ scene: Scene) {
    let proposal: TradePlan
    do throws(FailedCheck) {
      proposal = try TradePlan(
        approach, on: bar, atr: scene.atr, among: scene.levels, strategy: scene.strategy, fee: fee)
    } catch {
      return apply(setup.rejected(market.instrument, error, at: at), .failed, to: &setup, scene)
    }
    let event = triggered(setup, approach, proposal, scene)
    apply(.setupTriggered(event), .triggered(SetupPlan(event)), to: &setup, scene)
    // The reference lies in the entry zone.
    conclusions.append(
      .signalFired(setup.enteredZone(market.instrument, tape.timeFrame, at: bar, plan: event)))
  }

  /// A level that is near, on the side that the trade comes from, and free.
  private mutating func consider(_ type: SetupType, _ level: Level, _ scene: Scene) {
    guard let direction = type.rejection, market.offers(direction) else { return }
    let approach = Approach(level, direction)
    let distance = approach.distance(to: bar.candle.close) / scene.levelATR
    guard
      distance > 0 && distance <= scene.strategy.formingDistance
        || isTriggered(approach, scene)
    else { return }
    let isTaken = market.setups.contains {
      $0.level == level.id && $0.type == type && $0.strategy == scene.strategy.name
    }
    guard !isTaken, !scene.climate.confirmed.forbids(direction) else { return }
    let formed = formed(type, approach, distance, scene)
    conclusions.append(.setupFormed(formed))
    var setup = Setup(formed, triggerFrame: tape.timeFrame)
    visit(setup)
    advance(&setup, approach, scene)
  }

  private mutating func void(_ setup: inout Setup, _ flaw: Flaw, _ scene: Scene) {
    apply(setup.invalidated(market.instrument, flaw, at: at), .voided, to: &setup, scene)
  }

  /// Says the conclusion if its stimulus means anything to the setup.
  private mutating func apply(
    _ conclusion: Signal.Conclusion, _ stimulus: SetupStimulus, to setup: inout Setup,
    _ scene: Scene
  ) {
    let bars = scene.strategy.cooldownBars
    guard let next = setup.after(stimulus, at: at, cooldownBars: bars) else { return }
    conclusions.append(conclusion)
    setup = next
    visit(setup)
  }

  private mutating func visit(_ setup: Setup) {
    guard let phase = setup.phase else { return }
    visits.append(Visit(setup: setup.id, direction: setup.direction, phase: phase))
  }
}

// What the events of a setup's begin and trigger say.
extension BarReview {
  private func formed(
    _ type: SetupType, _ approach: Approach, _ distance: Double, _ scene: Scene
  ) -> SetupFormed {
    let level = approach.level
    let id = Identifier(
      of: "setup", scene.strategy.name.description, market.instrument.description, type.rawValue,
      level.id.description, String(at.nanoseconds))
    return SetupFormed(
      setup: id, instrument: market.instrument, strategy: scene.strategy.name, type: type,
      direction: approach.direction, level: level.id, at: at, price: level.price, low: level.low,
      high: level.high, distance: distance, expiresAt: at + scene.strategy.formingLife)
  }

  private func triggered(
    _ setup: Setup, _ approach: Approach, _ proposal: TradePlan, _ scene: Scene
  ) -> SetupTriggered {
    SetupTriggered(
      setup: setup.id, instrument: market.instrument, strategy: setup.strategy, type: setup.type,
      direction: setup.direction, level: setup.level, at: at, reference: bar.closePrice,
      entryLow: Price(near: proposal.entryLow), entryHigh: Price(near: proposal.entryHigh),
      entry: scene.strategy.entry, stop: Price(near: proposal.stop),
      target1: Price(near: proposal.target1), target2: Price(near: proposal.target2),
      confidence: confidence(setup, approach, scene), regime: scene.climate.confirmed,
      levelPrice: approach.level.price, levelStrength: approach.level.strength, atr: scene.atr,
      room: proposal.room, reward: proposal.reward,
      expiresAt: at + scene.strategy.triggerFrame.interval * scene.strategy.triggeredBars)
  }

  /// From 0 to 100: the level, the regime, an extreme RSI, a divergence, volume on the trigger.
  private func confidence(_ setup: Setup, _ approach: Approach, _ scene: Scene) -> Double {
    let isSpike = bar.volumeRatio.map { $0 > SignalRule.spike } ?? false
    return 40 * approach.level.strength / 100 + 25 * scene.climate.fit(to: setup.direction)
      + (tape.hasExtreme(for: setup.direction) ? 15 : 0)
      + (tape.hasDivergence(for: setup.direction) ? 10 : 0) + (isSpike ? 10 : 0)
  }
}

extension Market.Climate {
  /// How well a rejection in the direction fits, from 0 to 1.
  fileprivate func fit(to direction: Direction) -> Double {
    switch (confirmed, direction) {
    case (.trendingUp, .long), (.trendingDown, .short): strength / 100
    case (.ranging, .long), (.ranging, .short): 0.6
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
