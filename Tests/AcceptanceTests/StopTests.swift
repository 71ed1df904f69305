import Events
import Foundation
import ServiceKit
import Testing

extension Acceptance {
  @Suite struct Stops {
    @Test func `an interrupted session goes on where it was`() throws {
      try withScratch { scratch in
        let market = ["--seed", "11", "--days", "40", "--instruments", "2"]
        for (signal, seq) in [(SIGINT, 2_000), (SIGTERM, 6_000), (SIGINT, 11_000)] {
          let session = try Session(scratch, market)
          #expect(try session.reaches(Int64(seq)))
          session.up.send(signal)
          let ended = try session.up.end(within: 30)
          #expect(ended.code == 0)
          #expect(ended.printed.contains("Session on") && ended.printed.contains("equity"))
          let order = ended.printed.matches(of: /([a-z-]+) stopped\./).map { String($0.1) }
          #expect(order == Surroundings.services.reversed())
          #expect(Surroundings.services.allSatisfy { session.process(of: $0) == nil })
        }
        let session = try Session(scratch, [])
        try session.finish()
        let audit = try Audit(session.data)
        try audit.expectWholeMarket()
        try Reference(audit.configuration).expectSame(audit)
        #expect(try digestOfBacktest(scratch, market) == "\(audit.digest)")
      }
    }

    @Test func `every service leaves in good order when it is asked to`() throws {
      try withScratch { scratch in
        try configure(scratch, days: 2)
        var running: [(name: String, process: Running)] = []
        let directory = try DataDirectory.existing(at: scratch.data())
        for name in Surroundings.services {
          let process = try scratch.start(name, "--data", scratch.data())
          try wait(seconds: 20, for: "the readiness of \(name): \(process.complaints)") {
            FileManager.default.fileExists(atPath: directory.readyFile(of: name))
          }
          running.append((name, process))
        }
        for (name, process) in running.reversed() {
          #expect(process.isRunning)
          process.send(SIGTERM)
          let ended = try process.end(within: 20)
          #expect(ended.code == 0, "\(name): \(ended.complaints)")
          print("\(name) left within \(ended.seconds) s")
          #expect(!FileManager.default.fileExists(atPath: directory.readyFile(of: name)))
        }
        let audit = try Audit(scratch.data())
        #expect(audit.count(.serviceStopped) >= 6)
      }
    }

    @Test func `a service leaves in good order when the journal is gone`() throws {
      try withScratch { scratch in
        try configure(scratch, days: 2)
        let journal = try scratch.start("journal", "--data", scratch.data())
        let risk = try scratch.start("risk", "--data", scratch.data())
        let directory = try DataDirectory.existing(at: scratch.data())
        try wait(seconds: 20, for: "the readiness of risk: \(risk.complaints)") {
          FileManager.default.fileExists(atPath: directory.readyFile(of: "risk"))
        }
        journal.kill()
        usleep(500_000)
        risk.send(SIGTERM)
        let ended = try risk.end(within: 20)
        #expect(ended.code == 0, "\(ended.complaints)")
        print("risk left without a journal within \(ended.seconds) s")
      }
    }

    /// Makes a log that holds its configuration and the beginning of a market.
    private func configure(_ scratch: Scratch, days: Int) throws {
      let session = try Session(scratch, ["--days", "\(days)"])
      #expect(try session.reaches(100))
      session.up.send(SIGINT)
      try session.finish()
    }
  }
}
