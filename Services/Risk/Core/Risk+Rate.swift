public import Events
public import Quantities

extension Risk {
  /// An approval of a moment ago.
  public struct RecentApproval: Sendable, Codable, Equatable {
    public let instrument: Name
    public let direction: Direction
    public let quantity: Quantity
    public let at: Instant
  }
}

extension Risk.State {
  /// Takes an order from both buckets, and remembers it for a moment.
  mutating func count(_ trade: TradeApproved) {
    guard let configuration else { return }
    let now = now ?? trade.asOf
    let perSecond = configuration.ordersPerSecond
    let perMinute = configuration.ordersPerMinute
    var second = ordersOfSecond ?? TokenBucket(full: perSecond, at: now)
    var minute = ordersOfMinute ?? TokenBucket(full: perMinute, at: now)
    second.take(at: now, capacity: perSecond, within: .seconds(1))
    minute.take(at: now, capacity: perMinute, within: .minutes(1))
    ordersOfSecond = second
    ordersOfMinute = minute
    recent.removeAll { now - $0.at >= configuration.duplicateWindow }
    recent.append(
      Risk.RecentApproval(
        instrument: trade.instrument, direction: trade.direction, quantity: trade.quantity,
        at: now))
  }

  /// The same instrument, direction and quantity may not come twice within moments.
  func checkDuplicate(
    of trigger: SetupTriggered, _ quantity: Quantity, under configuration: RiskConfiguration
  ) throws(Refusal) {
    let now = now ?? trigger.at
    for approval in recent
    where approval.instrument == trigger.instrument && approval.direction == trigger.direction
      && approval.quantity == quantity && now - approval.at < configuration.duplicateWindow
    {
      throw Refusal(
        .duplicate, value: (now - approval.at).inSeconds,
        limit: configuration.duplicateWindow.inSeconds)
    }
  }

  /// One order must be left in both buckets; those that wait for their turn are owed.
  func checkRate(at instant: Instant, under configuration: RiskConfiguration) throws(Refusal) {
    let owed = FixedPoint(configuration.queuedOrders)
    for (bucket, capacity, interval) in [
      (ordersOfSecond, configuration.ordersPerSecond, Interval.seconds(1)),
      (ordersOfMinute, configuration.ordersPerMinute, Interval.minutes(1)),
    ] {
      guard
        let left = bucket?.tokens(at: instant, capacity: capacity, within: interval),
        left < 1 - owed
      else { continue }
      throw Refusal(.orderRate, value: left, limit: 1 - owed)
    }
  }

  mutating func note(_ order: OrderRejected) {
    rejections.removeAll { order.at - $0 >= .minutes(1) }
    rejections.append(order.at)
  }
}

extension Interval {
  /// Seconds with their fraction, exactly.
  var inSeconds: FixedPoint { FixedPoint(mantissa: Int128(nanoseconds) * 1_000_000_000) }
}
