import Events
import Foundation
import Quantities
import Testing

extension Acceptance {
  @Suite(.serialized, .enabled(if: Venue.isBuilt)) struct VenueFunding {
    @Test func `funding is stated once, whatever falls around it, and the books own the wallet`()
      throws
    {
      try withScratch { scratch in
        let stage = try VenueStage.trading(scratch)
        try stage.open()
        // Told, twice, and asked for later.
        try stage.order(#"{"duplicates":100}"#)
        try stage.charge("0.0007")
        try stage.expectCharges(1)
        // Told by nobody.
        try stage.order(#"{"reset":true,"losses":100}"#)
        try stage.charge("-0.0003")
        try stage.expectCharges(2)
        try stage.order(#"{"reset":true}"#)
        // While nobody listens.
        stage.kill("execution")
        try stage.charge("0.0011")
        try stage.start("execution")
        try stage.expectCharges(3)
        // Execution falls when the fact is on its way, or just there.
        for milliseconds in Surroundings.isLong ? [0, 1, 2, 5, 10, 20, 50] : [0, 5, 20] {
          try stage.charge("0.0002")
          usleep(UInt32(milliseconds * 1_000))
          try stage.restart("execution")
        }
        try stage.expectCharges(Surroundings.isLong ? 10 : 6)
        try stage.expectOneTrade()
        try stage.closeAll()
        try stage.expectSameWallet()
        try stage.expectComparison()
        try stage.finish()
      }
    }
  }
}

extension VenueStage {
  /// Lets the venue charge what is held, now.
  fileprivate func charge(_ rate: Ratio) throws {
    try order("{\"funding\":{\"coin\":\"BTC\",\"rate\":\"\(rate)\"}}")
  }

  fileprivate func expectCharges(_ count: Int) throws {
    try events(count, "payments") { $0.type == .fundingCharged }
  }

  /// All was paid for the one trade, which bears it.
  fileprivate func expectOneTrade() throws {
    let events = try events()
    let trades = events.compactMap { if case .tradeOpened(let it) = $0 { it.trade } else { nil } }
    for case .fundingCharged(let it) in events { #expect([it.trade] == trades) }
  }

  /// The venue's balance is stated once more, and the ledger finds nothing in it.
  fileprivate func expectComparison() throws {
    let before = try count(.balanceReported)
    // After a connection it is stated when the last payment has settled.
    sleep(22)
    try restart("execution")
    try events(before + 1, "balances", seconds: 90) { $0.type == .balanceReported }
    #expect(try count(.discrepancyFound) == 0)
  }
}
