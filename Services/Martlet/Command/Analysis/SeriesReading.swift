import Events
import IndicatorCore
import Quantities
import SignalCore

/// What the candles of one file show, as if its time frame were that of the triggers, of the
/// levels and of the regime at once.
///
/// Candles go in one by one; no answer about a candle needs a later one.
struct SeriesReading {
  let instrument: Name
  let timeFrame: TimeFrame
  /// What is asked for; the rest is not computed.
  let groups: AnalysisGroups

  private(set) var candle = Candle(
    openTime: .epoch, open: 0, high: 0, low: 0, close: 0, volume: 0)
  private(set) var analysis: FullAnalysis
  private(set) var regime = RegimeBook()
  /// The measures of the regime; nil until the averages are there.
  private(set) var measures: RegimeReading?
  /// The levels after the last candle; nil until the range of a candle is known.
  private(set) var map: LevelMap?
  /// The swing points that the last candle confirms, of one candle the high first.
  private(set) var pivots: [Pivot] = []
  /// The last candle as signals see it.
  private(set) var bar: TapeBar?
  /// Those that the last candle confirms.
  private(set) var divergences: [Divergence] = []
  /// How many candles there have been.
  private(set) var count = 0

  private var levels = LevelBook()
  private var swings = SwingTape()
  /// The last opening times, the oldest first; as many as a swing point needs.
  private var openTimes: [Instant] = []

  init(instrument: Name, timeFrame: TimeFrame, _ request: AnalysisRequest) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    groups = request.groups
    analysis = FullAnalysis(
      extras: request.hasExtras ? timeFrame : nil,
      averagesStochastic: request.averagesStochastic)
  }

  /// Takes the next candle.
  mutating func take(_ candle: Candle) {
    self.candle = candle
    count += 1
    analysis.update(candle)
    if groups.contains(.regime) {
      measures = regime.follow(
        candle, ema20: analysis.core.ema20.value, ema50: analysis.core.ema50.value,
        atr14: analysis.core.atr14.value)
    }
    if groups.contains(.levels) {
      map = levels.follow(levelBar, instrument: instrument, timeFrame: timeFrame)
    } else if groups.contains(.pivots) {
      levels.append(levelBar)
    }
    if groups.contains(.pivots) { findPivots() }
    if groups.contains(.signals) { watch() }
  }

  private var levelBar: LevelBar {
    LevelBar(
      openTime: candle.openTime, high: candle.high, low: candle.low, close: candle.close,
      atr: analysis.core.atr14.value,
      volumeRatio: analysis.core.volumeMA20.value.flatMap { $0 > 0 ? candle.volume / $0 : nil })
  }

  private mutating func findPivots() {
    if openTimes.count > LevelWindow.reach { openTimes.removeFirst() }
    openTimes.append(candle.openTime)
    pivots.removeAll(keepingCapacity: true)
    let index = count - 1 - LevelWindow.reach
    for swing in levels.window.swings.suffix(2).reversed() where swing.bar == index {
      pivots.append(Pivot(index: index, openTime: openTimes[0], point: swing))
    }
  }

  private mutating func watch() {
    let core = analysis.core
    let bar = TapeBar(
      plain: candle,
      IndicatorsComputed(
        instrument: instrument, timeFrame: timeFrame, openTime: candle.openTime, close: .zero,
        rsi14: core.rsi14.value, macd: core.macd.line, atr14: core.atr14.value,
        volumeMA20: core.volumeMA20.value,
        degenerate: core.rsi14.isDegenerate || core.atr14.value == 0, degraded: false))
    divergences = swings.take(bar)
    self.bar = bar
  }
}

/// A swing point, known three candles after it.
struct Pivot {
  /// The number of its candle in the file, from 0.
  let index: Int
  let openTime: Instant
  let point: SwingPoint
}
