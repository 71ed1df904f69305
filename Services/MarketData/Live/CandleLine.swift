import Events
import MarketDataCore
import Quantities
import Venues

/// The candles of one instrument in one time frame, from a stream and from answers to questions,
/// put in order: each once, none left out without saying so.
struct CandleLine: Sendable {
  /// A closed candle that was not told yet.
  struct Waiting: Sendable {
    var bar: Bar
    var quality: CandleQuality
    /// When it was here.
    var since: Instant
  }

  /// Why a line is not whole, and what is done about it.
  struct Repair: Sendable {
    /// When to ask, unless a question is under way.
    var askAt: Instant
    var question: Int?
    /// Failures in a row, and answers in a row that did not help.
    var failures = 0
    var absences = 0
    /// Whether the stream goes on where the candles that wait end.
    var isCovered = false
  }

  /// A gap that the log knows of.
  struct Gap: Sendable {
    /// Open time of the first missing bar.
    var from: Instant
    /// How many gaps began at that bar before.
    var repetition: Int
    /// Bars that nobody has.
    var missing = 0
  }

  let instrument: Name
  let timeFrame: TimeFrame
  /// Open time of the next bar to tell; nil before the history is known.
  private(set) var next: Instant?
  /// Later than all told, in their order.
  private(set) var waiting: [Waiting] = []
  /// Nil while the line is whole.
  var repair: Repair?
  private(set) var gap: Gap?
  /// How many gaps began at `next`.
  private var gaps = 0
  /// When the stream last told of the candle that is open.
  var heard: Instant?

  /// More are not kept; they are asked for later.
  private static let capacity = 4096

  init(_ instrument: Name, _ timeFrame: TimeFrame) {
    self.instrument = instrument
    self.timeFrame = timeFrame
  }

  /// When the next bar is over.
  var due: Instant? { next.map { timeFrame.closing(of: $0) } }

  /// The bar that can be told now.
  var ready: Waiting? {
    guard let first = waiting.first, first.bar.openTime == next else { return nil }
    return first
  }

  /// The first bar that is missing behind those that can be told.
  var end: Instant? {
    guard var end = next else { return nil }
    for candle in waiting {
      guard candle.bar.openTime == end else { break }
      end = timeFrame.closing(of: end)
    }
    return end
  }

  // MARK: What the log holds

  mutating func told(openTime: Instant) {
    if let next, gap != nil, openTime > next {
      gap?.missing += (openTime - next) / timeFrame.interval
    }
    next = timeFrame.closing(of: openTime)
    gaps = 0
    waiting.removeAll { $0.bar.openTime <= openTime }
  }

  mutating func gapOpened(at expected: Instant) {
    if next == nil { next = expected }
    gap = Gap(from: expected, repetition: gaps)
    gaps += 1
  }

  mutating func gapClosed() { gap = nil }

  // MARK: What comes

  /// Begins with the first candle of a history, or where the next one opens.
  mutating func begin(at opening: Instant) {
    guard next == nil else { return }
    next = opening
    waiting.removeAll { $0.bar.openTime < opening }
  }

  /// Takes a closed candle; one that was told, or that makes no sense, is left out.
  mutating func take(_ candle: VenueCandle, _ quality: CandleQuality, at now: Instant) {
    guard candle.isClosed, timeFrame.isOpening(candle.openTime), let bar = Bar(candle),
      next.map({ candle.openTime >= $0 }) ?? true
    else { return }
    let place = waiting.firstIndex { $0.bar.openTime >= bar.openTime } ?? waiting.count
    if place < waiting.count, waiting[place].bar.openTime == bar.openTime {
      // The stream's word is the final one.
      guard waiting[place].quality == .repaired, quality == .complete else { return }
      waiting[place].bar = bar
      waiting[place].quality = quality
    } else if waiting.count < Self.capacity {
      waiting.insert(Waiting(bar: bar, quality: quality, since: now), at: place)
    }
  }

  /// Goes on behind bars that the venue does not have, when it was asked often enough.
  mutating func skipAbsent(after patience: Int) {
    guard let repair, repair.absences >= patience, let next,
      let first = waiting.first?.bar.openTime, first > next
    else { return }
    gap?.missing += (first - next) / timeFrame.interval
    self.next = first
    gaps = 0
    self.repair?.absences = 0
  }
}

extension Bar {
  /// A bar of a venue's candle; nil when its numbers contradict each other.
  init?(_ candle: VenueCandle) {
    guard let volume = candle.volume, !volume.isNegative, candle.low.isPositive,
      candle.low <= min(candle.open, candle.close), candle.high >= max(candle.open, candle.close)
    else { return nil }
    self.init(
      openTime: candle.openTime, open: candle.open, high: candle.high, low: candle.low,
      close: candle.close, volume: volume)
  }
}
