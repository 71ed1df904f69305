import Digest
import EventLog
import EventSourcing
import Events
import Testing

@Suite struct AppendTests {
  let directory = TemporaryDirectory()

  @Test func `what was appended is read again, in order and chained`() throws {
    var log = try SegmentedLog(directory: directory.path)
    var stored: [StoredEvent] = []
    let outcomes = try log.append([batch(0..<3), batch(3..<5, by: .risk)], into: &stored)
    #expect(
      outcomes == [[.appended(1), .appended(2), .appended(3)], [.appended(4), .appended(5)]])
    var reader = try LogFileReader(directory: directory.path)
    #expect(try reader.read(from: 1, limit: 100) == stored)
    #expect(try reader.head() == log.head)
    var previous = Digest256.zero
    for event in stored {
      #expect(event.chained(after: previous) == event.chain)
      previous = event.chain
    }
    #expect(log.head.seq == 5 && log.head.chain == previous)
  }

  @Test func `an empty log has an empty head and no events`() throws {
    let log = try SegmentedLog(directory: directory.path)
    var reader = try LogFileReader(directory: directory.path)
    #expect(try reader.head() == .empty)
    #expect(log.head == .empty)
    #expect(try reader.read(from: 1, limit: 5).isEmpty)
    #expect(try reader.event(1) == nil)
  }

  @Test func `the same id with the same bytes is a duplicate, with other bytes a conflict`() throws
  {
    var log = try SegmentedLog(directory: directory.path)
    _ = try log.append([batch(0..<4)])
    #expect(try log.append([batch(2..<3)]) == [[.duplicate(3)]])
    var other = proposal(2)
    other.payload.append(UInt8(ascii: " "))
    let mixed = ProposalBatch(producer: .marketData, epoch: 1, proposals: [proposal(9), other])
    #expect(
      try log.append([mixed, batch(10..<11)]) == [[.conflict(3), .conflict(3)], [.appended(5)]])
    #expect(try log.append([batch(2..<3, by: .risk)]) == [[.conflict(3)]])
    #expect(log.head.seq == 5)
  }

  @Test func `one batch may hold the same event twice, but not two events with one id`() throws {
    var log = try SegmentedLog(directory: directory.path)
    let twice = ProposalBatch(
      producer: .marketData, epoch: 1, proposals: [proposal(1), proposal(2), proposal(2)])
    #expect(try log.append([twice]) == [[.appended(1), .appended(2), .duplicate(2)]])
    var other = proposal(7)
    other.version = 2
    let torn = ProposalBatch(producer: .marketData, epoch: 1, proposals: [proposal(7), other])
    #expect(try log.append([torn]) == [[.conflict(0), .conflict(0)]])
    #expect(log.head.seq == 2)
  }

  @Test func `an event of one batch is a duplicate in the next of the same commit`() throws {
    var log = try SegmentedLog(directory: directory.path)
    #expect(
      try log.append([batch(0..<2), batch(1..<3)])
        == [[.appended(1), .appended(2)], [.duplicate(2), .appended(3)]])
  }

  @Test func `time never goes back, even when the clock does`() throws {
    var times: [Int64] = [100, 50, 200, 10, 10, 10]
    var log = try SegmentedLog(
      directory: directory.path, clock: { times.isEmpty ? 1 : times.removeFirst() })
    var stored: [StoredEvent] = []
    for number in 0..<4 { _ = try log.append([batch(number..<number + 1)], into: &stored) }
    #expect(zip(stored, stored.dropFirst()).allSatisfy { $0.time <= $1.time })
  }

  @Test func `epochs are raised, never lowered, and stay over reopening and rolling`() throws {
    do {
      var log = try SegmentedLog(directory: directory.path)
      #expect(log.currentEpoch(of: .risk) == 0)
      try log.raiseEpoch(of: .risk, to: 4)
      try log.raiseEpoch(of: .ledger, to: 1)
      try log.raiseEpoch(of: .risk, to: 4)
      #expect(throws: LogError.staleEpoch(producer: .risk, current: 4, wanted: 3)) {
        try log.raiseEpoch(of: .risk, to: 3)
      }
      _ = try log.append([batch(0..<1)])
      try log.roll()
      try log.raiseEpoch(of: .risk, to: 5)
    }
    let log = try SegmentedLog(directory: directory.path)
    #expect(log.currentEpoch(of: .risk) == 5 && log.currentEpoch(of: .ledger) == 1)
  }

  @Test func `ids that share the word kept in memory stay apart`() throws {
    // high ^ low * constant is the same for all of them
    let ids = (0..<50).map { number in
      let low = UInt64(number)
      return Identifier(high: low &* 0x9e37_79b9_7f4a_7c15 ^ 77, low: low)
    }
    let proposals = ids.enumerated().map { index, id in
      var one = proposal(index)
      one.id = id
      return one
    }
    let all = ProposalBatch(producer: .marketData, epoch: 1, proposals: proposals)
    var log = try SegmentedLog(directory: directory.path)
    #expect(try log.append([all]) == [(1...50).map { .appended($0) }])
    #expect(try log.append([all]) == [(1...50).map { .duplicate($0) }])
    try log.roll()
    #expect(try log.append([all]) == [(1...50).map { .duplicate($0) }])
  }
}
