import EventLog
import EventSourcing
import Events
import Quantities
import ServiceKit

/// A place in a log as people name it: a number, or a moment of the market.
enum LogPlace {
  case seq(SequenceNumber)
  case time(Instant)

  static let expected = "an event's number, or a time such as 2021-05-19 or 2021-05-19T13:00:00Z"

  init?(_ text: String) {
    if let seq = SequenceNumber(text) {
      guard seq >= 0 else { return nil }
      self = .seq(seq)
    } else if let time = Instant(text) {
      self = .time(time)
    } else {
      return nil
    }
  }

  /// The place that an option names, if it is given.
  init?(_ option: String, of invocation: Invocation) throws(UsageError) {
    guard let text = invocation.text(option) else { return nil }
    guard let place = LogPlace(text) else {
      throw UsageError(
        .badValue(option: option, given: text, expected: Self.expected),
        help: "martlet help \(invocation.verb)")
    }
    self = place
  }

  /// The first event at this place or after it; behind the end when there is none.
  func first(in log: inout LogFileReader) throws -> SequenceNumber {
    switch self {
    case .seq(let seq): return max(1, seq)
    case .time(let time):
      return try tick(in: &log) { $0 >= time } ?? (try log.head().seq + 1)
    }
  }

  /// The last event at this place or before it.
  func last(in log: inout LogFileReader) throws -> SequenceNumber {
    switch self {
    case .seq(let seq): return seq
    case .time(let time):
      // Everything that follows from this moment belongs to it, up to the next tick.
      return try tick(in: &log) { $0 > time }.map { $0 - 1 } ?? (try log.head().seq)
    }
  }

  /// The first tick of the clock for which something holds.
  private func tick(
    in log: inout LogFileReader, where holds: (Instant) -> Bool
  ) throws -> SequenceNumber? {
    var next: SequenceNumber = 1
    while true {
      let page = try log.events(subject: "clock", from: next, limit: 10_000)
      for stored in page {
        if case .clockTicked(let tick) = try Event(reading: stored), holds(tick.at) {
          return stored.seq
        }
      }
      guard let last = page.last else { return nil }
      next = last.seq + 1
    }
  }
}

/// The market's clock beside a reading of the log.
struct MarketClock {
  private(set) var now: Instant?

  /// Before the first event.
  init() {}

  /// As it stands before an event.
  init(before seq: SequenceNumber, in log: inout LogFileReader) throws {
    var end = seq - 1
    while end >= 1, now == nil {
      let start = max(1, end - 511)
      try log.forEach(from: start, through: end) { row throws(LogError) in
        try note(row.type(), try row.event())
        return true
      }
      end = start - 1
    }
  }

  /// Takes note of the next event.
  mutating func note(_ type: EventType, _ stored: @autoclosure () throws(LogError) -> StoredEvent)
    throws(LogError)
  {
    guard type == .clockTicked else { return }
    let stored = try stored()
    if case .clockTicked(let tick) = try? Event(stored) { now = tick.at }
  }

  var text: String { now?.description ?? "–" }
}
