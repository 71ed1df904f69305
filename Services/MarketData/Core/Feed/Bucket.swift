import Quantities

/// A coarser candle in the making, out of the finer candles that fall into it.
///
/// First open, highest high, lowest low, last close, summed volume. What comes before the first
/// whole bucket is dropped; a bucket that is closed with fewer bars than fit is partial.
struct Bucket: Sendable {
  private(set) var bar: Bar
  /// How many finer bars are in it.
  private(set) var count = 0
  /// The first instant after the bucket that `bar` belongs to.
  private var end = Instant(nanoseconds: .min)
  private let timeFrame: TimeFrame
  private let capacity: Int
  private var isDropped = false
  private var hasBegun = false

  init(_ timeFrame: TimeFrame, of finer: TimeFrame) {
    self.timeFrame = timeFrame
    capacity = Int(timeFrame.seconds / finer.seconds)
    bar = Bar(openTime: .epoch, open: .zero, high: .zero, low: .zero, close: .zero, volume: .zero)
  }

  var isPartial: Bool { count < capacity }

  /// Whether the bucket holds bars of a candle that will be published.
  var isFilling: Bool { count > 0 && !isDropped }

  /// The opening of the first whole bucket, once the first bar is known.
  func firstOpening(from bar: Bar) -> Instant {
    let opening = timeFrame.opening(of: bar.openTime)
    return opening == bar.openTime ? opening : timeFrame.closing(of: opening)
  }

  /// Adds a finer bar; one beyond the end begins the next bucket.
  @inline(__always)
  mutating func fold(_ finer: Bar) {
    guard finer.openTime < end else { return begin(with: finer) }
    count += 1
    if finer.high > bar.high { bar.high = finer.high }
    if finer.low < bar.low { bar.low = finer.low }
    bar.close = finer.close
    bar.volume += finer.volume
  }

  private mutating func begin(with finer: Bar) {
    let opening = timeFrame.opening(of: finer.openTime)
    isDropped = !hasBegun && opening != finer.openTime
    hasBegun = true
    bar = finer
    bar.openTime = opening
    end = timeFrame.closing(of: opening)
    count = 1
  }

  /// Empties the bucket after its candle was published.
  mutating func clear() { count = 0 }
}
