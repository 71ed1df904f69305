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
    guard let scene = Scene(market, strategy, fee: fee) else { return }
    for setup in market.setups where setup.strategy == strategy.name {
      switch setup.state {
      case .forming, .active: judge(setup, scene)
      case .triggered, .ended: break
      }
    }
    guard !scene.isDegraded else { return }
    for type in strategy.setups {
      for direction in Direction.allCases
      where type.trades(direction) && market.offers(direction) && !scene.isForbidden(direction) {
        consider(type, direction, scene)
      }
    }
  }

  private mutating func judge(_ setup: Setup, _ scene: Scene) {
    var setup = setup
    visit(setup)
    let pattern = scene.pattern(of: setup)
    if let flaw = scene.flaw(of: setup, pattern) {
      return apply(setup.invalidated(market.instrument, flaw, at: at), .voided, to: &setup, scene)
    }
    if let deadline = setup.deadline, at >= deadline {
      return apply(setup.expired(market.instrument, at: at), .aged, to: &setup, scene)
    }
    if let pattern { advance(&setup, pattern, scene) }
  }

  /// Lets a setup go on as the bar allows.
  private mutating func advance(
    _ setup: inout Setup, _ pattern: some SetupPattern, _ scene: Scene
  ) {
    if pattern.isTriggered {
      enter(&setup, pattern, scene)
      return trigger(&setup, pattern, scene)
    }
    if pattern.isReady { return enter(&setup, pattern, scene) }
    let until = at + scene.strategy.formingLife
    apply(
      setup.deactivated(market.instrument, bar.closePrice, at: at, until: until),
      .left(until: until), to: &setup, scene)
  }

  private mutating func enter(
    _ setup: inout Setup, _ pattern: some SetupPattern, _ scene: Scene
  ) {
    let until = at + pattern.activeLife
    apply(
      setup.activated(market.instrument, pattern.level, bar.closePrice, at: at, until: until),
      .entered(until: until), to: &setup, scene)
  }

  private mutating func trigger(
    _ setup: inout Setup, _ pattern: some SetupPattern, _ scene: Scene
  ) {
    let plan = TradePlan(pattern, in: scene)
    if let failed = plan.failedCheck(in: scene) {
      return apply(setup.rejected(market.instrument, failed, at: at), .failed, to: &setup, scene)
    }
    let event = scene.triggered(setup, pattern, plan)
    apply(.setupTriggered(event), .triggered(SetupPlan(event)), to: &setup, scene)
    // The reference lies in the entry zone.
    conclusions.append(
      .signalFired(setup.enteredZone(market.instrument, tape.timeFrame, at: bar, plan: event)))
  }

  private mutating func consider(_ type: SetupType, _ direction: Direction, _ scene: Scene) {
    switch type {
    case .resistanceRejection, .supportRejection:
      for level in scene.levels where scene.suits(level) {
        guard let pattern = Rejection(level, direction, in: scene) else { return }
        consider(type, pattern, scene)
      }
    case .supportBreakdown, .resistanceBreakout:
      for level in scene.levels where scene.suits(level) {
        guard let pattern = Retest(level, type, direction, in: scene) else { return }
        consider(type, pattern, scene)
      }
    case .waveMomentum: consider(type, WaveMomentum(direction, in: scene), scene)
    case .averageCross: consider(type, AverageCross(direction, in: scene), scene)
    }
  }

  /// A pattern that is near, and whose place is free, forms a setup.
  private mutating func consider(
    _ type: SetupType, _ pattern: some SetupPattern, _ scene: Scene
  ) {
    guard pattern.isNear || pattern.isTriggered else { return }
    let isTaken = market.setups.contains {
      $0.strategy == scene.strategy.name && $0.type == type && $0.direction == pattern.direction
        && $0.level == pattern.level?.id
    }
    guard !isTaken else { return }
    let formed = scene.formed(type, pattern)
    conclusions.append(.setupFormed(formed))
    var setup = Setup(formed, triggerFrame: tape.timeFrame)
    visit(setup)
    advance(&setup, pattern, scene)
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
