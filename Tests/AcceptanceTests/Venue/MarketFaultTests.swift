import Events
import Foundation
import Quantities
import Testing
import Transport
import VenueLink
import Venues

extension Acceptance {
  /// What market-data makes of a venue that breaks off, keeps it out, and pays funding.
  @Suite(.serialized, .enabled(if: Venue.isBuilt)) struct MarketFaults {
    /// EX-41 for the market: what the bus calls a whole book is the venue's, over any gap.
    @Test func `a book that the bus calls whole is the venue's over lost messages and cuts`() throws
    {
      try withScratch { scratch in
        let stage = try VenueStage.following(scratch)
        var witness = try BookWitness(stage)
        try witness.watch(for: "whole books") { $0.compared >= 10 }
        // A few changes are missing: what comes behind them fits no book.
        for _ in 0..<4 {
          let broken = witness.broken
          try stage.order(#"{"losses":100}"#)
          let start = try witness.venueSequence()
          try witness.watch(for: "lost changes") { $0.venue >= start + 3 }
          try stage.order(#"{"losses":0}"#)
          let end = try witness.venueSequence()
          try witness.watch(for: "a book of after the loss") { $0.isWhole(after: end) }
          #expect(witness.broken > broken, "the book went on over a gap")
        }
        for _ in 0..<2 {
          let compared = witness.compared + 5
          try witness.watch(for: "whole books again") { $0.compared >= compared }
          let broken = witness.broken
          try stage.order(#"{"cutSockets":true}"#)
          let cut = try witness.venueSequence()
          try witness.watch(for: "a book of after the cut") { $0.isWhole(after: cut) }
          #expect(witness.broken > broken, "the gap was not told")
        }
        try stage.finish()
      }
    }

    /// What was paid is told once, with the venue's own rate, over a fall at that moment too.
    @Test(arguments: [false, true])
    func `funding is published with the venue's rate when it is paid`(falls: Bool) throws {
      try withScratch { scratch in
        let stage = try VenueStage.following(scratch, speed: 20, beforeFunding: .minutes(2))
        let begun = try stage.events(1, "ticks") { $0.type == .clockTicked }
        guard case .clockTicked(let tick)? = begun.first else { return }
        let payment = VenueStage.payment(after: tick.at)
        try #require(payment - tick.at < .minutes(5), "the session began behind the payment")
        try stage.events(2, "instruments") { $0.type == .instrumentListed }
        if falls {
          stage.kill("market-data")
          try wait(seconds: 30, for: "the payment") { try stage.venueTime() > payment }
          #expect(try stage.count(.fundingRatePublished) == 0)
          try stage.start("market-data")
        }
        let told = try stage.events(1, "rates") { $0.type == .fundingRatePublished }
        guard case .fundingRatePublished(let funding)? = told.first else { return }
        #expect(funding.instrument == VenueStage.instrument)
        #expect(funding.at == payment)
        #expect(try funding.rate == stage.rate(at: payment))
        // Nobody pays on spot, and nothing is told twice.
        try stage.restart("market-data")
        try stage.waitForTicks(40)
        #expect(try stage.count(.fundingRatePublished) == 1)
        try stage.finish()
      }
    }

    /// EX-46 for questions: told to wait, it waits, and misses nothing.
    @Test func `market-data waits when its questions are too many, and is whole afterwards`() throws
    {
      try withScratch { scratch in
        let stage = try VenueStage.following(scratch, speed: 20)
        try stage.waitUntilWhole()
        let before = try stage.traffic()
        let (gaps, began) = (try stage.count(.feedGapOpened), Date())
        try stage.order(#"{"losses":100,"tooMany":1000}"#)
        try wait(seconds: 60, for: "refused questions about a gap") {
          usleep(50_000)
          let isBroken = try stage.count(.feedGapOpened) > gaps
          return try isBroken && stage.traffic().shutOut >= before.shutOut + 4
        }
        try stage.order(#"{"reset":true}"#)
        try stage.waitUntilWhole()
        try stage.expectCalm(since: before, began)
        try stage.expectSameCandles()
        try stage.finish()
      }
    }

    /// EX-46 for a ban: who is shut out asks nothing for ten minutes, whatever the venue does, and
    /// knocks ever more rarely.
    @Test func `market-data that is shut out does not hammer, and is whole afterwards`() throws {
      try withScratch { scratch in
        let stage = try VenueStage.following(scratch, speed: 20)
        try stage.waitUntilWhole()
        let (before, gaps) = (try stage.traffic(), try stage.count(.feedGapOpened))
        try stage.order(#"{"losses":100,"ban":600000}"#)
        try wait(seconds: 30, for: "a question about a gap") {
          usleep(50_000)
          let isBroken = try stage.count(.feedGapOpened) > gaps
          return try isBroken && stage.traffic().shutOut > before.shutOut
        }
        try stage.order(#"{"reset":true}"#)
        let asked = try stage.traffic()
        try stage.waitForTicks(60)
        #expect(try stage.traffic().requests - asked.requests <= 1)
        #expect(try !CandleComparison(stage.events()).openGaps.isEmpty)

        let (knocks, opened, began) = (try stage.traffic(), stage.openedStreams, Date())
        // Three seconds here are a minute there.
        try stage.order(#"{"cutSockets":true,"ban":60000}"#)
        try wait(seconds: 60, for: "streams that stand again") {
          usleep(50_000)
          return stage.openedStreams >= opened + VenueStage.followed.count
        }
        #expect(try stage.traffic().shutOut > knocks.shutOut)
        try stage.expectCalm(since: knocks, began)

        try stage.restart("market-data")
        try stage.waitUntilWhole()
        try stage.expectSameCandles()
        try stage.finish()
      }
    }
  }
}
