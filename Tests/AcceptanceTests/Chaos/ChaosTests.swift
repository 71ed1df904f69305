import Events
import Foundation
import Testing

extension Acceptance {
  /// Rounds of a storm over a whole session each, as long as `MARTLET_TEST_CHAOS_MINUTES` says;
  /// one round without it. `MARTLET_TEST_CHAOS_SEED` names the first round.
  @Suite struct Chaos {
    private static func setting(_ name: String) -> Int? {
      ProcessInfo.processInfo.environment["MARTLET_TEST_CHAOS_\(name)"].flatMap { Int($0) }
    }

    @Test func `whatever happens to the processes, nothing is lost and nothing is twice`() throws {
      let end = Date(timeIntervalSinceNow: Double(Self.setting("MINUTES") ?? 0) * 60)
      var seed = Self.setting("SEED") ?? 1
      var total: [String: Int] = [:]
      repeat {
        let happened = try round(seed: seed)
        print("chaos seed \(seed): \(text(happened))")
        total.merge(happened, uniquingKeysWith: +)
        seed += 1
      } while Date() < end
      print("chaos in all: \(text(total))")
    }

    /// Odd rounds run in lock-step and must conclude what a backtest concludes; even ones run like
    /// a live market.
    private func round(seed: Int) throws -> [String: Int] {
      let isPaced = seed % 2 == 0
      let market = ["--seed", "\(seed)", "--days", "90", "--instruments", "2"]
      return try withScratch { scratch in
        let disk = try ballastDisk(scratch)
        defer { disk?.remove() }
        let session = try Session(
          scratch, data: disk.map { "\($0.path)/data" },
          market + (isPaced ? ["--paced", "160000x"] : []))
        try session.waitUntilReady()
        let storm = Storm(seed: seed, on: session, disk: disk?.path)
        try storm.layLines()
        defer { storm.removeLines() }
        let end = Date(timeIntervalSinceNow: Self.setting("MINUTES") == nil ? 12 : 40)
        while session.up.isRunning, Date() < end { storm.blow() }
        storm.heal()
        try session.finish()
        storm.removeLines()
        try check(session, isPaced: isPaced)
        return storm.happened
      }
    }

    private func check(_ session: Session, isPaced: Bool) throws {
      let audit = try Audit(session.data)
      try audit.expectWholeMarket()
      audit.expectBalancedBooks()
      #expect(audit.count(.tradeClosed) > 0)
      if !isPaced { try Reference(audit.configuration).expectSame(audit) }
    }

    /// The journal takes nothing below 64 MiB of free space; above them there is room for a round.
    private func ballastDisk(_ scratch: Scratch) throws -> SmallDisk? {
      Surroundings.canMount ? try SmallDisk(at: scratch.data("disk"), megabytes: 400) : nil
    }

    private func text(_ happened: [String: Int]) -> String {
      happened.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        .joined(separator: ", ")
    }
  }
}
