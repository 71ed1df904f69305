import Events
import Quantities

/// One instrument's candles in one time frame on their way into the market's steps.
///
/// `due` says when the line next has something to say: a candle, or that one is missing.
struct Line: Sendable {
  let instrument: Name
  let timeFrame: TimeFrame
  /// Whether it is built from a finer line; then the bars come from the bucket, else as given.
  let isBuilt: Bool
  private var reader: BarReader
  private var bucket: Bucket
  /// The opening of the bar that comes next if none is missing.
  private var expected: Instant?
  /// Whether it was said that `expected` is missing.
  private var isInGap = false
  /// Whether the finer line that feeds this one has ended.
  private var hasEnded = false
  private(set) var due: Instant = .never

  /// A line of given bars.
  init(_ series: CandleSeries) {
    instrument = series.instrument
    timeFrame = series.timeFrame
    isBuilt = false
    reader = series.reader
    bucket = Bucket(series.timeFrame, of: series.timeFrame)
    expected = reader.current?.openTime
    setDue()
  }

  /// A line that is built from the bars of a finer one.
  init(_ timeFrame: TimeFrame, builtFrom finer: Line) {
    instrument = finer.instrument
    self.timeFrame = timeFrame
    isBuilt = true
    reader = BarReader([])
    bucket = Bucket(timeFrame, of: finer.timeFrame)
    expected = finer.reader.current.map(bucket.firstOpening)
    setDue()
  }

  /// When its first bar opens; nil for a line that is built.
  var firstOpening: Instant? { reader.current?.openTime }

  /// The bar that closes when the line is due, unless that is the news that one is missing.
  var closing: Bar? {
    guard let bar = reader.current, isInGap || bar.openTime == expected else { return nil }
    return bar
  }

  /// Whether a line of given bars has published the last.
  var isAtEnd: Bool { reader.current == nil }

  /// Takes a bar of the finer line that closes now.
  @inline(__always)
  mutating func fold(_ bar: Bar) {
    bucket.fold(bar)
    if bucket.count == 1 { setDue() }
  }

  /// Drops what the end of the finer line left unfinished at that instant.
  mutating func end(at instant: Instant) {
    hasEnded = true
    if due > instant { due = .never }
  }

  /// Appends what the line has to say when it is due; the count of candles is 0 or 1.
  mutating func publish(into facts: inout [Event]) -> Int {
    guard let expected else { preconditionFailure("a line without bars was due") }
    guard let bar = publishable else {
      isInGap = true
      facts.append(
        .feedGapOpened(
          FeedGapOpened(instrument: instrument, timeFrame: timeFrame, expected: expected)))
      setDue()
      return 0
    }
    if isInGap { closeGap(since: expected, until: bar.openTime, into: &facts) }
    facts.append(
      .candleClosed(
        CandleClosed(
          instrument: instrument, timeFrame: timeFrame, openTime: bar.openTime, open: bar.open,
          high: bar.high, low: bar.low, close: bar.close, volume: bar.volume,
          quality: isBuilt && bucket.isPartial ? .partial : .complete)))
    advance(past: bar.openTime)
    return 1
  }
}

extension Line {
  private var publishable: Bar? {
    guard isBuilt else { return closing }
    return bucket.isFilling ? bucket.bar : nil
  }

  private mutating func closeGap(
    since first: Instant, until opening: Instant, into facts: inout [Event]
  ) {
    isInGap = false
    facts.append(
      .feedGapClosed(
        FeedGapClosed(
          instrument: instrument, timeFrame: timeFrame, from: first, until: opening,
          missing: (opening - first) / timeFrame.interval)))
  }

  private mutating func advance(past opening: Instant) {
    expected = timeFrame.closing(of: opening)
    if isBuilt { bucket.clear() } else { reader.advance() }
    setDue()
  }

  private mutating func setDue() {
    guard let expected else { return }
    if isBuilt {
      if bucket.isFilling {
        due = timeFrame.closing(of: bucket.bar.openTime)
      } else {
        due = hasEnded || isInGap ? .never : timeFrame.closing(of: expected)
      }
    } else if let bar = reader.current {
      due = timeFrame.closing(of: isInGap ? bar.openTime : expected)
    } else {
      due = .never
    }
  }
}

extension Instant {
  /// Later than anything that happens.
  static let never = Instant(nanoseconds: .max)
}
