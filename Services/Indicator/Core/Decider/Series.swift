public import Events
public import Quantities

/// One instrument in one time frame: everything that its closed bars add up to.
public struct Series: Sendable, Hashable, Codable {
  /// What becomes of the trust in a series.
  enum Turn: Sendable, Hashable, Codable {
    /// Bars are missing before the last one.
    case degraded(missing: Int)
    case restored
  }

  public let instrument: Name
  public let timeFrame: TimeFrame
  /// The last candle that counted.
  private var last: LastCandle?
  /// Why the last candle offered changes nothing; nil for a new one.
  public private(set) var disregard: DisregardReason?
  /// How many bars are marked because bars before them are missing, the last one included.
  private(set) var degradedBars = 0
  /// What the last candle changed in the trust in the series.
  private(set) var turn: Turn?

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
  /// Of a trigger frame, and where a strategy looks at the waves.
  public internal(set) var ciphers: CipherBook?
  /// Those that strategies ask for beside the two above, the shortest first.
  public private(set) var averages: [ExponentialAverage] = []

  /// More missing bars than this mark a series.
  public static let toleratedGap = 3
  public static let degradedLife = 50

  public init(instrument: Name, timeFrame: TimeFrame) {
    self.instrument = instrument
    self.timeFrame = timeFrame
  }

  /// Open time of the last candle that counted.
  public var lastOpenTime: Instant? { last?.openTime }

  public var isDegraded: Bool { degradedBars > 0 }

  /// The price has not moved: an extreme RSI means nothing.
  public var isDegenerate: Bool { rsi14.isDegenerate || atr14.value == 0 }

  /// Takes note of a candle unless it is not later than the last.
  public mutating func take(_ candle: CandleClosed) {
    disregard = last.flatMap { $0.disregard(of: candle) }
    turn = nil
    guard disregard == nil else { return }
    countDegraded(until: candle.openTime)
    last = LastCandle(candle)
    update(Candle(candle))
  }

  /// Keeps the averages of some lengths, and begins those that it does not have.
  mutating func keepAverages(_ lengths: [Int]) {
    averages = lengths.map { length in
      averages.first { $0.length == length } ?? ExponentialAverage(length: length)
    }
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
    ciphers?.update(bar)
    for index in averages.indices { averages[index].update(bar.close) }
  }

  private mutating func countDegraded(until openTime: Instant) {
    let wasDegraded = isDegraded
    degradedBars = max(0, degradedBars - 1)
    defer { if wasDegraded, !isDegraded { turn = .restored } }
    guard let lastOpenTime else { return }
    let steps = (openTime - lastOpenTime).nanoseconds / timeFrame.interval.nanoseconds
    let missing = Int(steps) - 1
    guard missing > Series.toleratedGap else { return }
    degradedBars = max(degradedBars, Series.degradedLife, missing)
    turn = .degraded(missing: missing)
  }
}
