import Assembly
import EventLog
import EventSourcing
import Events
import ExecutionCore
import IndicatorCore
import LedgerCore
import PaperVenue
import RiskCore
import SignalCore

/// Events a second that are read from a log, decoded, and folded, on one core.
enum ReplaySection {
  static func run() throws {
    let directory = try BigLog.path()
    var log = try LogFileReader(directory: directory)
    let count = Int(try log.head().seq)
    try printMix(of: &log, count)
    var sum: Int64 = 0
    let rows = try medianDuration(of: 3) {
      try log.forEach { row throws(LogError) in
        sum &+= row.seq &+ Int64(row.payload.byteCount)
        return true
      }
    }
    figure("rows lent", rate(count, rows))
    let payloads = try medianDuration(of: 3) {
      try log.forEachPayload { row throws(LogError) in
        sum &+= row.seq &+ Int64(row.payload.byteCount)
        return true
      }
    }
    figure("payload rows lent", rate(count, payloads))
    let copies = try medianDuration(of: 3) {
      try log.forEach { row throws(LogError) in
        sum &+= try row.event().seq
        return true
      }
    }
    figure("envelopes copied", rate(count, copies))
    precondition(sum != 0)
    try fold(Indicator.self, directory, count)
    try fold(Signal.self, directory, count)
    try fold(Risk.self, directory, count)
    try fold(Execution.self, directory, count)
    try fold(PaperVenue.self, directory, count)
    try fold(Ledger.self, directory, count)
    let all = try medianDuration(of: 3) {
      var replays = Replays()
      try log.forEachPayload { row throws(LogError) in
        guard let event = try decoded(row, try row.type()) else { return false }
        replays.read(try row.place(), event)
        return true
      }
      replays.finish()
    }
    figure("all six at once, everything decoded", rate(count, all))
  }

  private static func decoded(
    _ row: borrowing LogPayloadRow, _ type: EventType
  ) throws(LogError) -> Event? {
    try? Event(type: type, version: row.version, payload: row.payload)
  }

  /// What a service does with the log when it starts without a snapshot.
  private static func fold<D: Decider>(
    _ decider: D.Type, _ directory: String, _ count: Int
  ) throws {
    var log = try LogFileReader(directory: directory)
    let needed = EventTypeSet(D.Input.types)
      .union(
        EventTypeSet(
          EventType.allCases.filter { $0.topic != .system && $0.owners.contains(D.producer) }))
    let time = try medianDuration(of: 3) {
      var history = History<D>()
      try log.forEachPayload { row throws(LogError) in
        let type = try row.type()
        guard needed.contains(type) else { return true }
        guard let event = try decoded(row, type) else { return false }
        history.read(try row.place(), event)
        return true
      }
      _ = history.finish()
    }
    figure("read, decoded, folded: \(D.producer.rawValue)", rate(count, time))
  }

  private static func printMix(of log: inout LogFileReader, _ count: Int) throws {
    var counts = [EventType: Int]()
    try log.forEach { row throws(LogError) in
      counts[try row.type(), default: 0] += 1
      return true
    }
    let mix = counts.sorted { ($0.value, $0.key.rawValue) > ($1.value, $1.key.rawValue) }
      .prefix(10).map {
        "\($0.key.rawValue) \(hundredths(Double($0.value * 100) / Double(count))) %"
      }
    print("  \(spaced(Double(count))) events: \(mix.joined(separator: ", "))")
  }
}
