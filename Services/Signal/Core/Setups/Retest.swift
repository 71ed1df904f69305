import Events
import Quantities

/// The price breaks through a level and comes back to it from the other side: short below a
/// broken support, long above a broken resistance.
///
/// - Near: it closes inside the zone, or on the side where it comes from within `formingDistance`
///   ATR of the level frame.
/// - Ready: a bar broke the zone: it closed behind it by more than `retest.distance` ATR of the
///   trigger frame, the close before was not behind it, its volume is above `retest.volume` times
///   the average, its body takes at least `retest.body` of its range, and it closed within
///   `retest.tail` of its range from its extreme.
/// - Trigger: the first of the next `retest.bars` bars that comes back within `retest.distance`
///   ATR of the zone and closes behind it. The zone is that of the break bar.
/// - Stop: `stopBuffer` ATR of the trigger frame beyond the zone and the retest's extreme.
/// - Void: once broken, a close back beyond the level's price; while forming, a close more than
///   `leavingDistance` ATR of the level frame away.
///
/// The trade comes from where the price is after the break: all is told in terms of that side.
struct Retest: SetupPattern {
  private let approach: Approach
  private let scene: Scene
  private let levelATR: Double
  private let broken: Break?

  init?(_ level: Level, _ type: SetupType, _ direction: Direction, in scene: Scene) {
    // The earlier of two: the bar that tests one break again may be the next.
    let broken = scene.market.breaks.first {
      $0.strategy == scene.strategy.name && $0.type == type && $0.level.id == level.id
    }
    self.init(broken?.level ?? level, direction, broken, in: scene)
  }

  init?(_ broken: Break, in scene: Scene) {
    guard let direction = Direction.allCases.first(where: broken.type.trades) else { return nil }
    self.init(broken.level, direction, broken, in: scene)
  }

  init?(_ level: Level, _ direction: Direction, _ broken: Break?, in scene: Scene) {
    guard let levelATR = scene.levelATR else { return nil }
    approach = Approach(level, direction)
    self.scene = scene
    self.levelATR = levelATR
    self.broken = broken
  }

  var direction: Direction { approach.direction }
  var level: Level? { approach.level }
  /// On the side where the price comes from before the break.
  var distance: Double { approach.excess(of: scene.close) / levelATR }
  var stop: Double {
    approach.stop(behind: scene.bar.candle, scene.strategy.stopBuffer * scene.atr)
  }
  var activeLife: Interval {
    scene.strategy.triggerFrame.interval * scene.strategy.retest.bars
  }

  var isNear: Bool {
    isReady || !isBehind(scene.close) && distance <= scene.strategy.formingDistance
  }

  var isReady: Bool { broken.map { !$0.isFalse } ?? false }

  var isTriggered: Bool { broken?.isRetested ?? false }

  func flaw(in phase: SetupPhase) -> Flaw? {
    switch phase {
    case .forming:
      guard distance > scene.strategy.leavingDistance else { return nil }
      return Flaw(.leftLevel, distance, scene.strategy.leavingDistance)
    case .active, .triggered:
      return isBackAgain ? Flaw(.falseBreak, scene.close, approach.level.price) : nil
    }
  }
}

extension Retest {
  /// Whether the bar breaks the zone.
  var isBreak: Bool {
    let candle = scene.bar.candle
    let rule = scene.strategy.retest
    guard let previousClose = scene.tape.previousClose, let average = scene.bar.volumeMA20
    else { return false }
    let tail = abs(candle.close - approach.trough(of: candle))
    return !isBehind(previousClose)
      && approach.distance(to: candle.close) > rule.distance * scene.atr
      && candle.volume > rule.volume * average
      && scene.bar.body >= rule.body * scene.bar.range && tail <= rule.tail * scene.bar.range
  }

  /// Whether the bar comes back to the zone and closes behind it.
  var isRetest: Bool {
    let reach = approach.distance(to: approach.reach(of: scene.bar.candle))
    return reach <= scene.strategy.retest.distance * scene.atr && isBehind(scene.close)
  }

  /// Whether the bar closes back beyond the level's price.
  var isBackAgain: Bool { approach.isBeyondPrice(scene.close) }

  private func isBehind(_ price: Double) -> Bool { approach.distance(to: price) > 0 }
}
