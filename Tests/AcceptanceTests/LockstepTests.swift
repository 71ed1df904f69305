import Events
import Testing

extension Acceptance {
  @Suite struct Lockstep {
    @Test(arguments: Surroundings.isLong ? [7, 8, 9] : [7])
    func `many processes conclude what a backtest concludes`(seed: Int) throws {
      try expectBacktest(["--seed", "\(seed)", "--days", "40", "--instruments", "2"])
    }

    @Test(.enabled(if: Surroundings.hasRecordings))
    func `so they do on recorded candles`() throws {
      let files = ["1h_2021-01_2021-07", "4h_2020-07_2021-07", "1d_2020-01_2021-07"]
      try expectBacktest(
        files.flatMap { ["--market", "\(Surroundings.recordings)/btcusd_bitstamp_\($0).csv.gz"] })
    }

    private func expectBacktest(_ arguments: [String]) throws {
      try withScratch { scratch in
        let session = try Session(scratch, arguments)
        let ended = try session.finish()
        #expect(ended.printed.contains("Session on"))
        let audit = try Audit(session.data)
        try audit.expectWholeMarket()
        try Reference(audit.configuration).expectSame(audit)
        #expect(audit.count(.tradeClosed) > 0)
        #expect(try digestOfBacktest(scratch, arguments) == "\(audit.digest)")
      }
    }

    @Test func `the same seed gives the same digest in every process`() throws {
      try withScratch { scratch in
        let market = ["--days", "60", "--seed", "3"]
        let digests = try (0..<3).map { _ in try digestOfBacktest(scratch, market) }
        #expect(Set(digests).count == 1)
        let other = try digestOfBacktest(scratch, ["--days", "60", "--seed", "4"])
        #expect(other != digests[0])
      }
    }
  }
}
