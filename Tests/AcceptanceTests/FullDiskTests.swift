import EventLog
import Events
import Foundation
import ServiceKit
import Testing

extension Acceptance {
  @Suite(.enabled(if: Surroundings.canMount)) struct FullDisk {
    @Test func `a full disk is told in one sentence`() throws {
      try withSmallDisk(megabytes: 2) { scratch, disk in
        try Data(count: 8 << 20).write(to: URL(filePath: "\(disk.path)/ballast"), tolerant: true)
        let ended = try scratch.run("martlet", "up", "--data", "\(disk.path)/data")
        #expect(ended.code == ExitCode.inputOutput.rawValue, "\(ended.complaints)")
        #expect(ended.sentences.count == 1, "\(ended.complaints)")
        #expect(ended.complaints.contains("full"))
      }
    }

    /// The journal takes nothing below 64 MiB of free space, so the disk is larger than that.
    @Test func `a disk that fills up makes the session wait, and space lets it go on`() throws {
      try withSmallDisk(megabytes: 68) { scratch, disk in
        let session = try Session(
          scratch, data: "\(disk.path)/data", ["--days", "20", "--seed", "5"])
        try wait(seconds: 60, for: "a word about the disk: \(session.up.printed)") {
          session.up.printed.contains("waits until there is room")
        }
        sleep(1)
        let head = try #require(session.head())
        sleep(2)
        #expect(session.head() == head)
        try disk.grow(megabytes: 500)
        try session.finish()
        let audit = try Audit(session.data)
        try audit.expectWholeMarket()
        try Reference(audit.configuration).expectSame(audit)
      }
    }

    private func withSmallDisk(megabytes: Int, _ body: (Scratch, SmallDisk) throws -> Void) throws {
      try withScratch { scratch in
        let disk = try SmallDisk(at: scratch.data("disk"), megabytes: megabytes)
        defer { disk.remove() }
        try body(scratch, disk)
      }
    }
  }
}

/// A file system in memory of a chosen size.
struct SmallDisk {
  let path: String

  init(at path: String, megabytes: Int) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "martlet-test", path)
  }

  func grow(megabytes: Int) throws {
    try Self.run("mount", "-o", "remount,size=\(megabytes)m", path)
  }

  /// Unmounts it even where something in it is still open.
  func remove() { try? Self.run("umount", "--lazy", path) }

  private static func run(_ words: String...) throws {
    let process = Foundation.Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw TookTooLong(description: words.joined(separator: " ") + " failed")
    }
  }
}

extension Data {
  /// Writes as much as there is room for.
  fileprivate func write(to file: URL, tolerant: Bool) throws {
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    let handle = try FileHandle(forWritingTo: file)
    for start in stride(from: 0, to: count, by: 4_096) {
      do { try handle.write(contentsOf: self[start..<start + 4_096]) } catch { break }
    }
    try handle.close()
  }
}
