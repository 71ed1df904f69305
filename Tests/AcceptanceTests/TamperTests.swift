import Bus
import CSQLite
import Digest
import EventLog
import EventSourcing
import Events
import Foundation
import ServiceKit
import TestSupport
import Testing

extension Acceptance {
  @Suite struct Tampering {
    @Test func `a changed byte of any event is named`() throws {
      try withScratch { scratch in
        try makeLog(scratch)
        let head = try Audit(scratch.data()).events.count
        let segment = try segment(of: scratch.data())
        var random = Seeded(5)
        for column in ["payload", "subject", "producer", "type"] {
          let seq = Int.random(in: 1...head, using: &random)
          let copy = scratch.data("copy-\(column)")
          try FileManager.default.createDirectory(
            atPath: copy, withIntermediateDirectories: false)
          try FileManager.default.copyItem(
            atPath: "\(scratch.data())/log", toPath: "\(copy)/log")
          let file = segment.replacing(scratch.data(), with: copy)
          let changed = "substr(\(column), 1, 3) || char(unicode(substr(\(column), 4, 1)) + 1)"
          try #require(
            execute(
              """
              DROP TRIGGER events_update;
              UPDATE events SET \(column) = \(changed) || substr(\(column), 5) WHERE seq = \(seq);
              """, on: file) == SQLITE_OK)
          let problem = try #require(LogVerification.verifyChain(directory: copy).problem)
          #expect(problem.seq == seq, "\(column): \(problem)")
          try FileManager.default.removeItem(atPath: copy)
        }
      }
    }

    /// The last events of a log are in the log of pages, the others in the file of the segment.
    @Test(arguments: [true, false])
    func `a byte changed in the file is noticed`(isCopied: Bool) throws {
      try withScratch { scratch in
        try makeLog(scratch)
        let candles = try Audit(scratch.data()).events.map(\.stored).filter {
          $0.proposal.type == .candleClosed
        }
        let segment = try segment(of: scratch.data())
        if isCopied {
          #expect(execute("PRAGMA wal_checkpoint(TRUNCATE)", on: segment) == SQLITE_OK)
          #expect(try LogVerification.verifyChain(directory: scratch.data()).holds)
        }
        let file = isCopied ? segment : segment + "-wal"
        let candle = candles[candles.count / 2]
        var bytes = try Data(contentsOf: URL(filePath: file))
        let payload = try #require(bytes.lastRange(of: Data(candle.proposal.payload)))
        bytes[payload.lowerBound + 20] ^= 1
        try bytes.write(to: URL(filePath: file))
        let report = try LogVerification.verifyChain(directory: scratch.data())
        // In the log of pages a change cuts off what follows; the copies before it are whole.
        #expect(report.problem?.seq == (isCopied ? candle.seq : report.head.seq + 1), "\(report)")
        guard !isCopied else { return }
        // Going on would append other events in the place of those that are cut off.
        let journal = try scratch.run("journal", "--data", scratch.data(), seconds: 20)
        #expect(journal.code == ExitCode.configuration.rawValue, "\(journal.complaints)")
      }
    }

    @Test func `events can be neither changed nor removed`() throws {
      try withScratch { scratch in
        try makeLog(scratch)
        let segment = try segment(of: scratch.data())
        for statement in ["UPDATE events SET payload = '{}'", "DELETE FROM events WHERE seq = 1"] {
          #expect(execute(statement, on: segment) == SQLITE_CONSTRAINT, "\(statement)")
        }
        #expect(try LogVerification.verifyChain(directory: scratch.data()).holds)
      }
    }

    @Test func `a running journal refuses a key that it does not know`() throws {
      try withJournal { scratch, _ in
        // A stranger knows where the journal listens and its public key, but has keys of its own.
        let stranger = scratch.data("stranger")
        _ = try DataDirectory.create(at: stranger)
        for file in ["run/endpoints.json", "keys/journal.pub"] {
          try FileManager.default.copyItem(
            atPath: "\(scratch.data())/\(file)", toPath: "\(stranger)/\(file)")
        }
        var link = try JournalLink(
          dataDirectory: stranger, service: .signal, participations: [Participation(.signal)])
        var refusal: BusError?
        try wait(seconds: 10, for: "the refusal") {
          do throws(BusError) { _ = try link.poll(timeout: 20) } catch { refusal = error }
          return refusal != nil
        }
        #expect(refusal == .keyRefused(.signal))
        let reader = try LogClient(dataDirectory: stranger, timeout: 500)
        #expect(throws: BusError.self) { try reader.head() }
        let friend = try LogClient(dataDirectory: scratch.data(), timeout: 5_000)
        #expect(try friend.statusReport().strangers > 0)
      }
    }

    @Test func `a type that belongs to another is refused and written down`() throws {
      try withJournal { scratch, journal in
        var link = try JournalLink(
          dataDirectory: scratch.data(), service: .signal,
          participations: [Participation(.signal)])
        let proposal = Proposal(
          id: Identifier(of: "forged"), type: .orderRequested, subject: "paper:BTC/USDT",
          payload: Array("{}".utf8))
        try link.propose([proposal], as: .signal)
        var codes: [String] = []
        try wait(seconds: 10, for: "the refusal") {
          codes += try link.poll(timeout: 20).refusals.map { "\($0.code)" }
          return !codes.isEmpty
        }
        #expect(codes == ["notYourType"])
        let client = try LogClient(dataDirectory: scratch.data())
        #expect(try client.head().seq == 0)
        #expect(journal.complaints.contains(#""proposal_refused""#))
      }
    }
  }
}

extension Acceptance.Tampering {
  /// A short session that has ended.
  private func makeLog(_ scratch: Scratch) throws {
    try Session(scratch, ["--days", "2"]).finish()
  }

  private func segment(of data: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(data)/log")
    return "\(data)/log/" + (try #require(names.sorted().first { $0.hasSuffix(".segment") }))
  }

  /// Runs statements as any program could; SQLite's code.
  private func execute(_ statements: String, on file: String) -> Int32 {
    var database: OpaquePointer?
    guard unsafe sqlite3_open(file, &database) == SQLITE_OK else { return SQLITE_CANTOPEN }
    defer { unsafe sqlite3_close(database) }
    return unsafe sqlite3_exec(database, statements, nil, nil, nil)
  }

  private func withJournal(_ body: (Scratch, Running) throws -> Void) throws {
    try withScratch { scratch in
      let journal = try scratch.start("journal", "--data", scratch.data(), "--mode", "live")
      let mark = "\(scratch.data())/run/journal.ready"
      try wait(seconds: 20, for: "the journal: \(journal.complaints)") {
        FileManager.default.fileExists(atPath: mark)
      }
      try body(scratch, journal)
      #expect(journal.isRunning)
      journal.send(SIGTERM)
      #expect(try journal.end(within: 20).code == 0)
    }
  }
}
