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
public struct FailedCheck: Error, Hashable {
  public var reason: RejectionReason
  public var value: Double
  public var limit: Double
}

extension TradePlan {
  /// How far the entry zone reaches from the reference against the stop, and away from it, in R.
  static let towardsStop = 0.5
  static let awayFromStop = 0.25

  /// Plans the trade of a rejection and checks stop, room and cost, in this order.
  ///
  /// - Parameters:
  ///   - atr: of the trigger frame.
  ///   - levels: all of the level frame; the usable ones on the trade's way are obstacles.
  ///   - fee: of one fill, as a part of its value.
  public init(
    _ approach: Approach, on bar: TapeBar, atr: Double, among levels: [Level],
    strategy: StrategyConfiguration, fee: Double
  ) throws(FailedCheck) {
    let sign = Double(approach.direction.sign)
    let close = bar.candle.close
    let reach = approach.reach(of: bar.candle)
    // The farther of the two against the trade.
    let extreme = sign * (reach - approach.farEdge) < 0 ? reach : approach.farEdge
    stop = extreme - sign * (strategy.stopBuffer * atr)
    reference = close
    risk = abs(stop - close)
    let near = close + sign * (TradePlan.awayFromStop * risk)
    let far = close - sign * (TradePlan.towardsStop * risk)
    entryLow = min(near, far)
    entryHigh = max(near, far)
    target1 = close + sign * (strategy.target1.double * risk)
    target2 = close + sign * (strategy.target2.double * risk)
    room = TradePlan.room(for: approach, from: close, risk: risk, among: levels)
    reward = 0
    reward = blendedReward(strategy, fee: fee)
    try check(strategy, atr: atr)
  }

  private func check(_ strategy: StrategyConfiguration, atr: Double) throws(FailedCheck) {
    let distance = risk / atr
    if risk < strategy.minimumStop * atr {
      throw FailedCheck(reason: .stopDistance, value: distance, limit: strategy.minimumStop)
    }
    if risk > strategy.maximumStop * atr {
      throw FailedCheck(reason: .stopDistance, value: distance, limit: strategy.maximumStop)
    }
    if let room, room < strategy.minimumRoom {
      throw FailedCheck(reason: .noRoom, value: room, limit: strategy.minimumRoom)
    }
    if reward < strategy.minimumReward {
      throw FailedCheck(reason: .cost, value: reward, limit: strategy.minimumReward)
    }
  }

  /// From the reference to the price of the nearest other usable level in the trade's way.
  private static func room(
    for approach: Approach, from close: Double, risk: Double, among levels: [Level]
  ) -> Double? {
    let sign = Double(approach.direction.sign)
    var nearest: Double?
    for level in levels where level.usable && level.id != approach.level.id {
      let way = sign * (level.price - close)
      guard way > 0 else { continue }
      nearest = min(nearest ?? way, way)
    }
    return nearest.map { $0 / risk }
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
