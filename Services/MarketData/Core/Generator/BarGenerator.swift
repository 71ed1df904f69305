import Quantities

/// Makes the bars of one generated instrument.
struct BarGenerator: Sendable {
  private let instrument: GeneratedInstrument
  private let tick: Int128
  private let lot: Int128
  private let timeFrame: TimeFrame
  private let barsPerHour: Int64
  /// Standard deviation of a quarter of a bar, in 1/1024 of the average range of an hour.
  private let restlessness: Int64
  private var random: RandomBits
  private var path: PricePath
  private var hour = PricePath.Hour.walk(drift: 0)
  private var barOfHour: Int64 = 0
  private var openTime = GeneratedMarket.beginning
  private var barsLeft: Int
  /// In 1/1024 of a tick.
  private var price: Int64
  private var hourOpen: Int64 = 0
  private var flatBars: Int64 = 0
  private var spikeBar: Int64 = -1

  init(_ instrument: GeneratedInstrument, of market: GeneratedMarket, index: Int) {
    self.instrument = instrument
    tick = instrument.tick.value.mantissa
    lot = instrument.lot.value.mantissa
    timeFrame = market.timeFrame
    barsPerHour = Int64(TimeFrame.h1.seconds / timeFrame.seconds)
    // An hour is a walk of 4n steps. Its deviation, √(4n) times a step's, is 0.6 of its range:
    // a step's is √(1024² × 0.36 ÷ 4n).
    restlessness = squareRoot(1_048_576 * 36 / (400 * barsPerHour))
    var seeds = SplitMix64(state: UInt64(bitPattern: Int64(market.seed)) &+ UInt64(index) << 48)
    random = RandomBits(seed: seeds.next())
    price = instrument.startingPrice << 10
    path = PricePath(
      startingPrice: price, hourlyRange: instrument.hourlyRange,
      random: RandomBits(seed: seeds.next()))
    let barsPerDay = 24 * Int(barsPerHour)
    barsLeft = barsPerDay * (market.days == 0 ? GeneratedMarket.dayLimit : market.days)
  }

  /// The next bar; nil at the end.
  mutating func next() -> Bar? {
    guard barsLeft > 0 else { return nil }
    if barOfHour == 0 { beginHour() }
    let bar = flatBars > 0 ? flatBar() : movingBar()
    step(bars: 1)
    if random.once(in: 700 * barsPerHour) { miss() }
    return bar
  }

  private mutating func step(bars: Int64) {
    openTime += timeFrame.interval * Int(bars)
    barOfHour = (barOfHour + bars) % barsPerHour
    barsLeft = max(0, barsLeft - Int(bars))
  }

  private mutating func beginHour() {
    hourOpen = price
    hour = path.nextHour(from: price)
    spikeBar = random.once(in: 420) ? random.number(in: 0...barsPerHour - 1) : -1
    if random.once(in: 400) { flatBars = random.number(in: 1...6) }
  }

  /// Leaves bars out, while the price goes on unseen.
  private mutating func miss() {
    let isOutage = random.once(in: 8)
    let missing = isOutage ? random.number(in: 16...40) : random.number(in: 1...6)
    step(bars: missing)
    hour = .walk(drift: 0)
    spikeBar = -1
    price = limited(price + random.bell(deviation: path.parts(isOutage ? 120 : 40)))
    hourOpen = price
  }

  private mutating func flatBar() -> Bar {
    flatBars -= 1
    let ticks = rounded(price)
    return bar(open: ticks, high: ticks, low: ticks, close: ticks, volume: 0)
  }

  private mutating func movingBar() -> Bar {
    var walk = Walk(from: price + random.bell(deviation: path.unit / 128))
    let isRejection = moveThroughBar(&walk)
    price = limited(walk.price)
    let range = walk.high - walk.low
    if spikeBar == barOfHour { spike(&walk) }
    let (open, close) = (rounded(walk.open), rounded(price))
    return bar(
      open: open, high: max(rounded(walk.high), open, close),
      low: max(1, min(rounded(walk.low), open, close)), close: close,
      volume: volume(of: range, isRejection: isRejection, isSpike: spikeBar == barOfHour))
  }

