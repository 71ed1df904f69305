import EventLog
import EventSourcing
import Events
import Glibc
import Quantities
import ServiceKit

/// A whole session of separate processes over a generated market, in lock-step: how long it takes
/// from a candle to the order that it leads to, and what memory the processes use.
enum SessionSection {
  private static let days = 300
  private static let names = [
    "journal", "indicator", "signal", "risk", "execution", "ledger", "market-data",
  ]

  private struct Sample {
    let seq: SequenceNumber
    let kibibytes: [Int]
  }

  static func run() throws {
    try withDirectory { directory in
      var samples: [Sample] = []
      let time = try seconds { samples = try session(directory) }
      var log = try LogFileReader(directory: directory.path)
      let count = Int(try log.head().seq)
      figure(
        "a session in lock-step",
        "\(spaced(Double(count))) events in \(hundredths(time)) s, "
          + "\(spaced(Double(count) / time)) events/s")
      try CandleToOrder.report(&log, in: directory)
      report(samples, of: Double(count))
    }
  }

  /// Runs a session to its end and looks at the memory of its processes now and then.
  private static func session(_ directory: DataDirectory) throws -> [Sample] {
    let session = try Child(
      "martlet", ["up", "--data", directory.path, "--days", "\(days)", "--until-end", "--json"],
      log: "\(directory.path)/up.out")
    var samples: [Sample] = []
    var log: LogFileReader?
    while !session.hasEnded() {
      usleep(100_000)
      if log == nil { log = try? LogFileReader(directory: directory.path) }
      guard let seq = try? log?.head().seq else { continue }
      let memory = names.map { name in
        directory.process(of: name).flatMap { residentMemory(of: $0.pid) } ?? 0
      }
      if memory.allSatisfy({ $0 > 0 }) { samples.append(Sample(seq: seq, kibibytes: memory)) }
    }
    return samples
  }

  private static func report(_ samples: [Sample], of count: Double) {
    print("  memory in MiB after a part of the events:")
    for part in [0.1, 0.25, 0.5, 0.75, 1] {
      guard let sample = samples.last(where: { Double($0.seq) <= count * part + 0.5 }) else {
        continue
      }
      let sizes = zip(names, sample.kibibytes).map { "\($0) \(($1 + 512) / 1024)" }
      figure("  \(spaced(Double(sample.seq)))", sizes.joined(separator: ", "))
    }
  }
}
