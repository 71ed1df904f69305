import EventLog
import EventSourcing
import Glibc
import ServiceKit

/// How long a service takes from being started to being ready, with a million events in the log.
enum StartSection {
  static func run() throws {
    let directory = try BigLog.directory()
    var reader = try LogFileReader(directory: directory.path)
    print("  \(spaced(Double(try reader.head().seq))) events in the log")
    let (journal, journalTime) = try timed { try Child.ready("journal", in: directory) }
    defer { journal.stop() }
    figure("journal", "\(milliseconds(journalTime)) ms")
    for name in ["ledger", "signal", "indicator"] {
      removeFiles(of: directory.snapshots)
      // A service keeps its state when it stops; so the first start has none, the second has it.
      let (first, without) = try timed { try Child.ready(name, in: directory) }
      let memory = residentMemory(of: first.pid) ?? 0
      first.stop()
      let (second, with) = try timed { try Child.ready(name, in: directory) }
      second.stop()
      figure(
        name,
        "\(milliseconds(without)) ms without a snapshot (\(memory / 1024) MiB), "
          + "\(milliseconds(with)) ms with one")
    }
    removeFiles(of: directory.snapshots)
  }

  private static func timed<Value>(_ body: () throws -> Value) rethrows -> (Value, Double) {
    let begun = monotonic()
    let value = try body()
    return (value, monotonic() - begun)
  }

  private static func milliseconds(_ seconds: Double) -> String { spaced(seconds * 1000) }
}
