import Events
import Quantities
import TestSupport

/// Bars that wander, jump and pause, with approvals, regimes and halts at any time.
struct RandomMarket {
  var random: Seeded
  var price = 1_000
  var minute = 0
  var approvals = 0
  var coarse: CandleClosed?
  var isHalted = false

  init(seed: Int) { random = Seeded(seed &* 7_919 &+ 17) }

  /// The facts of the next minute, and what others conclude from them.
  mutating func next() -> [[Event]] {
    let bar = nextBar()
    var batch: [Event] = [.clockTicked(ClockTicked(at: bar.closeTime))]
    var after: [Event] = []
    if let five = fold(bar) {
      batch.append(.candleClosed(five))
      let atr = Double(Int.random(in: 5...40, using: &random)) / 10
      after.append(.indicatorsComputed(.testing(atr: atr, openTime: five.openTime)))
    }
    batch.append(.candleClosed(bar))
    return [batch, after + whims(at: bar.closeTime)]
  }

  private mutating func nextBar() -> CandleClosed {
    let scale = random.chance(5) ? 60 : 8
    let open =
      random.chance(10) ? max(price + Int.random(in: -40...40, using: &random), 300) : price
    let close = max(open + Int.random(in: -scale...scale, using: &random), 300)
    let high = max(open, close) + Int.random(in: 0...scale, using: &random)
    let low = max(min(open, close) - Int.random(in: 0...scale, using: &random), 200)
    let volume = random.chance(10) ? 0 : Int.random(in: 1...80, using: &random)
    minute += random.chance(3) ? 4 : 1
    price = close
    return .testing(
      minute, tenth(open), tenth(high), tenth(low), tenth(close), volume: Quantity(volume))
  }

  private func tenth(_ count: Int) -> Price {
    Price(FixedPoint(mantissa: Int128(count) * 100_000_000_000_000_000))
  }

  /// The bar of five minutes that this one completes.
  private mutating func fold(_ bar: CandleClosed) -> CandleClosed? {
    let open = TimeFrame.m5.opening(of: bar.openTime)
    var five = bar
    if let coarse, coarse.openTime == open {
      five.open = coarse.open
      five.high = max(coarse.high, bar.high)
      five.low = min(coarse.low, bar.low)
      five.volume += coarse.volume
    }
    five.openTime = open
    five.timeFrame = .m5
    coarse = five
    return five.closeTime == bar.closeTime ? five : nil
  }

  private mutating func whims(at instant: Instant) -> [Event] {
    var events: [Event] = []
    if random.chance(12) { events.append(.tradeApproved(approval(at: instant))) }
    if random.chance(1) {
      let to: Regime = random.chance(50) ? .trendingUp : .trendingDown
      events.append(
        .regimeChanged(
          RegimeChanged(
            instrument: .market, timeFrame: .d1, openTime: instant, from: .neutral, to: to,
            strength: 50)))
    }
    if random.chance(2) {
      let number = Int.random(in: 0...approvals, using: &random)
      var invalidated = SetupInvalidated()
      invalidated.setup = Identifier(of: "setup", String(number))
      events.append(.setupInvalidated(invalidated))
    }
    if isHalted {
      isHalted = random.chance(80)
      if !isHalted { events.append(.tradingResumed(TradingResumed(isReleased: true, at: instant))) }
    } else if random.chance(1) {
      isHalted = true
      events.append(
        .tradingHalted(
          TradingHalted(reason: .requested, flatten: random.chance(50), at: instant)))
    }
    return events
  }

  private mutating func approval(at instant: Instant) -> TradeApproved {
    approvals += 1
    let direction: Direction = random.chance(50) ? .long : .short
    let isLimit = random.chance(40)
    let distance = Int.random(in: 10...60, using: &random)
    let sign: Int = direction.sign
    var approval = TradeApproved.testing(
      approvals, direction: direction, entry: isLimit ? .limit : .market,
      quantity: Quantity(
        FixedPoint(
          mantissa: Int128(Int.random(in: 1...9_000, using: &random))
            * 1_000_000_000_000_000)),
      limit: isLimit ? tenth(price - sign * 5) : nil, stop: tenth(price - sign * distance))
    approval.asOf = instant
    approval.expiresAt = instant + .minutes(Int64(Int.random(in: 1...8, using: &random)))
    return approval
  }
}
