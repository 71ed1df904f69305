public import Events
import Quantities

/// The trade that a trigger proposes: entry zone, stop and targets, not yet rounded to the tick.
public struct TradePlan: Sendable, Hashable {
  /// Close of the trigger bar.
  public var reference: Double
  public var entryLow: Double
  public var entryHigh: Double
  public var stop: Double
  public var target1: Double
  public var target2: Double
  /// One R: between reference and stop.
  public var risk: Double
  /// R to the next opposite level; absent when there is none.
  public var room: Double?
  /// Blended R after fees, the runner at break-even.
  public var reward: Double
}

/// Why a trigger proposes nothing, with the two numbers that decided.
public struct FailedCheck: Sendable, Hashable {
  public var reason: RejectionReason
  public var value: Double
  public var limit: Double
}

extension TradePlan {
  /// How far the entry zone reaches from the reference against the stop, and away from it, in R.
  static let towardsStop = 0.5
  static let awayFromStop = 0.25

  /// Plans the trade of a pattern that triggers on the scene's bar.
  init(_ pattern: some SetupPattern, in scene: Scene) {
    let sign = Double(pattern.direction.sign)
    let strategy = scene.strategy
    let close = scene.close
    stop = pattern.stop
    reference = close
    risk = abs(stop - close)
    let near = close + sign * (TradePlan.awayFromStop * risk)
    let far = close - sign * (TradePlan.towardsStop * risk)
    entryLow = min(near, far)
    entryHigh = max(near, far)
    target1 = close + sign * (strategy.target1.double * risk)
    target2 = close + sign * (strategy.target2.double * risk)
    room = TradePlan.way(of: pattern, in: scene).map { [risk] in $0 / risk }
    reward = 0
    reward = blendedReward(strategy, fee: scene.fee)
  }

  /// The first check that the plan fails, or nil: the stop's distance, then the room, then the
  /// cost.
  func failedCheck(in scene: Scene) -> FailedCheck? {
    let strategy = scene.strategy
    let distance = risk / scene.atr
    if risk < strategy.minimumStop * scene.atr {
      return FailedCheck(reason: .stopDistance, value: distance, limit: strategy.minimumStop)
    }
    if risk > strategy.maximumStop * scene.atr {
      return FailedCheck(reason: .stopDistance, value: distance, limit: strategy.maximumStop)
    }
    if let room, room < strategy.minimumRoom {
      return FailedCheck(reason: .noRoom, value: room, limit: strategy.minimumRoom)
    }
    if reward < strategy.minimumReward {
      return FailedCheck(reason: .cost, value: reward, limit: strategy.minimumReward)
    }
    return nil
  }

  /// From the reference to the price of the nearest other usable level in the trade's way.
  private static func way(of pattern: some SetupPattern, in scene: Scene) -> Double? {
    let sign = Double(pattern.direction.sign)
    let own = pattern.level?.id
    var nearest: Double?
    for level in scene.levels where level.usable && level.id != own {
      let way = sign * (level.price - scene.close)
      guard way > 0 else { continue }
      nearest = min(nearest ?? way, way)
    }
    return nearest
  }

  /// Both targets are reached and the runner leaves at the entry; every fill pays the fee.
  private func blendedReward(_ strategy: StrategyConfiguration, fee: Double) -> Double {
    let first = strategy.share1.double
    let second = strategy.share2.double
    let gross = first * strategy.target1.double + second * strategy.target2.double
    let exits = first * target1 + second * target2 + (1 - first - second) * reference
    return gross - fee * (reference + exits) / risk
  }
}
