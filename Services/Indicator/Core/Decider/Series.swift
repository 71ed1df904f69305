public import Events
public import Quantities

/// One instrument in one time frame: everything that its closed bars add up to.
public struct Series: Sendable, Hashable, Codable {
  public let instrument: Name
  public let timeFrame: TimeFrame
  public private(set) var lastOpenTime: Instant?
  /// Whether the last candle offered was a new one; a late or repeated one changes nothing.
  public private(set) var isFresh = false
  /// How many more bars are marked because bars before them are missing.
  private var degradedBars = 0

  public private(set) var rsi14 = RelativeStrength(length: 14)
  public private(set) var macd = MACD()
  public private(set) var ema20 = ExponentialAverage(length: 20)
  public private(set) var ema50 = ExponentialAverage(length: 50)
  public private(set) var atr14 = AverageTrueRange(length: 14)
  public private(set) var volumeMA20 = MovingAverage<20>()

  /// Of a level frame.
  public internal(set) var levels: LevelBook?
  /// Of a regime frame.
  public internal(set) var regime: RegimeBook?

  /// More missing bars than this mark a series.
  public static let toleratedGap = 3
  public static let degradedLife = 50

  public init(instrument: Name, timeFrame: TimeFrame) {
    self.instrument = instrument
    self.timeFrame = timeFrame
  }

  public var isDegraded: Bool { degradedBars > 0 }

  /// The price has not moved: an extreme RSI means nothing.
  public var isDegenerate: Bool { rsi14.isDegenerate || atr14.value == 0 }

  /// Takes note of a candle unless it is not later than the last.
  public mutating func take(_ candle: CandleClosed) {
    isFresh = lastOpenTime.map { $0 < candle.openTime } ?? true
    guard isFresh else { return }
    countDegraded(until: candle.openTime)
    lastOpenTime = candle.openTime
    update(Candle(candle))
  }

  private mutating func update(_ bar: Candle) {
    rsi14.update(close: bar.close)
    macd.update(close: bar.close)
    ema20.update(bar.close)
    ema50.update(bar.close)
    atr14.update(high: bar.high, low: bar.low, close: bar.close)
    volumeMA20.update(bar.volume)
    levels?.window.append(
      LevelBar(
        openTime: bar.openTime, high: bar.high, low: bar.low, close: bar.close, atr: atr14.value,
        volumeRatio: volumeMA20.value.flatMap { $0 > 0 ? bar.volume / $0 : nil }))
    regime?.gauge.update(bar, ema20: ema20.value, atr14: atr14.value)
  }

  private mutating func countDegraded(until openTime: Instant) {
    degradedBars = max(0, degradedBars - 1)
    guard let lastOpenTime else { return }
    let steps = (openTime - lastOpenTime).nanoseconds / timeFrame.interval.nanoseconds
    let missing = Int(steps) - 1
    guard missing > Series.toleratedGap else { return }
    degradedBars = max(degradedBars, Series.degradedLife, missing)
  }
}

/// The levels of a series.
public struct LevelBook: Sendable, Hashable, Codable {
  public internal(set) var window = LevelWindow()
  /// As the last map showed them, the oldest first.
  public private(set) var known: [Level] = []

  public init() {}

  /// Takes over a map: levels that go on keep their place, new ones come after them.
  mutating func learn(_ levels: [Level]) {
    var next: [Level] = []
    next.reserveCapacity(levels.count)
    for former in known {
      if let level = levels.first(where: { $0.id == former.id }) { next.append(level) }
    }
    for level in levels where !known.contains(where: { $0.id == level.id }) { next.append(level) }
    known = next
  }
}

/// The regime of a series.
public struct RegimeBook: Sendable, Hashable, Codable {
  public internal(set) var gauge = RegimeGauge()
  /// What the last bar alone showed.
  public internal(set) var raw = Regime.neutral
  /// What two bars in a row showed last.
  public internal(set) var confirmed = Regime.neutral

  public init() {}

  /// The confirmed regime after a bar that shows `next`.
  func confirming(_ next: Regime) -> Regime { next == raw ? next : confirmed }
}
