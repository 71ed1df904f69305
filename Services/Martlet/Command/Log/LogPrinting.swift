import EventLog
import EventSourcing
import Events
import ServiceKit

/// A reading of the log that prints what is wanted, and stops quietly when nobody reads on.
struct LogPrinting {
  private static let pause: Int64 = 100_000_000

  private var log: LogFileReader
  private let filter: EventFilter
  private var lines: EventLines
  private var next: SequenceNumber = 1

  init(_ log: LogFileReader, _ filter: EventFilter, asJSON: Bool) {
    self.log = log
    self.filter = filter
    lines = EventLines(asJSON: asJSON)
  }

  /// Prints what the log holds now.
  mutating func print(since: LogPlace?, until: LogPlace?, last: Int?) throws {
    let head = try log.head().seq
    let end = min(head, try until?.last(in: &log) ?? head)
    next = try since?.first(in: &log) ?? 1
    if let last { next = try start(ofLast: last, through: end) }
    lines.clock = try MarketClock(before: next, in: &log)
    try print(through: end)
  }

  /// Where the last so many wanted events begin.
  private mutating func start(ofLast count: Int, through end: SequenceNumber) throws
    -> SequenceNumber
  {
    guard count > 0 else { return end + 1 }
    if filter.isOpen { return max(next, end - Int64(count) + 1) }
    let filter = filter
    var found: [SequenceNumber] = []
    try log.forEach(from: next, through: end) { row throws(LogError) in
      if try filter.wants(row) { found.append(row.seq) }
      if found.count >= 2 * count + 1024 { found.removeFirst(found.count - count) }
      return true
    }
    return found.suffix(count).first ?? end + 1
  }

  /// Prints what comes, until the place is passed or nobody reads any more.
  mutating func follow(until: LogPlace?) throws {
    while lines.isHeard {
      let head = try log.head().seq
      let end = try until?.last(in: &log) ?? .max
      try print(through: min(head, end))
      if isPast(until, end: end, head: head) { return }
      guard Program.isHeard else { return }
      SystemClock.sleep(nanoseconds: Self.pause)
    }
  }

  /// Whether nothing more can come before the place.
  private func isPast(
    _ until: LogPlace?, end: SequenceNumber, head: SequenceNumber
  ) -> Bool {
    switch until {
    case .seq: head >= end
    // A moment of the market is over when a later one has begun.
    case .time: head > end
    case nil: false
    }
  }

  private mutating func print(through end: SequenceNumber) throws {
    guard next <= end, lines.isHeard else { return }
    let filter = filter
    var lines = lines
    defer { self.lines = lines }
    try log.forEach(from: next, through: end) { row throws(LogError) in
      try lines.clock.note(row.type(), row.event())
      if try filter.wants(row) { lines.add(try row.event()) }
      return lines.isHeard
    }
    lines.flush()
    next = end + 1
  }
}

/// Lines that are printed many at once.
private struct EventLines {
  private let asJSON: Bool
  private var text = ""
  var clock = MarketClock()
  /// Whether somebody still reads.
  private(set) var isHeard = true

  init(asJSON: Bool) { self.asJSON = asJSON }

  mutating func add(_ stored: StoredEvent) {
    let line = EventLine(stored: stored, clock: clock.now)
    text += (asJSON ? line.json : line.text) + "\n"
    if text.utf8.count >= 1 << 16 { flush() }
  }

  mutating func flush() {
    guard !text.isEmpty else { return }
    isHeard = Program.write(text)
    text = ""
  }
}
