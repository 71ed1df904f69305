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
    var logRates: [Double] = []
    var plainRates: [Double] = []
    var bareRates: [Double] = []
    for round in 0..<3 {
      let plain = PlainLog("\(directory)/plain-\(getpid())-\(round).db")
      plainRates.append(Double(count) / seconds { plain.append(batches) })
      plain.remove()
      let bare = PlainLog("\(directory)/plain-\(getpid())-\(round).db", uniqueIds: false)
      bareRates.append(Double(count) / seconds { bare.append(batches) })
      bare.remove()
      removeLog(directory)
      var log = try SegmentedLog(directory: directory)
      var failure: LogError?
      let time = seconds {
        do throws(LogError) {
          for batch in batches { _ = try log.append([batch]) }
        } catch { failure = error }
      }
      if let failure { throw failure }
      logRates.append(Double(count) / time)
    }
    let (log, plain, bare) = (median(logRates), median(plainRates), median(bareRates))
    print("append, batches of 256: log \(whole(log)) events/s")
    print("  straight into SQLite, unique ids: \(whole(plain)), ratio \(hundredths(log / plain))")
    print("  straight into SQLite, no index:   \(whole(bare)), ratio \(hundredths(log / bare))")
    try sealing(directory)
    try singles(directory, batches)
    try reading(directory, count)
    removeLog(directory)
  }

  /// How long an append waits in which a segment is sealed.
  private static func sealing(_ directory: String) throws(LogError) {
    var log = try SegmentedLog(directory: directory)
    var failure: LogError?
    let time = seconds {
      do throws(LogError) { try log.roll() } catch { failure = error }
    }
    if let failure { throw failure }
    print("seal and roll of \(log.head.seq) events: \(whole(time * 1000)) ms")
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
    let step = seconds {
      do throws(LogError) {
        try reader.forEach { row throws(LogError) in
          sum &+= row.seq
          return true
        }
      } catch { failure = error }
    }
    let spans = seconds {
      do throws(LogError) {
        try reader.forEach { row throws(LogError) in
          sum &+= Int64(row.payload.byteCount) &+ row.cause
          _ = try row.type()
          return true
        }
      } catch { failure = error }
    }
    let copies = seconds {
      do throws(LogError) {
        try reader.forEach { row throws(LogError) in
          sum &+= try row.event().seq
          return true
        }
      } catch { failure = error }
    }
    let verify = seconds {
      do throws(LogError) {
        let report = try LogVerification.verifyChain(directory: directory)
        if !report.holds { print("the log does not hold: \(report.problem!)") }
      } catch { failure = error }
    }
    if let failure { throw failure }
    func rate(_ time: Double) -> Int { whole(Double(count) / time) }
    print(
      "read: step \(rate(step)) rows/s, type and payload \(rate(spans)), copied \(rate(copies))")
    print("verify: \(rate(verify)) events/s (check \(sum & 0xff))")
  }
}
