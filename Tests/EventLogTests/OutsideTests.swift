import EventLog
import EventSourcing
import Events
import Foundation
import Testing

/// What is run in processes of its own.
@Suite struct OutsideTests {
  let directory = TemporaryDirectory()

  @Test func `an audit without our code computes the same chain, and finds a changed byte`() throws
  {
    var head = LogHead.empty
    do {
      var log = try SegmentedLog(directory: directory.path, options: smallSegments())
      for start in stride(from: 0, to: 1000, by: 20) {
        _ = try log.append([batch(start..<start + 20)])
      }
      head = log.head
    }
    let script = packageRoot + "/Tests/Audit/audit_chain.py"
    let whole = try run("/usr/bin/python3", script, directory.path)
    #expect(whole.output == "1000 events hold, the last chain is \(head.chain)\n")
    #expect(whole.code == 0)
    edit(try segmentFiles(directory.path)[0], "UPDATE events SET version = 2 WHERE seq = 12")
    let changed = try run("/usr/bin/python3", script, directory.path)
    #expect(changed.code == 1 && changed.output.contains("event 12 in"), "\(changed.output)")
  }

  @Test func `a crash at any durable system call loses nothing that was acknowledged`() throws {
    let result = try run(
      "/usr/bin/python3", packageRoot + "/Tests/CrashPoints/run_crash_points.py",
      "\(productDirectory)/crash-workload", "--sample", "150")
    #expect(result.code == 0, "\(result.output)")
    print("crash points: \(result.output)", terminator: "")
  }
}
