public import Events
import Quantities

/// What a log says of a live feed: where each line stands, which gaps are open, which rules hold.
public struct FeedRecord: Sendable {
  private var lines: [CandleLine] = []
  private var listings: [LiveFeed.Listing] = []
  private var fundings: [(instrument: Name, at: Instant)] = []
  private(set) var clock: Instant?
  /// The first tick of the log.
  private(set) var sessionStart: Instant?

  /// Of an empty log.
  public init() {}

  /// The types of events that it takes note of.
  public static let types: [EventType] = [
    .instrumentListed, .candleClosed, .feedGapOpened, .feedGapClosed, .clockTicked,
    .fundingRatePublished,
  ]

  /// Takes note of an event of the log, in its order; others than `types` change nothing.
  public mutating func note(_ event: Event) {
    switch event {
    case .clockTicked(let tick):
      clock = max(clock ?? tick.at, tick.at)
      if sessionStart == nil { sessionStart = tick.at }
    case .instrumentListed(let listed): note(listed)
    case .candleClosed(let candle):
      lines[place(candle.instrument, candle.timeFrame)].told(openTime: candle.openTime)
    case .feedGapOpened(let gap):
      lines[place(gap.instrument, gap.timeFrame)].gapOpened(at: gap.expected)
    case .feedGapClosed(let gap): lines[place(gap.instrument, gap.timeFrame)].gapClosed()
    case .fundingRatePublished(let funding):
      fundings.removeAll { $0.instrument == funding.instrument }
      fundings.append((funding.instrument, funding.at))
    default: break
    }
  }

  private mutating func note(_ listed: InstrumentListed) {
    var listing = listing(listed.instrument) ?? LiveFeed.Listing(instrument: listed.instrument)
    listing.told = listed
    listing.count += 1
    listings.removeAll { $0.instrument == listed.instrument }
    listings.append(listing)
  }

  private mutating func place(_ instrument: Name, _ frame: TimeFrame) -> Int {
    let found = lines.firstIndex { $0.timeFrame == frame && $0.instrument == instrument }
    if let found { return found }
    lines.append(CandleLine(instrument, frame))
    return lines.count - 1
  }

  func line(_ instrument: Name, _ frame: TimeFrame) -> CandleLine? {
    lines.first { $0.timeFrame == frame && $0.instrument == instrument }
  }

  func listing(_ instrument: Name) -> LiveFeed.Listing? {
    listings.first { $0.instrument == instrument }
  }

  func funding(_ instrument: Name) -> Instant? {
    fundings.first { $0.instrument == instrument }?.at
  }
}
