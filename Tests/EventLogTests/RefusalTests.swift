import EventLog
import EventSourcing
import Events
import Foundation
import Testing

@Suite struct RefusalTests {
  let directory = TemporaryDirectory()

  @Test func `a second writer is refused, and let in when the first is gone`() throws {
    do {
      let first = try SegmentedLog(directory: directory.path)
      #expect(
        throws: LogError.locked(
          directory: directory.path + "/log", holder: ProcessInfo.processInfo.processIdentifier)
      ) {
        _ = try SegmentedLog(directory: directory.path)
      }
      let other = try run("\(productDirectory)/crash-workload", directory.path, "1")
      #expect(other.code == 73, "\(other.output)")
      _ = try LogFileReader(directory: directory.path)
      #expect(first.head.seq == 0)
    }
    _ = try SegmentedLog(directory: directory.path)
  }

  @Test func `a file that is no segment is named`() throws {
    try FileManager.default.createDirectory(
      atPath: directory.path + "/log", withIntermediateDirectories: true)
    let file = directory.path + "/log/00000000000000000001.segment"
    #expect(execute(file, "CREATE TABLE meta (x)") == nil)
    #expect(
      throws: LogError.foreign(path: file, reason: "it is no segment of a Martlet log")
    ) { _ = try SegmentedLog(directory: directory.path) }
    #expect(execute(file, "PRAGMA application_id = 1296126540; PRAGMA user_version = 2") == nil)
    #expect(throws: LogError.foreign(path: file, reason: "its format is version 2")) {
      _ = try SegmentedLog(directory: directory.path)
    }
  }

  @Test func `too little space refuses ordinary events, then all, and damages nothing`() throws {
    let free = try freeSpace(directory.path)
    var options = LogOptions()
    options.minimumFreeBytes = free + (1 << 30)
    do {
      var log = try SegmentedLog(directory: directory.path, options: options)
      #expect(throws: LogError.self) { try log.append([batch(0..<1)]) }
      #expect(try log.append([batch(0..<1)], reserve: true) == [[.appended(1)]])
      // what is in the log already needs no space
      #expect(try log.append([batch(0..<1)]) == [[.duplicate(1)]])
      #expect(log.poison == nil)
    }
    options.minimumFreeBytes = 1 << 20
    var log = try SegmentedLog(directory: directory.path, options: options)
    #expect(try log.append([batch(1..<2)]) == [[.appended(2)]])
  }

  /// Below zero the log does not look for space beforehand, so that the disk itself refuses.
  @Test(arguments: [0, -(1 << 30)])
  func `a full disk refuses, and takes events again when space returns`(free: Int64) throws {
    let mount = TemporaryDirectory()
    guard (try? run("/bin/mount", "-t", "tmpfs", "-o", "size=4m", "none", mount.path))?.code == 0
    else {
      print("skipped: a small file system can be mounted by root only")
      return
    }
    defer { _ = try? run("/bin/umount", mount.path) }
    try fill(mount.path, leaving: free)
    let report = try LogVerification.verifyChain(directory: mount.path)
    #expect(report.holds, "\(report.problem!)")
  }

  private func fill(_ path: String, leaving free: Int64) throws {
    var options = LogOptions()
    options.minimumFreeBytes = free
    options.segmentBytes = 600 << 10
    options.checkpointBytes = 256 << 10
    var log = try SegmentedLog(directory: path, options: options)
    let ballast = path + "/ballast"
    try Data(count: 1 << 20).write(to: URL(filePath: ballast))
    var accepted = 0
    var stored: [StoredEvent] = []
    var refusal: LogError?
    while refusal == nil, accepted < 100_000 {
      do {
        _ = try log.append([batch(accepted..<accepted + 20)], into: &stored)
        accepted += 20
      } catch { refusal = error }
    }
    // What was refused is not handed out as stored.
    #expect(stored.count == accepted)
    guard case .diskFull = refusal else { Issue.record("\(refusal!)"); return }
    #expect(log.poison == nil && log.head.seq == Int64(accepted))
    try FileManager.default.removeItem(atPath: ballast)
    #expect(
      try log.append([batch(accepted..<accepted + 20)])
        == [(accepted + 1...accepted + 20).map { .appended(Int64($0)) }])
    #expect(try log.append([batch(0..<1)]) == [[.duplicate(1)]])
  }

  private func freeSpace(_ path: String) throws -> Int64 {
    let attributes = try FileManager.default.attributesOfFileSystem(forPath: path)
    return try #require(attributes[.systemFreeSize] as? Int64)
  }

  @Test func `every error is one sentence that says where`() {
    let errors: [LogError] = [
      .locked(directory: "/d", holder: 7), .missing(directory: "/d"),
      .system(call: "open", path: "/d", code: 2), .storage(path: "/d", code: 10, message: "m"),
      .poisoned(reason: "/d"), .diskFull(available: 1, needed: 2), .broken(seq: 3, reason: "/d"),
      .foreign(path: "/d", reason: "r"), .unknownProducer(seq: 3, name: "n"),
      .unknownType(seq: 3, name: "n"), .unreadable(seq: 3, column: "c"),
      .staleEpoch(producer: .risk, current: 2, wanted: 1),
    ]
    for error in errors {
      #expect(!error.description.contains("\n") && error.description.count > 20)
    }
  }
}
