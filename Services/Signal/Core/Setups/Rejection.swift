import Events
import Quantities

/// The price comes to a level and is turned away: short at a resistance, long at a support.
///
/// - Near: it closes before the zone, within `formingDistance` ATR of the level frame.
/// - Ready: it closes inside the zone, or behind it by no more than the stop's buffer.
/// - Trigger: the bar points away from the level with a long wick, touches the zone, closes before
///   it within `triggerDistance` ATR of the level frame, and the close before was not behind it.
/// - Stop: `stopBuffer` ATR of the trigger frame behind the zone and behind the bar's extreme.
/// - Void: a close behind the zone by more than the buffer; while forming, a close more than
///   `leavingDistance` ATR of the level frame away.
struct Rejection: SetupPattern {
  private let approach: Approach
  private let scene: Scene
  private let levelATR: Double

  init?(_ level: Level, _ direction: Direction, in scene: Scene) {
    guard let levelATR = scene.levelATR else { return nil }
    approach = Approach(level, direction)
    self.scene = scene
    self.levelATR = levelATR
  }

  var direction: Direction { approach.direction }
  var level: Level? { approach.level }
  var distance: Double { approach.distance(to: scene.close) / levelATR }
  var activeLife: Interval { scene.strategy.activeLife }
  var stop: Double { approach.stop(behind: scene.bar.candle, margin) }

  var isNear: Bool { distance > 0 && distance <= scene.strategy.formingDistance }

  var isReady: Bool { distance <= 0 }

  var isTriggered: Bool {
    guard scene.suits(approach.level), let previousClose = scene.tape.previousClose
    else { return false }
    let off = approach.distance(to: scene.close)
    return scene.bar.rejection == direction
      && approach.distance(to: approach.reach(of: scene.bar.candle)) <= 0 && off > 0
      && approach.excess(of: previousClose) < 0
      && off <= scene.strategy.triggerDistance * levelATR
  }

  func flaw(in phase: SetupPhase) -> Flaw? {
    if approach.excess(of: scene.close) > margin {
      return Flaw(.closedBeyond, scene.close, approach.behind(margin))
    }
    guard phase == .forming, distance > scene.strategy.leavingDistance else { return nil }
    return Flaw(.leftLevel, distance, scene.strategy.leavingDistance)
  }

  private var margin: Double { scene.strategy.stopBuffer * scene.atr }
}
