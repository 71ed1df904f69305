public import Events
public import Quantities

/// A recorded or generated market, told as the steps in which it became known.
///
/// A step is everything that is known at one instant: the clock first, then where order books are
/// stated one for each bar of an instrument's finest series that closes then, then for each candle
/// that closes then (coarser time frames first, within one the instruments in order) the candle, with
/// the end of a gap before it, or the news that it is missing. The first step lists the
/// instruments, at the opening of the first candle; the last says that the market has ended.
///
/// The same market gives the same steps every time, so whoever was interrupted makes it again
/// and skips what the log holds already.
public struct Market: Sendable {
  public let listings: [InstrumentListed]
  /// Coarser first, then in the order of the instruments.
  private var lines: [Line]
  /// When each line has something to say, beside the lines for the sake of speed.
  private var due: [Instant]
  /// For each instrument its finest line and the lines that are built from it.
  private let feeds: [(source: Int, targets: [Int])]
  private let books: BookGenerator?
  private var stage = Stage.beforeListing
  /// The instant of the last step.
  private var now: Instant
  /// How many candles were published.
  public private(set) var candles = 0

  private enum Stage {
    case beforeListing, trading, ended
  }

  /// Makes a market of the series, and builds the time frames that are not among them.
  ///
  /// A time frame of `frames` that an instrument has no series for is built from its finest
  /// series. Traps when an instrument is without a series or its finest one does not divide a
  /// time frame: `canBuild` tells beforehand. With a maker of order books each bar of a finest
  /// series has one.
  public init(
    listings: [InstrumentListed], series: [CandleSeries], frames: [TimeFrame],
    books: BookGenerator? = nil
  ) {
    self.books = books
    let unsorted = Market.lines(listings, series, frames)
    let order = unsorted.indices.sorted { a, b in
      let (x, y) = (unsorted[a].line, unsorted[b].line)
      return x.timeFrame == y.timeFrame
        ? unsorted[a].instrument < unsorted[b].instrument : x.timeFrame > y.timeFrame
    }
    self.listings = listings
    lines = order.map { unsorted[$0].line }
    due = lines.map(\.due)
    feeds = listings.indices.map { instrument in
      let own = order.indices.filter { unsorted[order[$0]].instrument == instrument }
      guard let source = own.last else { preconditionFailure("an instrument without candles") }
      return (source, own.filter { unsorted[order[$0]].line.isBuilt })
    }
    now = lines.compactMap(\.firstOpening).min() ?? .epoch
  }

  /// Whether candles of the time frame can be had from these, as they are or built.
  public static func canBuild(_ frame: TimeFrame, from series: [TimeFrame]) -> Bool {
    series.contains(frame) || series.min().map { $0.divides(frame) } == true
  }
}

extension Market {
  /// The instant of the next step; nil after the last. The last has the instant of the one before.
  public var nextInstant: Instant? {
    switch stage {
    case .beforeListing: return now
    case .trading:
      let next = nextDue
      return next == .never ? now : next
    case .ended: return nil
    }
  }

  /// Replaces `facts` by those of the next step; false, and no facts, after the last.
  public mutating func nextStep(into facts: inout [Event]) -> Bool {
    facts.removeAll(keepingCapacity: true)
    switch stage {
    case .beforeListing:
      facts.append(.clockTicked(ClockTicked(at: now)))
      for listing in listings { facts.append(.instrumentListed(listing)) }
      stage = .trading
    case .trading:
      let next = nextDue
      if next == .never {
        facts.append(.marketEnded(MarketEnded(at: now, candles: candles)))
        stage = .ended
      } else {
        publish(at: next, into: &facts)
      }
    case .ended: return false
    }
    return true
  }

  /// Passes over the steps through the last clock that the log holds.
  ///
  /// The end of the market is never passed over: its step bears no clock. Whoever appended it
  /// appends it again, and the log knows it by its id.
  public mutating func skip(through clock: Instant) {
    var facts: [Event] = []
    while stage == .beforeListing ? now <= clock : nextDue <= clock, nextDue != .never {
      _ = nextStep(into: &facts)
    }
  }
}

extension Market {
  private typealias Entry = (line: Line, instrument: Int)

  private static func lines(
    _ listings: [InstrumentListed], _ series: [CandleSeries], _ frames: [TimeFrame]
  ) -> [Entry] {
    var entries: [Entry] = []
    for (instrument, listing) in listings.enumerated() {
      let own = series.filter { $0.instrument == listing.instrument }
      let given = own.map(\.timeFrame)
      guard let finest = own.min(by: { $0.timeFrame < $1.timeFrame }) else {
        preconditionFailure("\(listing.instrument) has no candles")
      }
      precondition(!finest.reader.isEmpty, "\(listing.instrument) has a series without candles")
      for series in own { entries.append((Line(series), instrument)) }
      for frame in Set(frames).subtracting(given).sorted() {
        precondition(finest.timeFrame.divides(frame), "\(frame) from \(finest.timeFrame)")
        entries.append((Line(frame, builtFrom: Line(finest)), instrument))
      }
    }
    return entries
  }

  private var nextDue: Instant {
    var earliest = Instant.never
    for instant in due where instant < earliest { earliest = instant }
    return earliest
  }

  private mutating func publish(at instant: Instant, into facts: inout [Event]) {
    now = instant
    facts.append(.clockTicked(ClockTicked(at: instant)))
    for feed in feeds where due[feed.source] == instant {
      guard let bar = lines[feed.source].closing else { continue }
      for target in feed.targets {
        lines[target].fold(bar)
        due[target] = lines[target].due
      }
    }
    if let books { state(books, at: instant, into: &facts) }
    for index in lines.indices where due[index] == instant {
      candles += lines[index].publish(into: &facts)
      due[index] = lines[index].due
    }
    for feed in feeds where due[feed.source] == .never { end(feed.targets, at: instant) }
  }

  /// Books come before the bars: what a bar leads to looks at the book of its moment.
  private func state(_ books: BookGenerator, at instant: Instant, into facts: inout [Event]) {
    for (feed, listing) in zip(feeds, listings) where due[feed.source] == instant {
      guard let bar = lines[feed.source].closing else { continue }
      let timeFrame = lines[feed.source].timeFrame
      facts.append(.bookObserved(books.book(after: bar, of: timeFrame, on: listing)))
    }
  }

  private mutating func end(_ targets: [Int], at instant: Instant) {
    for target in targets where due[target] != .never {
      lines[target].end(at: instant)
      due[target] = lines[target].due
    }
  }
}
