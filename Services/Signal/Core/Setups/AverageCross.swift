import Events
import Quantities

/// A fast average of the closes crosses a slow one. Told for a long trade; a short one is the
/// mirror. Distances are in ATR of the trigger frame.
///
/// - Near: the fast average is not above the slow one, and within `formingDistance` of it.
/// - Ready: the close is above the slow average.
/// - Trigger: the fast average is above the slow one, and was not on the bar before.
/// - Stop: `stopDistance` below the close.
/// - Void: before the trigger, the fast average more than `leavingDistance` below the slow one;
///   after it, the fast average back below.
struct AverageCross: SetupPattern {
  let direction: Direction
  private let scene: Scene
  /// The fast average less the slow one, in the trade's direction.
  private let lead: Double?
  private let formerLead: Double?
  private let slow: Double?

  init(_ direction: Direction, in scene: Scene) {
    self.direction = direction
    self.scene = scene
    let strategy = scene.strategy
    slow = scene.bar.average(length: strategy.slowLength)
    lead = AverageCross.lead(scene.bar, direction, strategy)
    formerLead = scene.tape.previous.flatMap { AverageCross.lead($0, direction, strategy) }
  }

  private static func lead(
    _ bar: TapeBar, _ direction: Direction, _ strategy: StrategyConfiguration
  ) -> Double? {
    guard let fast = bar.average(length: strategy.fastLength),
      let slow = bar.average(length: strategy.slowLength)
    else { return nil }
    return Double(direction.sign) * (fast - slow)
  }

  var level: Level? { nil }

  /// ATR that the fast average is short of the slow one; zero without averages.
  var distance: Double { lead.map { -$0 / scene.atr } ?? 0 }

  var isNear: Bool {
    lead != nil && distance >= 0 && distance <= scene.strategy.formingDistance
  }

  var isReady: Bool {
    slow.map { Double(direction.sign) * (scene.close - $0) > 0 } ?? false
  }

  var isTriggered: Bool {
    guard let lead, let formerLead else { return false }
    return lead > 0 && formerLead <= 0
  }

  var stop: Double {
    scene.close - Double(direction.sign) * (scene.strategy.stopDistance * scene.atr)
  }

  var activeLife: Interval { scene.strategy.activeLife }

  func flaw(in phase: SetupPhase) -> Flaw? {
    let limit: Double
    switch phase {
    case .forming, .active: limit = scene.strategy.leavingDistance
    case .triggered: limit = 0
    }
    return distance > limit ? Flaw(.averagesApart, distance, limit) : nil
  }
}
