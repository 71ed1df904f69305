import Events
import Testing

extension Acceptance {
  @Suite struct Kills {
    private static let seeds = Surroundings.isLong ? Array(1...5) : [1]
    private static let market = ["--seed", "7", "--days", "60", "--instruments", "2"]

    @Test(arguments: seeds)
    func `in lock-step, kills change nothing`(seed: Int) throws {
      try withScratch { scratch in
        let session = try Session(scratch, Self.market)
        var killing = Killing(seed: seed)
        try killing.kill(20, of: session, growth: 50...1_500)
        try session.finish()
        print("killed \(killing.falls)")
        let audit = try Audit(session.data)
        try audit.expectWholeMarket()
        try Reference(audit.configuration).expectSame(audit)
        #expect(try digestOfBacktest(scratch, Self.market) == "\(audit.digest)")
      }
    }

    @Test(arguments: seeds)
    func `on a paced market, kills lose nothing and double nothing`(seed: Int) throws {
      try withScratch { scratch in
        let session = try Session(scratch, Self.market + ["--paced", "130000x"])
        var killing = Killing(seed: 100 + seed)
        try killing.kill(20, of: session, growth: 50...1_200)
        try session.finish()
        print("killed \(killing.falls)")
        let audit = try Audit(session.data)
        try audit.expectWholeMarket()
        #expect(audit.count(.tradeClosed) > 0)
        #expect(audit.statements > 12)
      }
    }
  }
}
