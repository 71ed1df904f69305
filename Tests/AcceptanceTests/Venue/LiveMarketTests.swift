import EventSourcing
import Events
import Foundation
import Quantities
import ServiceKit
import Testing

extension Acceptance {
  /// Sessions on the market of a simulated venue, as it happens.
  @Suite(.enabled(if: Surroundings.hasSimulator)) struct LiveMarkets {
    private static let instruments: [Name] = ["BTC/USDT:USDT", "ETH/USDT:USDT", "SOL/USDT"]
    private static let frames: [TimeFrame] = [.m1, .m5, .m15]

    /// Crosses of short averages on minutes: they come often. At many times real time what is
    /// fresh here is old there.
    private static let configuration = """
      { strategies: [{ name: "cross", base: "ema-cross", triggerFrame: "1m", levelFrame: "5m",
          regimeFrame: "15m", fastLength: 3, slowLength: 8, minimumStop: 0.01 }],
        risk: { staleAfter: "1h", cancelStaleAfter: "2h", approvalLife: "1h", quoteAge: "1h" } }
      """

    private func session(_ scratch: Scratch, pace: Int, seed: Int = 7) throws -> Session {
      let file = try scratch.write(Self.configuration, to: "fast.json5")
      return try Session(
        scratch,
        ["--venue", "bybit", "--simulated", "--orders", "paper", "--paced", "\(pace)x"]
          + ["--seed", "\(seed)", "--config", file]
          + Self.instruments.flatMap { ["--instrument", "\($0)"] })
    }

    private func count(_ type: EventType, in session: Session) throws -> Int {
      try session.log.events().count { $0.type == type }
    }

    /// Waits until every line has its history and no gap is open.
    private func waitUntilWhole(_ session: Session, seconds: Double = 60) throws {
      let lines = Self.instruments.count * Self.frames.count
      try wait(seconds: seconds, for: "a whole feed\n\(session.up.printed.suffix(500))") {
        usleep(200_000)
        guard let events = try? session.log.events() else { return false }
        let closed = events.count { $0.type == .feedGapClosed }
        return closed >= lines && CandleComparison(events).openGaps.isEmpty
      }
    }

    /// Stops it, and checks the log in every way, against the venue too.
    private func finish(_ session: Session) throws -> Audit {
      let venue = try SimulatedVenue(of: session.data)
      let before = try CandleComparison(session.log.events())
      try before.expectSame(as: venue, Self.instruments, Self.frames)
      session.up.send(SIGINT)
      let ended = try session.up.end(within: 60)
      #expect(ended.code == 0, "\(ended.complaints)")
      return try Audit(session.data)
    }

    @Test func `history and live candles arrive, strategies trade on paper, all derives again`()
      throws
    {
      try withScratch { scratch in
        let session = try session(scratch, pace: 30)
        try waitUntilWhole(session)
        try wait(seconds: 180, for: "a fill\n\(session.up.printed.suffix(500))") {
          usleep(500_000)
          return try count(.orderFilled, in: session) > 0
        }
        let audit = try finish(session)
        #expect(audit.count(.instrumentListed) == Self.instruments.count)
        #expect(audit.count(.bookObserved) > 3)
        let comparison = CandleComparison(audit.events.map(\.event))
        #expect(comparison.count(.complete) > 20)
        #expect(audit.count(.tradeOpened) > 0)
        // Nothing was traded on what was history already.
        let whole = audit.events.last { $0.event.type == .feedGapClosed }
        let first = audit.events.first { $0.event.type == .orderRequested }
        #expect(try #require(first).stored.seq > (whole?.stored.seq ?? .max) || whole == nil)
      }
    }

    @Test func `sockets cut every few seconds under load leave no candle missing or double`()
      throws
    {
      try withScratch { scratch in
        let session = try session(scratch, pace: 20)
        try waitUntilWhole(session)
        let venue = try SimulatedVenue(of: session.data)
        let before = try count(.feedGapOpened, in: session)
        try venue.order(#"{"duplicates":5,"losses":3,"swaps":5,"garbled":3}"#)
        let end = Date(timeIntervalSinceNow: Surroundings.isLong ? 60 : 15)
        var cuts = 0
        while Date() < end {
          usleep(UInt32.random(in: 1_500_000...3_000_000))
          try venue.order(#"{"cutSockets":1}"#)
          cuts += 1
        }
        try venue.order(#"{"reset":1}"#)
        sleep(3)
        try waitUntilWhole(session)
        #expect(try count(.feedGapOpened, in: session) - before >= cuts)
        let audit = try finish(session)
        expectNoBookAcrossGaps(audit)
      }
    }

    /// A book is stated only while no line of its instrument waits for the stream.
    private func expectNoBookAcrossGaps(_ audit: Audit) {
      let books = audit.events.compactMap { entry in
        if case .bookObserved(let book) = entry.event { book } else { nil }
      }
      #expect(!books.isEmpty)
      for book in books { #expect(book.fault == nil) }
      for instrument in Self.instruments {
        let own = books.filter { $0.instrument == instrument }
        for (book, next) in zip(own, own.dropFirst()) { #expect(book.at < next.at) }
      }
    }

    @Test func `a stream that says nothing is made again`() throws {
      try withScratch { scratch in
        let session = try session(scratch, pace: 10)
        try waitUntilWhole(session)
        let venue = try SimulatedVenue(of: session.data)
        let before = try count(.feedGapOpened, in: session)
        try venue.order(#"{"silent":true}"#)
        try wait(seconds: 60, for: "the notice of silence") {
          usleep(500_000)
          return try count(.feedGapOpened, in: session) > before
        }
        try venue.order(#"{"reset":1}"#)
        sleep(2)
        try waitUntilWhole(session)
        _ = try finish(session)
      }
    }

    @Test func `market-data that is killed again and again goes on from the log`() throws {
      try withScratch { scratch in
        let session = try session(scratch, pace: 20)
        for _ in 0..<(Surroundings.isLong ? 12 : 4) {
          usleep(UInt32.random(in: 500_000...4_000_000))
          try wait(seconds: 30, for: "market-data") { session.process(of: "market-data") != nil }
          session.process(of: "market-data")?.send(SIGKILL)
        }
        sleep(2)
        try waitUntilWhole(session)
        let audit = try finish(session)
        #expect(audit.count(.instrumentListed) == Self.instruments.count)
      }
    }
  }
}
