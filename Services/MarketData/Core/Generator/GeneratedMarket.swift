public import Events
public import Quantities

/// A made-up market that is the same on every machine for the same seed.
///
/// Each instrument walks on its own through phases: ranges between two levels that are tested,
/// respected with long wicks and at last broken; trends up and down with pullbacks; volatile days.
/// Into these fall spikes, bars without a trade, and missing bars after which the price has
/// jumped. All arithmetic is on integers, the random bits come from `RandomBits`.
///
/// It is made so that every part of the suite has something to do. What a strategy earns on it
/// says nothing about what it earns anywhere else.
public struct GeneratedMarket: Sendable, Hashable {
  public var seed: Int
  /// How many instruments there are: 1 to `instrumentLimit`.
  public var instruments: Int
  /// How many days there are, at most `dayLimit`; 0 for as many as that.
  public var days: Int
  /// The finest candles; they fill an hour.
  public var timeFrame: TimeFrame
  /// Whether order books are stated, one with each of the finest candles.
  public var hasBooks: Bool

  /// The most instruments that can be made.
  public static let instrumentLimit = GeneratedInstrument.all.count

  /// The most days that can be made; instants end not long after them, in 2262.
  public static let dayLimit = 80_000

  /// When every generated market begins: a Monday, 2024-01-01T00:00:00Z.
  public static let beginning = Instant(seconds: 1_704_067_200)

  public init(
    seed: Int, instruments: Int, days: Int, timeFrame: TimeFrame = .m15, hasBooks: Bool = false
  ) {
    precondition((1...GeneratedMarket.instrumentLimit).contains(instruments), "no such count")
    precondition((0...GeneratedMarket.dayLimit).contains(days), "no such count of days")
    precondition(timeFrame.divides(.h1), "the candles of a generated market fill an hour")
    self.seed = seed
    self.instruments = instruments
    self.days = days
    self.timeFrame = timeFrame
    self.hasBooks = hasBooks
  }

  /// The rules of the instruments.
  public var listings: [InstrumentListed] {
    GeneratedInstrument.all.prefix(instruments).map(\.listing)
  }

  /// The candles, made as they are asked for.
  public var series: [CandleSeries] {
    GeneratedInstrument.all.prefix(instruments).enumerated().map { index, instrument in
      CandleSeries(
        instrument: instrument.instrument, timeFrame: timeFrame,
        generator: BarGenerator(instrument, of: self, index: index))
    }
  }
}

extension Market {
  /// Makes the market of a generator, with these time frames built from its candles.
  public init(_ generated: GeneratedMarket, frames: [TimeFrame]) {
    self.init(
      listings: generated.listings, series: generated.series, frames: frames,
      books: generated.hasBooks ? BookGenerator(seed: generated.seed) : nil)
  }
}
