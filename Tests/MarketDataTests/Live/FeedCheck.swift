import Events
import MarketDataLive
import Quantities
import Testing
import Venues

/// Reads the facts of a live feed, and knows nothing of how they were made.
struct FeedCheck {
  private var clock: Instant?
  private var listed: [Name] = []
  private var lines: [Line] = []

  struct Line {
    let instrument: Name
    let timeFrame: TimeFrame
    var next: Instant
    var first: Instant
    var gap: Instant?
    var told = 0
    var gaps = 0
    /// Bars that were left out.
    var skipped = 0
  }

  init(_ events: [Event], of market: FakeMarket) {
    for event in events { take(event, market) }
  }

  func line(_ instrument: Name, _ frame: TimeFrame) -> Line? {
    lines.first { $0.instrument == instrument && $0.timeFrame == frame }
  }

  private mutating func take(_ event: Event, _ market: FakeMarket) {
    switch event {
    case .clockTicked(let tick):
      #expect(clock.map { tick.at > $0 } ?? true, "the clock goes back")
      clock = tick.at
    case .instrumentListed(let rules): listed.append(rules.instrument)
    case .candleClosed(let candle): take(candle, market)
    case .feedGapOpened(let gap):
      let index = place(gap.instrument, gap.timeFrame, at: gap.expected)
      #expect(lines[index].gap == nil, "a gap in a gap")
      #expect(lines[index].next == gap.expected)
      lines[index].gap = gap.expected
      lines[index].gaps += 1
    case .feedGapClosed(let gap):
      let index = place(gap.instrument, gap.timeFrame, at: gap.from)
      #expect(lines[index].gap == gap.from, "the end of a gap that is none")
      #expect(lines[index].next == gap.until)
      #expect(lines[index].skipped == gap.missing)
      lines[index].skipped = 0
      lines[index].gap = nil
    default: break
    }
  }

  private mutating func take(_ candle: CandleClosed, _ market: FakeMarket) {
    #expect(listed.contains(candle.instrument), "a candle of what is not listed")
    #expect(clock.map { candle.closeTime <= $0 } ?? false, "a candle of the future")
    let index = place(candle.instrument, candle.timeFrame, at: candle.openTime)
    #expect(candle.openTime >= lines[index].next, "a candle twice or out of order")
    if candle.openTime > lines[index].next {
      #expect(lines[index].gap != nil, "a candle is missing, and nothing says so")
      lines[index].skipped +=
        (candle.openTime - lines[index].next) / candle.timeFrame.interval
    }
    let truth = market.candle(candle.instrument, candle.timeFrame, candle.openTime)
    #expect(candle.open == truth.open && candle.close == truth.close, "not what happened")
    #expect(candle.volume == truth.volume)
    lines[index].next = candle.closeTime
    lines[index].told += 1
  }

  private mutating func place(_ instrument: Name, _ frame: TimeFrame, at first: Instant) -> Int {
    let found = lines.firstIndex { $0.instrument == instrument && $0.timeFrame == frame }
    if let found { return found }
    lines.append(Line(instrument: instrument, timeFrame: frame, next: first, first: first))
    return lines.count - 1
  }
}
