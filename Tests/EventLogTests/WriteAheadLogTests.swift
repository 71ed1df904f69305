import EventLog
import EventSourcing
import Events
import Foundation
import TestSupport
import Testing

/// The log of pages beside the open segment: its torn end is a crash, anything else is a change.
@Suite struct WriteAheadLogTests {
  let directory = TemporaryDirectory()
  private static let frame = 24 + 4_096
  private static let commits = 60

  /// A copy of a log whose writer was killed, and the bytes of its log of pages.
  private func makeImage() throws -> (copy: TemporaryDirectory, wal: String, bytes: Data) {
    var log = try SegmentedLog(directory: directory.path)
    for number in 0..<Self.commits { _ = try log.append([batch(number * 3..<number * 3 + 3)]) }
    let copy = TemporaryDirectory()
    let segment = try #require(segmentFiles(directory.path).first)
    let name = segment.replacing(directory.path, with: copy.path)
    try FileManager.default.createDirectory(
      atPath: copy.path + "/log", withIntermediateDirectories: false)
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: segment + suffix, toPath: name + suffix)
    }
    #expect(log.head.seq == Int64(Self.commits * 3))
    return (copy, name + "-wal", try Data(contentsOf: URL(filePath: name + "-wal")))
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `a changed byte before the last commit is found, and nothing is written over`(
    seed: UInt64
  ) throws {
    let (copy, wal, image) = try makeImage()
    var random = Seeded(Int(seed))
    var bytes = image
    // Some seeds hit the headers, which are a small part of the file.
    let frames = (bytes.count - 32) / Self.frame
    let frame = 32 + Self.frame * Int.random(in: 0..<frames - 6, using: &random)
    let place =
      switch seed % 4 {
      case 0: Int.random(in: 8..<32, using: &random)
      case 1: frame + Int.random(in: 0..<24, using: &random)
      default: frame + 24 + Int.random(in: 0..<4_096, using: &random)
      }
    bytes[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
    try bytes.write(to: URL(filePath: wal))
    let report = try LogVerification.verifyChain(directory: copy.path)
    #expect(report.problem?.seq == report.head.seq + 1, "byte \(place): \(report)")
    #expect(throws: LogError.self) { try open(copy) }
    #expect(try Data(contentsOf: URL(filePath: wal)) == bytes)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `a torn end is a crash, and the log opens before it`(seed: UInt64) throws {
    let (copy, wal, image) = try makeImage()
    var random = Seeded(Int(seed))
    var bytes = image
    if seed % 2 == 0 {
      bytes = bytes.prefix(Int.random(in: 0...bytes.count, using: &random))
    } else {
      // Some pages of the last transaction were not written, as after a loss of power.
      bytes[bytes.count - Int.random(in: 1...4_096, using: &random)] ^= 1
    }
    try bytes.write(to: URL(filePath: wal))
    #expect(try LogVerification.verifyChain(directory: copy.path).holds)
    let head = try open(copy)
    #expect(head.seq % 3 == 0)
    if seed % 2 == 1 { #expect(head.seq == Int64(Self.commits * 3 - 3)) }
  }

  /// Opens the log for writing and adds to it, so that it is certain that it goes on.
  private func open(_ copy: TemporaryDirectory) throws -> LogHead {
    var log = try SegmentedLog(directory: copy.path)
    let head = log.head
    _ = try log.append([batch(1_000..<1_003)])
    return head
  }
}
