import Events
import Foundation
import ServiceKit
import Testing

extension Acceptance {
  @Suite struct Stalls {
    private static let seconds = Surroundings.isLong ? 30.0 : 10
    private static let victims = Surroundings.isLong ? ["ledger", "indicator", "risk"] : ["ledger"]

    /// What is queued for a stopped process is bounded: ZeroMQ drops the rest without a word, and
    /// the process finds the hole when it goes on.
    @Test(arguments: victims)
    func `a stopped subscriber catches up by reading the log`(service: String) throws {
      try withScratch { scratch in
        let session = try Session(scratch, ["--days", "3650", "--paced", "600000x"])
        try session.waitUntilReady()
        #expect(try session.reaches(500))
        let process = try #require(session.process(of: service))
        #expect(process.send(SIGSTOP))
        let before = try #require(session.head())
        Thread.sleep(forTimeInterval: Self.seconds)
        let after = try #require(session.head())
        let behind = try #require(session.answered(by: service))
        #expect(process.send(SIGCONT))
        print("\(after - before) events passed while \(service) stood still")
        #expect(after - before > 3_000)
        #expect(behind <= before)
        try wait(seconds: 60, for: "\(service)'s answer to event \(after)") {
          (session.answered(by: service) ?? 0) >= after
        }
        #expect(process.isRunning)
        session.up.send(SIGINT)
        try session.finish()
        let audit = try Audit(session.data)
        try audit.expectBeginningOfMarket()
        #expect(audit.finalStates.count == 6)
      }
    }
  }
}
