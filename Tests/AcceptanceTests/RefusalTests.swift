import EventLog
import Foundation
import ServiceKit
import Testing

/// What is asked for wrongly, and what must be said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
  let name: String
  let arguments: [String]
  let words: [String]
  var code = ExitCode.configuration

  var testDescription: String { name }
}

/// A file of candles with a fault, and where the fault is.
struct Fault: Sendable, CustomTestStringConvertible {
  let name: String
  let rows: [String]
  var line: Int? = nil
  let words: String

  var testDescription: String { name }
}

private let columns = "open_time_ms,open,high,low,close,volume"
private let hour: Int64 = 3_600_000

private func row(_ index: Int64, _ rest: String = "10,12,9,11,5") -> String {
  "\(1_609_459_200_000 + index * hour),\(rest)"
}

extension Acceptance {
  @Suite struct Refusals {
    static let mistakes = [
      Mistake(
        name: "an unknown key", arguments: ["--set", "risk.perTrad=0.01"],
        words: ["risk.perTrad", "did you mean", "risk.perTrade"]),
      Mistake(
        name: "a word for a number", arguments: ["--set", "risk.perTrade=lots"],
        words: ["risk.perTrade", "lots"]),
      Mistake(
        name: "a number out of bounds", arguments: ["--set", "risk.perTrade=5"],
        words: ["risk.perTrade", "0.02"]),
      Mistake(
        name: "a missing configuration file", arguments: ["--config", "/nowhere/martlet.json5"],
        words: ["/nowhere/martlet.json5"]),
      Mistake(
        name: "an unknown option", arguments: ["--sed", "7"], words: ["--sed", "--seed"],
        code: .usage),
      Mistake(
        name: "a missing candle file", arguments: ["--market", "/nowhere/prices.csv"],
        words: ["/nowhere/prices.csv", "no such file"]),
    ]

    @Test(arguments: mistakes) func `a mistake is told in one sentence`(mistake: Mistake) throws {
      try withScratch { scratch in
        let ended = try scratch.start(
          "martlet", ["up", "--data", scratch.data()] + mistake.arguments
        )
        .end(within: 20)
        expect(ended, mistake.code, mistake.words)
        expectNoLog(scratch.data())
      }
    }

    static let faults = [
      Fault(
        name: "a missing column", rows: ["open_time_ms,open,high,low,close", row(0, "10,12,9,11")],
        line: 1, words: "volume"),
      Fault(
        name: "an unsorted row", rows: [columns, row(0), row(2), row(1)], line: 4,
        words: "comes after"),
      Fault(
        name: "a duplicate", rows: [columns, row(0), row(1), row(1)], line: 4,
        words: "second candle"),
      Fault(
        name: "a price of zero", rows: [columns, row(0), row(1, "10,12,0,11,5")], line: 3,
        words: "not above 0"),
      Fault(
        name: "a high below the low", rows: [columns, row(0), row(1, "10,8,9,11,5")], line: 3,
        words: "below"),
      Fault(
        name: "no number", rows: [columns, row(0), row(1, "10,12,9,eleven,5")], line: 3,
        words: "eleven"),
      Fault(name: "no candle", rows: [columns], words: "no candle"),
    ]

    @Test(arguments: faults) func `a bad candle is named by file and line`(fault: Fault) throws {
      try withScratch { scratch in
        let file = try scratch.write(
          fault.rows.joined(separator: "\n") + "\n", to: "btcusd_bitstamp_1h.csv")
        let ended = try scratch.run("martlet", "up", "--data", scratch.data(), "--market", file)
        let line = fault.line.map { ["line \($0)"] } ?? []
        expect(ended, .configuration, [file, fault.words] + line)
        expectNoLog(scratch.data())
      }
    }

    @Test func `a data directory below a folder that is not there is refused`() throws {
      try withScratch { scratch in
        for program in ["martlet up", "journal"] {
          let words = program.split(separator: " ").map(String.init)
          let ended = try scratch.start(
            words[0], words.dropFirst() + ["--data", scratch.data("missing/data")]
          ).end(within: 20)
          expect(ended, .configuration, [scratch.data("missing")])
        }
        let risk = try scratch.run("risk", "--data", scratch.data("missing"))
        expect(risk, .configuration, [scratch.data("missing")])
      }
    }

    @Test func `a second session on the same data is refused, and the first goes on`() throws {
      try withScratch { scratch in
        let session = try Session(scratch, ["--days", "15", "--seed", "2"])
        #expect(try session.reaches(200))
        for _ in 0..<3 {
          let second = try scratch.run("martlet", "up", "--data", session.data)
          expect(second, .lockHeld, [session.data])
        }
        let journal = try scratch.run("journal", "--data", session.data)
        #expect(journal.code == ExitCode.lockHeld.rawValue, "\(journal.complaints)")
        try session.finish()
        let audit = try Audit(session.data)
        try audit.expectWholeMarket()
        try Reference(audit.configuration).expectSame(audit)
      }
    }

    @Test func `another market on the same data is refused`() throws {
      try withScratch { scratch in
        try Session(scratch, ["--days", "2", "--seed", "2"]).finish()
        let before = try LogVerification.verifyChain(directory: scratch.data()).head
        let other = try scratch.run("martlet", "up", "--data", scratch.data(), "--seed", "3")
        expect(other, .configuration, [scratch.data(), "another market"])
        #expect(try LogVerification.verifyChain(directory: scratch.data()).head == before)
      }
    }

    @Test func `a port in use is named`() throws {
      try withScratch { scratch in
        let taken = try TakenPort()
        let ended = try scratch.run(
          "journal", "--data", scratch.data(), "--transport", "tcp", "--port", "\(taken.port)")
        expect(ended, .lockHeld, ["\(taken.port)", "in use"])
      }
    }

    private func expect(
      _ ended: Ended, _ code: ExitCode, _ words: [String],
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      #expect(ended.code == code.rawValue, "\(ended.complaints)", sourceLocation: sourceLocation)
      #expect(ended.sentences.count == 1, "\(ended.complaints)", sourceLocation: sourceLocation)
      for word in words {
        #expect(
          ended.complaints.contains(word), "\(word): \(ended.complaints)",
          sourceLocation: sourceLocation)
      }
    }

    private func expectNoLog(_ data: String) {
      let files = try? FileManager.default.contentsOfDirectory(atPath: "\(data)/log")
      #expect((files ?? []).isEmpty)
    }
  }
}
