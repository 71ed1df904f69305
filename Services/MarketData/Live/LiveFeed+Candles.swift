import Events
import MarketDataCore
import Quantities
import Venues

// How lines are made whole, and told.
extension LiveFeed {
  /// Answers that did not hold a bar which later ones show to be over.
  private static let absences = 3
  /// What an answer may hold.
  private static let page = 1000

  /// A line does not go on by itself: the log hears it, and the missing bars are asked for.
  mutating func breakLine(_ index: Int) {
    guard lines[index].repair == nil else { return }
    lines[index].repair = CandleLine.Repair(askAt: now)
    openGap(index)
  }

  /// States a gap, unless the log has one or the line has not begun.
  private mutating func openGap(_ index: Int) {
    guard lines[index].gap == nil, let expected = lines[index].next else { return }
    let line = lines[index]
    lines[index].gapOpened(at: expected)
    tell(
      .feedGapOpened(
        FeedGapOpened(
          instrument: line.instrument, timeFrame: line.timeFrame, expected: expected)),
      repetition: lines[index].gap?.repetition ?? 0)
  }

  /// Finds lines whose bar should have come.
  mutating func watchLines() {
    for index in lines.indices where lines[index].repair == nil {
      guard let due = lines[index].due, lines[index].ready == nil,
        now > due + plan.policy.patience
      else { continue }
      breakLine(index)
    }
  }

  // MARK: Asking

  mutating func askForCandles() {
    for index in lines.indices {
      guard let repair = lines[index].repair, repair.question == nil, !repair.isCovered,
        now >= repair.askAt, upSince(lines[index].instrument) != nil
      else { continue }
      let question = ask(.candles(query(for: lines[index])))
      lines[index].repair?.question = question
    }
  }

  private func query(for line: CandleLine) -> CandleQuery {
    let frame = line.timeFrame
    let since = line.end ?? frame.opening(of: now) - frame.interval * plan.history
    return CandleQuery(
      instrument: line.instrument, timeFrame: frame, since: since,
      until: min(max(now, since), since + frame.interval * (Self.page - 1)), limit: Self.page)
  }

  mutating func receive(
    candles result: Result<[VenueCandle], VenueError>, for index: Int, at answered: Instant
  ) {
    lines[index].repair?.question = nil
    switch result {
    case .failure(let error):
      let failures = (lines[index].repair?.failures ?? 0) + 1
      lines[index].repair?.failures = failures
      lines[index].repair?.askAt =
        now + max(plan.policy.retry(after: failures), error.retryAfter ?? .zero)
    case .success(let candles): fill(index, with: candles, at: answered)
    }
    release()
  }

  private mutating func fill(_ index: Int, with candles: [VenueCandle], at answered: Instant) {
    lines[index].repair?.failures = 0
    let frame = lines[index].timeFrame
    let final = candles.filter {
      $0.isClosed && frame.closing(of: $0.openTime) + plan.policy.settling <= answered
    }
    if lines[index].next == nil {
      lines[index].begin(at: final.first?.openTime ?? frame.opening(of: answered))
      openGap(index)
    }
    let before = lines[index].end
    let wasMissed = final.contains { isMissed($0, by: lines[index]) }
    for candle in final { lines[index].take(candle, .repaired, at: now) }
    judge(index, since: before, at: answered)
    if wasMissed { give(up: .market(Self.kind(of: lines[index].instrument))) }
  }

  /// Whether the stream said nothing of a candle at all, although it stood when that was open.
  private func isMissed(_ candle: VenueCandle, by line: CandleLine) -> Bool {
    guard let since = upSince(line.instrument), candle.openTime >= since,
      line.next.map({ candle.openTime >= $0 }) ?? false
    else { return false }
    return line.heard.map { $0 < candle.openTime } ?? true
  }

  /// Decides whether the stream takes over where the candles end, or what to ask next.
  private mutating func judge(_ index: Int, since before: Instant?, at answered: Instant) {
    guard let since = upSince(lines[index].instrument), let end = lines[index].end else { return }
    let closing = lines[index].timeFrame.closing(of: end)
    if closing > since, closing + plan.policy.settling > answered {
      lines[index].repair?.isCovered = true
    } else if closing + plan.policy.settling > answered {
      // It ended before the stream stood, and is not final yet.
      lines[index].repair?.askAt = closing + plan.policy.settling
    } else if let before, end > before {
      lines[index].repair?.absences = 0
      lines[index].repair?.askAt = now
    } else {
      let absences = (lines[index].repair?.absences ?? 0) + 1
      lines[index].repair?.absences = absences
      lines[index].repair?.askAt = now + plan.policy.retry(after: absences)
    }
  }

  // MARK: Telling

  /// Tells all candles whose turn it is.
  mutating func release() {
    for place in plan.instruments.indices where listings[place].told != nil {
      let first = place * plan.frames.count
      let range = first..<(first + plan.frames.count)
      while let index = nextToTell(in: range) { tellCandle(index) }
      for index in range { finish(index) }
    }
  }

  /// The line of an instrument whose candle is next: the earliest end, the coarsest frame.
  private mutating func nextToTell(in range: Range<Int>) -> Int? {
    for index in range { lines[index].skipAbsent(after: Self.absences) }
    var best: Int?
    for index in range where lines[index].ready != nil {
      guard let due = lines[index].due else { continue }
      if best.flatMap({ lines[$0].due }).map({ due < $0 }) ?? true { best = index }
    }
    guard let best, let candle = lines[best].ready, let due = lines[best].due else { return nil }
    if now >= candle.since + plan.policy.hold, range.allSatisfy({ lines[$0].next != nil }) {
      return best
    }
    // Those before it in the range are coarser.
    let isHeld = range.contains { index in
      guard index != best, lines[index].ready == nil else { return false }
      guard let other = lines[index].due else { return true }
      return other < due || other == due && index < best
    }
    return isHeld ? nil : best
  }

  private mutating func tellCandle(_ index: Int) {
    guard let candle = lines[index].ready, let due = lines[index].due else { return }
    let (line, bar) = (lines[index], candle.bar)
    let closed = CandleClosed(
      instrument: line.instrument, timeFrame: line.timeFrame, openTime: bar.openTime,
      open: bar.open, high: bar.high, low: bar.low, close: bar.close, volume: bar.volume,
      quality: candle.quality)
    tell(clock: due)
    stateBook(before: closed)
    tell(.candleClosed(closed))
    lines[index].told(openTime: bar.openTime)
  }

  /// States the end of a gap when all that was missing is told.
  private mutating func finish(_ index: Int) {
    guard let repair = lines[index].repair, repair.isCovered, lines[index].ready == nil,
      let next = lines[index].next
    else { return }
    guard lines[index].waiting.isEmpty else {
      // The stream lost one meanwhile.
      lines[index].repair = CandleLine.Repair(askAt: now)
      return
    }
    lines[index].repair = nil
    guard let gap = lines[index].gap else { return }
    lines[index].gapClosed()
    tell(
      .feedGapClosed(
        FeedGapClosed(
          instrument: lines[index].instrument, timeFrame: lines[index].timeFrame, from: gap.from,
          until: next, missing: gap.missing)),
      repetition: gap.repetition)
  }
}
