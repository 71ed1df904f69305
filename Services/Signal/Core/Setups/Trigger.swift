public import Events
public import Quantities

/// A trigger on the last closed bar of a market, whatever setups there are.
public struct Trigger: Sendable, Hashable {
  public var type: SetupType
  public var direction: Direction
  /// Absent for a type that trades without a level; of a retest, as it stood on the break bar.
  public var level: Level?
  public var plan: TradePlan
  /// The check that the plan fails; a setup would be rejected for it.
  public var failedCheck: FailedCheck?
  /// The confirmed one; absent where the strategy asks nothing of it and it is not known yet.
  public var regime: Regime?
  /// From 0 to 100.
  public var regimeStrength: Double?
}

extension Market {
  /// All triggers on the bar that has just closed, by type in the strategy's order, then by level
  /// in the map's.
  ///
  /// The market must have been led with a configuration that holds a strategy of this name: the
  /// breaks that wait for their retest are remembered for it. There are no triggers on bars whose
  /// data are degraded, nor in a regime that forbids them.
  ///
  /// - Parameter fee: of one fill, as a part of its value.
  public func triggers(for strategy: StrategyConfiguration, fee: Double = 0) -> [Trigger] {
    guard let scene = Scene(self, strategy, fee: fee), !scene.isDegraded else { return [] }
    var triggers: [Trigger] = []
    for type in strategy.setups {
      for direction in Direction.allCases
      where type.trades(direction) && offers(direction) && !scene.isForbidden(direction) {
        scene.addTriggers(of: type, direction, to: &triggers)
      }
    }
    return triggers
  }
}

extension Scene {
  fileprivate func addTriggers(
    of type: SetupType, _ direction: Direction, to triggers: inout [Trigger]
  ) {
    switch type {
    case .resistanceRejection, .supportRejection:
      for level in levels where suits(level) {
        guard let pattern = Rejection(level, direction, in: self) else { return }
        add(type, pattern, to: &triggers)
      }
    case .supportBreakdown, .resistanceBreakout:
      for broken in market.breaks where broken.type == type && broken.strategy == strategy.name {
        guard let pattern = Retest(broken, in: self) else { return }
        add(type, pattern, to: &triggers)
      }
    case .waveMomentum: add(type, WaveMomentum(direction, in: self), to: &triggers)
    case .averageCross: add(type, AverageCross(direction, in: self), to: &triggers)
    }
  }

  private func add(
    _ type: SetupType, _ pattern: some SetupPattern, to triggers: inout [Trigger]
  ) {
    guard pattern.isTriggered else { return }
    let plan = TradePlan(pattern, in: self)
    triggers.append(
      Trigger(
        type: type, direction: pattern.direction, level: pattern.level, plan: plan,
        failedCheck: plan.failedCheck(in: self), regime: climate?.confirmed,
        regimeStrength: climate?.strength))
  }
}
