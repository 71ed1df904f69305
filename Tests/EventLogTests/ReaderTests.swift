import EventLog
import EventSourcing
import Events
import Foundation
import Testing

@Suite struct ReaderTests {
  let directory = TemporaryDirectory()

  /// Facts and answers over several segments, the last of them open.
  private func makeLog() throws -> [StoredEvent] {
    var log = try SegmentedLog(directory: directory.path, options: smallSegments())
    var stored: [StoredEvent] = []
    for number in 0..<300 {
      let fact = ProposalBatch(
        producer: .marketData, epoch: 1, proposals: [proposal(number * 10, size: 300)])
      _ = try log.append([fact], into: &stored)
      let cause = log.head.seq
      let answers = [Producer.indicator, .risk].enumerated().map { place, producer in
        let proposals = (0...number % 3).map {
          proposal(number * 10 + 1 + place * 4 + $0, cause: cause)
        }
        return ProposalBatch(producer: producer, epoch: 1, proposals: proposals)
      }
      _ = try log.append(answers, into: &stored)
    }
    #expect(try segmentFiles(directory.path).count > 3)
    return stored
  }

  @Test func `events are found by number, id, cause, subject and correlation`() throws {
    let stored = try makeLog()
    var reader = try LogFileReader(directory: directory.path)
    for event in [stored[0], stored[500], stored[stored.count - 1]] {
      #expect(try reader.event(event.seq) == event)
      #expect(try reader.event(id: event.proposal.id) == event)
      let digits = String(event.proposal.id.description.prefix(9))
      #expect(try reader.events(idPrefix: digits) == [event])
      #expect(try reader.events(idPrefix: digits.uppercased()) == [event])
    }
    for cause in [stored[0].seq, stored[300].seq, stored[stored.count - 4].seq] {
      let answers = stored.filter { $0.proposal.cause == cause }
      #expect(try reader.answers(to: cause) == answers)
      #expect(
        try reader.answers(of: .risk, to: cause) == answers.filter { $0.producer == .risk })
    }
    #expect(
      try reader.events(subject: "paper:S3") == stored.filter { $0.proposal.subject == "paper:S3" })
    let correlation = try #require(stored[0].proposal.correlation)
    let related = stored.filter { $0.proposal.correlation == correlation }
    #expect(related.count > 1)
    #expect(try reader.events(correlation: correlation) == related)
    #expect(try reader.events(correlation: correlation, limit: 1) == [related[0]])
  }

  @Test(arguments: [1...Int64.max, 2...2, 77...205])
  func `a payload row says the same as the whole row`(range: ClosedRange<Int64>) throws {
    let stored = try makeLog().filter { range.contains($0.seq) }
    var reader = try LogFileReader(directory: directory.path)
    var places: [EventPlace] = []
    var payloads: [[UInt8]] = []
    var kinds: [EventType] = []
    try reader.forEachPayload(from: range.lowerBound, through: range.upperBound) {
      row throws(LogError) in
      places.append(try row.place())
      payloads.append(unsafe row.payload.withUnsafeBytes { unsafe [UInt8]($0) })
      kinds.append(try row.type())
      #expect(row.version == 1)
      return true
    }
    #expect(places == stored.map(EventPlace.init))
    #expect(payloads == stored.map(\.proposal.payload))
    #expect(kinds == stored.map(\.proposal.type))
  }

  @Test func `what is not there is not found`() throws {
    _ = try makeLog()
    var reader = try LogFileReader(directory: directory.path)
    #expect(try reader.event(id: .zero) == nil)
    #expect(try reader.event(0) == nil)
    #expect(try reader.event(1_000_000) == nil)
    #expect(try reader.answers(to: 0).isEmpty)
    #expect(try reader.events(subject: "nobody").isEmpty)
    for digits in ["", "xyz", String(repeating: "0", count: 33)] {
      #expect(try reader.events(idPrefix: digits).isEmpty)
    }
    #expect(throws: LogError.missing(directory: "/nonexistent")) {
      _ = try LogFileReader(directory: "/nonexistent")
    }
  }

  @Test func `a stream of rows lends what is stored and stops when told`() throws {
    let stored = try makeLog()
    var reader = try LogFileReader(directory: directory.path)
    var next = 100
    try reader.forEach(from: 101, through: 900) { row throws(LogError) in
      let event = stored[next]
      #expect(row.seq == event.seq && row.time == event.time && row.cause == event.proposal.cause)
      #expect(try row.event() == event)
      #expect(row.payload.byteCount == event.proposal.payload.count)
      next += 1
      return next < 700
    }
    #expect(next == 700)
  }

  @Test func `a reader sees a growing log without a gap while another thread writes`() async throws
  {
    let path = directory.path
    _ = try SegmentedLog(directory: path, options: smallSegments())
    let writer = Thread {
      var log = try! SegmentedLog(directory: path, options: smallSegments())
      for start in stride(from: 0, to: 3000, by: 10) {
        _ = try! log.append([batch(start..<start + 10)])
      }
    }
    writer.start()
    var reader = try LogFileReader(directory: path)
    var read: [StoredEvent] = []
    let deadline = Date(timeIntervalSinceNow: 60)
    while read.count < 3000, Date() < deadline {
      let head = try reader.head()
      let events = try reader.read(from: Int64(read.count) + 1, limit: 700)
      #expect(read.count + events.count >= min(Int(head.seq), read.count + 700))
      read += events
    }
    #expect(read.map(\.seq) == Array(1...3000))
    #expect(read.map(\.proposal) == (0..<3000).map { proposal($0) })
    while !writer.isFinished { try await Task.sleep(nanoseconds: 1_000_000) }
    #expect(try LogVerification.verifyChain(directory: path).events == 3000)
    // what the reader held up is finished at the next start
    _ = consume reader
    _ = try SegmentedLog(directory: path, options: smallSegments())
    for file in try segmentFiles(path).dropLast() {
      #expect(!FileManager.default.isWritableByMode(file))
      #expect(!FileManager.default.fileExists(atPath: file + "-wal"))
    }
  }

  @Test func `a copy made while the writer runs is whole, read-only or not`() throws {
    var log = try SegmentedLog(directory: directory.path)
    _ = try log.append([batch(0..<50)])
    let copy = TemporaryDirectory()
    // by another process: to close a file of SQLite's gives up its locks in this one
    let copied = try run("/bin/cp", "-r", directory.path + "/log", copy.path + "/log")
    #expect(copied.code == 0)
    for bits in [0o644, 0o444] {
      for name in try FileManager.default.contentsOfDirectory(atPath: copy.path + "/log") {
        try FileManager.default.setAttributes(
          [.posixPermissions: bits], ofItemAtPath: "\(copy.path)/log/\(name)")
      }
      var reader = try LogFileReader(directory: copy.path)
      #expect(try reader.head() == log.head)
      #expect(try LogVerification.verifyChain(directory: copy.path).events == 50)
    }
  }

  @Test func `a type or a producer that this build does not know is an error that names it`() throws
  {
    do {
      var log = try SegmentedLog(directory: directory.path)
      _ = try log.append([batch(0..<5)])
    }
    let file = try segmentFiles(directory.path)[0]
    edit(file, "UPDATE events SET type = 'MoonReached' WHERE seq = 3")
    var reader = try LogFileReader(directory: directory.path)
    #expect(throws: LogError.unknownType(seq: 3, name: "MoonReached")) {
      try reader.read(from: 1, limit: 5)
    }
    edit(file, "UPDATE events SET producer = 'moon', type = 'ClockTicked' WHERE seq = 3")
    #expect(throws: LogError.unknownProducer(seq: 3, name: "moon")) {
      try reader.read(from: 1, limit: 5)
    }
    #expect(try reader.read(from: 4, limit: 5).count == 2)
  }
}

extension FileManager {
  /// Whether anybody has write permission; the superuser may write without.
  fileprivate func isWritableByMode(_ path: String) -> Bool {
    let mode = try? attributesOfItem(atPath: path)[.posixPermissions] as? Int
    return (mode ?? 0o777) & 0o222 != 0
  }
}
