import Digest
import EventLog
import EventSourcing
import Events
import Glibc

/// Measures the log against the same inserts made straight into SQLite, in the same run.
///
///     log-benchmark [DIRECTORY] [EVENTS]
@main
struct LogBenchmark {
  static func main() {
    let arguments = CommandLine.arguments
    let directory = arguments.count > 1 ? arguments[1] : "/tmp/martlet-log-benchmark"
    let events = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 262_144
    guard events >= 256 else {
      print("usage: log-benchmark [DIRECTORY] [EVENTS, at least 256]")
      exit(64)
    }
    do {
      try run(directory, events)
    } catch {
      print(error)
      exit(74)
    }
  }

  private static func run(_ directory: String, _ count: Int) throws(LogError) {
    unsafe mkdir(directory, 0o755)
    let batches = makeBatches(count)
    var logs: [Duration] = []
    var plains: [Duration] = []
    var bares: [Duration] = []
    var slowest = 0.0
    for _ in 0..<3 {
      plains.append(plain(directory, batches, uniqueIds: true))
      bares.append(plain(directory, batches, uniqueIds: false))
      removeLog(directory)
      var log = try SegmentedLog(directory: directory)
      var failure: LogError?
      logs.append(
        duration {
          do throws(LogError) {
            for batch in batches {
              let start = monotonic()
              _ = try log.append([batch])
              slowest = max(slowest, monotonic() - start)
            }
          } catch { failure = error }
        })
      if let failure { throw failure }
    }
    print("append, batches of 256, sealing of segments included, over \(count) events:")
    report("log", logs, against: logs, count)
    report("straight into SQLite, ids unique", plains, against: logs, count)
    report("straight into SQLite, no index", bares, against: logs, count)
    print("  slowest append, which seals a segment: \(whole(slowest * 1000)) ms")
    try singles(directory, batches)
    try reading(directory, count)
    removeLog(directory)
  }

  private static func plain(
    _ directory: String, _ batches: [ProposalBatch], uniqueIds: Bool
  ) -> Duration {
    let plain = PlainLog("\(directory)/plain.db", uniqueIds: uniqueIds)
    defer { plain.remove() }
    return duration { plain.append(batches) }
  }

  private static func report(
    _ name: String, _ durations: [Duration], against logs: [Duration], _ count: Int
  ) {
    let wall = median(durations.map(\.wall))
    let processor = median(durations.map(\.processor))
    let ratio = hundredths(wall / median(logs.map(\.wall)))
    let ofProcessor = hundredths(processor / median(logs.map(\.processor)))
    print(
      "  \(name): \(whole(Double(count) / wall)) events/s, "
        + "\(hundredths(processor / Double(count) * 1e6)) µs of processor an event; "
        + "the log is \(ratio) times as fast (by processor time \(ofProcessor))")
  }

  /// One event, one commit.
  private static func singles(_ directory: String, _ batches: [ProposalBatch]) throws(LogError) {
    let folder = directory + "/singles"
    unsafe mkdir(folder, 0o755)
    let single = batches.flatMap(\.proposals).prefix(4000).map {
      ProposalBatch(producer: .indicator, epoch: 1, proposals: [$0])
    }
    let plain = PlainLog("\(folder)/plain.db")
    let plainTimes = single.map { batch in seconds { plain.append([batch]) } }
    plain.remove()
    removeLog(folder)
    var log = try SegmentedLog(directory: folder)
    var logTimes: [Double] = []
    for batch in single {
      var failure: LogError?
      logTimes.append(
        seconds {
          do throws(LogError) { _ = try log.append([batch]) } catch { failure = error }
        })
      if let failure { throw failure }
    }
    removeLog(folder)
    print("append, one event a commit: log \(percentiles(logTimes))")
    print("  straight into SQLite \(percentiles(plainTimes))")
  }

  private static func reading(_ directory: String, _ count: Int) throws(LogError) {
    var reader = try LogFileReader(directory: directory)
    var failure: LogError?
    var sum = Int64(0)
    let step = duration {
      do throws(LogError) {
        try reader.forEach { row throws(LogError) in
          sum &+= row.seq
          return true
        }
      } catch { failure = error }
    }
    let spans = duration {
      do throws(LogError) {
        try reader.forEach { row throws(LogError) in
          sum &+= Int64(row.payload.byteCount) &+ row.cause
          _ = try row.type()
          return true
        }
      } catch { failure = error }
    }
    let copies = duration {
      do throws(LogError) {
        try reader.forEach { row throws(LogError) in
          sum &+= try row.event().seq
          return true
        }
      } catch { failure = error }
    }
    let verify = duration {
      do throws(LogError) {
        let report = try LogVerification.verifyChain(directory: directory)
        if !report.holds { print("the log does not hold: \(report.problem!)") }
      } catch { failure = error }
    }
    if let failure { throw failure }
    func rate(_ time: Duration) -> String {
      "\(whole(Double(count) / time.wall)) a second"
        + " (\(whole(Double(count) / time.processor)) a processor second)"
    }
    print("read, rows stepped: \(rate(step))")
    print("read, type and payload lent: \(rate(spans))")
    print("read, events copied: \(rate(copies))")
    print("verify: \(rate(verify)), check \(sum & 0xff)")
  }
}
