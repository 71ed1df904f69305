import Assembly
import EventLog
import EventSourcing
import Events
import ServiceKit

/// `martlet replay`: fold a log again without deciding anything, and print what it came to.
enum ReplayCommand: Command {
  static let verb = Verb(
    "replay", "Rebuild every decider from the log, and print the session's summary and the states.",
    details: """
      Nothing is decided and nothing is appended: each decider takes its own conclusions from the \
      log, as a service does at its start. The hashes of the states are those of: martlet verify.
      """,
    options: [
      .data,
      CommandOption("until", .text("SEQ|TIME"), "End with this event, or at this time."),
      .json,
    ])

  static func run(_ invocation: Invocation) throws -> ExitCode {
    let directory = try DataDirectory.existing(at: invocation.value("data"))
    var log = try LogFileReader(directory: directory.path)
    let until = try LogPlace("until", of: invocation)
    let end = try min(log.head().seq, until?.last(in: &log) ?? .max)
    let rate = Rate()
    var replays = Replays()
    var summary = SessionSummary()
    try LogReading.forEachPlace(in: &log, through: end) { place, event in
      replays.read(place, event)
      summary.note(event)
    }
    replays.finish()
    let speed = rate.perSecond(Int64(summary.events))
    let hashes = try StateHashes(replays.states)
    if invocation.flag("json") {
      Program.print(
        #"{"events":\#(summary.events),"eventsPerSecond":\#(speed),"states":\#(hashes.json),"#
          + #""summary":\#(SummaryReport(summary).json)}"#)
    } else {
      Program.print(SummaryReport(summary).text)
      Program.print(hashes.text)
      Program.print("\(summary.events) events replayed, \(speed) events/s")
    }
    return .ok
  }
}

/// Reading a log event by event, decoded.
enum LogReading {
  /// Hands every event up to `end` to the closure.
  static func forEach(
    in log: inout LogFileReader, from first: SequenceNumber = 1, through end: SequenceNumber,
    _ body: (StoredEvent, Event) throws -> Void
  ) throws {
    var failure: (any Error)?
    try log.forEach(from: first, through: end) { row throws(LogError) in
      let stored = try row.event()
      do {
        try body(stored, try Event(reading: stored))
        return true
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
  }

  /// Hands every event up to `end` to the closure, and of its envelope what a history needs: half
  /// the work of the whole.
  static func forEachPlace(
    in log: inout LogFileReader, through end: SequenceNumber, _ body: (EventPlace, Event) -> Void
  ) throws {
    var failure: ServiceStop?
    try log.forEachPayload(through: end) { row throws(LogError) in
      let (type, place) = (try row.type(), try row.place())
      do throws(EventDecodingError) {
        let event = try Event(type: type, version: row.version, payload: row.payload)
        body(place, event)
        return true
      } catch {
        failure = .unreadable(row.seq, error)
        return false
      }
    }
    if let failure { throw failure }
  }
}
