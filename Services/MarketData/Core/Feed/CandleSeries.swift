public import Events
public import Quantities

/// The candles of one instrument in one time frame, recorded or generated, oldest first.
public struct CandleSeries: Sendable {
  public let instrument: Name
  public let timeFrame: TimeFrame
  var reader: BarReader

  /// Takes bars that open in strictly rising order, each on an opening of the time frame.
  public init(instrument: Name, timeFrame: TimeFrame, bars: [Bar]) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    reader = BarReader(bars)
  }

  init(instrument: Name, timeFrame: TimeFrame, generator: BarGenerator) {
    self.instrument = instrument
    self.timeFrame = timeFrame
    reader = BarReader(generator)
  }
}

/// Hands out bars one by one, from a recording or as a generator makes them.
struct BarReader: Sendable {
  private var bars: [Bar]
  private var index = 0
  private var generator: BarGenerator?

  /// A generator is asked for this many bars at a time.
  private static let batch = 256

  init(_ bars: [Bar]) { self.bars = bars }

  init(_ generator: BarGenerator) {
    bars = []
    bars.reserveCapacity(BarReader.batch)
    self.generator = generator
    refill()
  }

  var isEmpty: Bool { current == nil }

  /// The bar that comes next; nil at the end.
  @inline(__always)
  var current: Bar? { index < bars.count ? bars[index] : nil }

  @inline(__always)
  mutating func advance() {
    index += 1
    if index == bars.count, generator != nil { refill() }
  }

  private mutating func refill() {
    bars.removeAll(keepingCapacity: true)
    index = 0
    while bars.count < BarReader.batch, let bar = generator?.next() { bars.append(bar) }
  }
}