  /// Takes the four steps of a bar; whether it is part of a rejection.
  private mutating func moveThroughBar(_ walk: inout Walk) -> Bool {
    let deviation = (path.unit * restlessness) >> 10
    switch hour {
    case .walk(let drift):
      for _ in 0..<4 {
        walk.move(by: drift / (4 * barsPerHour) + random.bell(deviation: deviation))
      }
      let tail = deviation / 2 + 1
      walk.stretch(up: random.number(in: 0...tail), down: random.number(in: 0...tail))
      return false
    case .rejection(let touch, let close):
      reject(&walk, at: touch, close: close, deviation: deviation / 4)
      return true
    }
  }

  /// One bar of an hour that touches a level in its first half and turns away from it.
  private mutating func reject(
    _ walk: inout Walk, at touch: Int64, close: Int64, deviation: Int64
  ) {
    let peak = barsPerHour / 4
    if barOfHour < peak {
      let goal = hourOpen + (touch - hourOpen) * (barOfHour + 1) / (peak + 1)
      walk.move(to: goal + random.bell(deviation: deviation))
    } else if barOfHour == peak {
      walk.move(to: touch)
      walk.move(to: barsPerHour == 1 ? close : touch + (close - touch) / 2)
    } else {
      let done = barOfHour - peak
      let left = barsPerHour - 1 - peak
      let middle = touch + (close - touch) / 2
      let noise = done == left ? 0 : random.bell(deviation: deviation)
      walk.move(to: middle + (close - middle) * done / left + noise)
    }
  }

  private mutating func spike(_ walk: inout Walk) {
    let length = path.parts(random.number(in: 180...420))
    if random.chance(permille: 500) {
      walk.stretch(up: length, down: 0)
    } else {
      walk.stretch(up: 0, down: min(length, walk.low / 4))
    }
  }
}

extension BarGenerator {
  /// In lots: more with the range, at a touch and in a spike, and by the hour of the day.
  private mutating func volume(of range: Int64, isRejection: Bool, isSpike: Bool) -> Int64 {
    let hourOfDay = Int(openTime.seconds / 3_600 % 24)
    let season = BarGenerator.seasons[hourOfDay]
    let usual = max(1, (path.unit * restlessness * 3) >> 10)
    let activity = min(40, 4 + 8 * range / usual)
    var lots = instrument.hourlyVolume / barsPerHour * season / 100
    lots = lots * activity / 12 * random.number(in: 50...150) / 100
    if isRejection { lots = lots * random.number(in: 15...32) / 10 }
    if isSpike { lots *= random.number(in: 4...9) }
    return max(1, lots)
  }

  /// How busy the hours of the day are, in percent: the afternoon of Europe the most.
  private static let seasons: [Int64] = [
    96, 90, 84, 78, 72, 70, 74, 82, 92, 98, 100, 104,
    112, 128, 140, 138, 130, 122, 114, 108, 104, 102, 100, 98,
  ]

  /// Within what the arithmetic can carry; the phases keep a price far inside.
  private func limited(_ price: Int64) -> Int64 {
    min(max(price, 100 << 10), instrument.startingPrice << 20)
  }

  private func rounded(_ price: Int64) -> Int64 { (price + 512) >> 10 }

  private func bar(open: Int64, high: Int64, low: Int64, close: Int64, volume: Int64) -> Bar {
    Bar(
      openTime: openTime, open: inTicks(open), high: inTicks(high), low: inTicks(low),
      close: inTicks(close), volume: Quantity(FixedPoint(mantissa: Int128(volume) * lot)))
  }

  private func inTicks(_ ticks: Int64) -> Price {
    Price(FixedPoint(mantissa: Int128(ticks) * tick))
  }
}

/// The way of a price within one bar.
private struct Walk {
  let open: Int64
  private(set) var price: Int64
  private(set) var high: Int64
  private(set) var low: Int64

  init(from price: Int64) {
    open = price
    self.price = price
    high = price
    low = price
  }

  mutating func move(by change: Int64) { move(to: price + change) }

  mutating func move(to next: Int64) {
    price = next
    high = max(high, next)
    low = min(low, next)
  }

  /// Lengthens the wicks.
  mutating func stretch(up: Int64, down: Int64) {
    high += up
    low -= down
  }
}

/// The whole part of a square root.
private func squareRoot(_ number: Int64) -> Int64 {
  var root: Int64 = 0
  while (root + 1) * (root + 1) <= number { root += 1 }
  return root
}
