public import Events
public import Quantities

/// One instrument in one trigger frame: its last bar, and what the bars before it still mean.
public struct Tape: Sendable, Hashable, Codable {
  public let timeFrame: TimeFrame
  /// Candles whose indicators have not come yet, the oldest first.
  private var pending: [Candle] = []
  /// What was computed last beside the indicators; they belong to the bar of the same time.
  private var reading: BarReading?
  public private(set) var bar: TapeBar?
  /// The bar before it.
  public private(set) var previous: TapeBar?
  /// Whether the last indicators belonged to a new bar; others change nothing.
  public private(set) var isFresh = false
  public private(set) var count = 0
  private var swings = SwingTape()
  /// What the last bar confirmed.
  public private(set) var divergences: [Divergence] = []
  private var lastOverbought: Int?
  private var lastOversold: Int?
  private var lastBearish: Int?
  private var lastBullish: Int?
  /// The signals that hold, in the order in which they fired.
  public internal(set) var signals: [HeldSignal] = []

  public init(timeFrame: TimeFrame) { self.timeFrame = timeFrame }

  public var previousClose: Double? { previous?.candle.close }

  /// When the last bar was over.
  public var closeTime: Instant? { bar.map { timeFrame.closing(of: $0.candle.openTime) } }

  /// Keeps a candle until its indicators come, unless it is not later than the last.
  public mutating func take(_ candle: CandleClosed) {
    guard let last = pending.last?.openTime ?? bar?.candle.openTime else {
      return pending.append(Candle(candle))
    }
    if last < candle.openTime { pending.append(Candle(candle)) }
  }

  /// Keeps the ciphers of a bar until its indicators come.
  public mutating func take(_ computed: CipherComputed) {
    read(at: computed.openTime) { reading in
      reading.markers = computed.markers
      reading.wave = WaveReading(computed)
    }
  }

  /// Keeps the averages of a bar until its indicators come.
  public mutating func take(_ computed: AveragesComputed) {
    read(at: computed.openTime) { $0.averages = computed.averages }
  }

  private mutating func read(at openTime: Instant, _ change: (inout BarReading) -> Void) {
    var reading = BarReading(openTime: openTime)
    if let standing = self.reading, standing.openTime == openTime { reading = standing }
    change(&reading)
    self.reading = reading
  }

  /// Takes note of the indicators of a candle that it keeps.
  public mutating func take(_ indicators: IndicatorsComputed) {
    while let first = pending.first, first.openTime < indicators.openTime {
      pending.removeFirst()
    }
    isFresh = pending.first?.openTime == indicators.openTime
    guard isFresh else { return }
    previous = bar
    let reading = reading.flatMap { $0.openTime == indicators.openTime ? $0 : nil }
    take(TapeBar(pending.removeFirst(), indicators, reading))
    self.reading = nil
  }

  private mutating func take(_ bar: TapeBar) {
    self.bar = bar
    count += 1
    divergences = swings.take(bar)
    if let rsi = bar.meaningfulRSI, rsi > SignalRule.overbought { lastOverbought = count }
    if let rsi = bar.meaningfulRSI, rsi < SignalRule.oversold { lastOversold = count }
    for divergence in divergences {
      switch divergence.direction {
      case .short: lastBearish = count
      case .long: lastBullish = count
      }
    }
  }

  /// Whether the RSI was extreme lately: overbought for a short trade, oversold for a long one.
  public func hasExtreme(for direction: Direction) -> Bool {
    switch direction {
    case .short: isRecent(lastOverbought, SignalRule.extremeLife)
    case .long: isRecent(lastOversold, SignalRule.extremeLife)
    }
  }

  /// Whether a divergence in favour of a trade was confirmed lately.
  public func hasDivergence(for direction: Direction) -> Bool {
    switch direction {
    case .short: isRecent(lastBearish, SignalRule.divergenceLife)
    case .long: isRecent(lastBullish, SignalRule.divergenceLife)
    }
  }

  private func isRecent(_ bar: Int?, _ life: Int) -> Bool {
    bar.map { count - $0 < life } ?? false
  }
}
