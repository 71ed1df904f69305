import Digest
import EventLog
import EventSourcing
import Events
import Foundation
import TestSupport
import Testing

@Suite struct SegmentTests {
  let directory = TemporaryDirectory()

  @Test func `many small segments read as one log, after reopening too`() throws {
    var stored: [StoredEvent] = []
    do {
      var log = try SegmentedLog(directory: directory.path, options: smallSegments())
      for start in stride(from: 0, to: 2000, by: 20) {
        _ = try log.append([batch(start..<start + 20)], into: &stored)
      }
    }
    #expect(try segmentFiles(directory.path).count > 5)
    var reader = try LogFileReader(directory: directory.path)
    #expect(try reader.read(from: 1, limit: 5000) == stored)
    #expect(try reader.read(from: 1990, limit: 5) == Array(stored[1989..<1994]))
    #expect(try reader.read(from: 2001, limit: 5).isEmpty)
    let log = try SegmentedLog(directory: directory.path, options: smallSegments())
    #expect(log.head == (try reader.head()))
    #expect(log.head.seq == 2000)
  }

  @Test func `a sealed segment is one read-only file`() throws {
    var log = try SegmentedLog(directory: directory.path, options: smallSegments())
    for start in stride(from: 0, to: 1000, by: 20) {
      _ = try log.append([batch(start..<start + 20)])
    }
    let files = try segmentFiles(directory.path)
    #expect(files.count > 3)
    for file in files.dropLast() {
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
      #expect(mode as? Int == 0o444)
      #expect(!FileManager.default.fileExists(atPath: file + "-wal"))
      #expect(!FileManager.default.fileExists(atPath: file + "-shm"))
    }
  }

  @Test func `a reader follows the log while it grows and rolls`() throws {
    var log = try SegmentedLog(directory: directory.path, options: smallSegments())
    var reader = try LogFileReader(directory: directory.path)
    var stored: [StoredEvent] = []
    var read: [StoredEvent] = []
    for start in stride(from: 0, to: 1000, by: 10) {
      _ = try log.append([batch(start..<start + 10)], into: &stored)
      read += try reader.read(from: Int64(read.count) + 1, limit: 1000)
      #expect(try reader.head() == log.head)
      #expect(read.count == stored.count)
    }
    #expect(read == stored)
  }

  @Test func `an old segment is sealed at the next append`() throws {
    var options = smallSegments(1 << 30)
    options.segmentAge = 1000
    var now: Int64 = 5
    var log = try SegmentedLog(directory: directory.path, options: options, clock: { now })
    _ = try log.append([batch(0..<1)])
    #expect(try segmentFiles(directory.path).count == 1)
    now = 1005
    _ = try log.append([batch(1..<2)])
    #expect(try segmentFiles(directory.path).count == 2)
    _ = try log.append([batch(2..<3)])
    #expect(try segmentFiles(directory.path).count == 2)
  }

  @Test(arguments: UInt64(0)..<12)
  func `appending is idempotent like a simple model, over rolls and reopenings`(seed: UInt64) throws
  {
    var random = Seeded(Int(seed))
    var model: [Identifier: (seq: SequenceNumber, proposal: Proposal)] = [:]
    var order: [Identifier] = []
    var log = try SegmentedLog(directory: directory.path, options: smallSegments(48 << 10))
    for _ in 0..<60 {
      if Int.random(in: 0..<8, using: &random) == 0 {
        log = try reopened(log, directory.path)
      }
      var batches: [ProposalBatch] = []
      var expected: [[AppendOutcome]] = []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let proposals = (0..<Int.random(in: 1...12, using: &random)).map { _ in
          var one = proposal(Int.random(in: 0..<400, using: &random))
          if Int.random(in: 0..<40, using: &random) == 0 { one.version = 2 }
          return one
        }
        batches.append(ProposalBatch(producer: .marketData, epoch: 1, proposals: proposals))
        expected.append(appendToModel(proposals, &model, &order))
      }
      #expect(try log.append(batches) == expected)
      #expect(log.head.seq == Int64(order.count))
    }
    var reader = try LogFileReader(directory: directory.path)
    let events = try reader.read(from: 1, limit: .max)
    #expect(events.map(\.proposal.id) == order)
    #expect(events.map(\.seq) == Array(1...Int64(order.count)))
  }

  private func appendToModel(
    _ proposals: [Proposal],
    _ model: inout [Identifier: (seq: SequenceNumber, proposal: Proposal)],
    _ order: inout [Identifier]
  ) -> [AppendOutcome] {
    var trial = model
    var added = order
    var conflict: SequenceNumber?
    let outcomes: [AppendOutcome] = proposals.map { one in
      if let known = trial[one.id] {
        if known.proposal == one { return .duplicate(known.seq) }
        let seq = model[one.id]?.seq ?? 0
        conflict = conflict ?? seq
        return .conflict(seq)
      }
      added.append(one.id)
      trial[one.id] = (Int64(added.count), one)
      return .appended(Int64(added.count))
    }
    if let conflict {
      return outcomes.map { outcome in
        switch outcome {
        case .duplicate(let seq) where seq <= Int64(order.count): return outcome
        case .conflict: return outcome
        case .duplicate, .appended: return .conflict(conflict)
        }
      }
    }
    model = trial
    order = added
    return outcomes
  }
}

/// Closes a log and opens it again.
func reopened(_ log: consuming SegmentedLog, _ directory: String) throws -> SegmentedLog {
  _ = consume log
  return try SegmentedLog(directory: directory, options: smallSegments(48 << 10))
}

/// The paths of the segments, in order.
func segmentFiles(_ directory: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: directory + "/log")
    .filter { $0.hasSuffix(".segment") }.sorted().map { "\(directory)/log/\($0)" }
}
