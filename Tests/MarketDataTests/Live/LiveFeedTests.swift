import Events
import MarketDataCore
import MarketDataLive
import Quantities
import TestSupport
import Testing
import Venues

@Suite struct LiveFeedTests {
  private static let minute = Interval.minutes(1)
  private static let noon = Instant(seconds: 1_704_110_400)

  /// All lines go through to the last bar that is over, with all bars since the history.
  private func expectWhole(_ run: LiveRun, history: Int = 20, missing: Int = 0) {
    #expect(run.feed.isWhole)
    let check = FeedCheck(run.events, of: run.market)
    for instrument in run.plan.instruments {
      for frame in run.plan.frames {
        guard let line = check.line(instrument, frame) else {
          Issue.record("\(instrument) \(frame) was never told")
          continue
        }
        #expect(line.gap == nil, "\(instrument) \(frame) is in a gap")
        #expect(line.next == frame.opening(of: run.now), "\(instrument) \(frame)")
        let all = (line.next - line.first) / frame.interval
        #expect(line.told + missing == all)
        #expect(all >= history)
      }
    }
  }

  @Test(arguments: 0..<6)
  func `a quiet market is told whole, and in the order of a recorded one`(seed: Int) {
    var run = LiveRun(seed: seed)
    run.run(for: Self.minute * 31)
    expectWhole(run)
    #expect(run.reconnections == 0)
    var last: [Name: (close: Instant, frame: TimeFrame)] = [:]
    for case .candleClosed(let candle) in run.events {
      if let before = last[candle.instrument] {
        let isAfter =
          candle.closeTime > before.close
          || candle.closeTime == before.close && candle.timeFrame < before.frame
        #expect(isAfter, "\(candle.instrument) \(candle.timeFrame) \(candle.openTime)")
      }
      last[candle.instrument] = (candle.closeTime, candle.timeFrame)
    }
    let gaps = run.events.count { $0.type == .feedGapOpened }
    #expect(gaps == 6, "one for each line, while its history is told")
    let live = run.events.count { event in
      if case .candleClosed(let candle) = event { candle.quality == .complete } else { false }
    }
    #expect(live > 60)
  }

  @Test(arguments: 0..<20)
  func `whatever the stream does, no candle is missing, double or out of order`(seed: Int) {
    var run = LiveRun(seed: seed, faults: .storm)
    run.run(for: Self.minute * 20)
    run.faults = .calm
    run.run(for: Self.minute * 3)
    expectWhole(run)
    #expect(run.events.count { $0.type == .feedGapClosed } > 6)
  }

  @Test(arguments: 0..<5)
  func `a service that falls goes on from the log`(seed: Int) {
    var run = LiveRun(seed: seed)
    for _ in 0..<10 {
      run.run(for: Self.minute * 2)
      run.restart()
    }
    run.run(for: Self.minute * 3)
    expectWhole(run)
    // History was asked for once: a restart asks for what is missing.
    let check = FeedCheck(run.events, of: run.market)
    #expect((check.line("BTC/USDT:USDT", .m15)?.told ?? 0) < 24)
    #expect(run.events.count { $0.type == .instrumentListed } == 2)
  }

  @Test func `a night without the service is filled from the venue`() {
    var run = LiveRun(seed: 1, instruments: ["BTC/USDT:USDT"], frames: [.m1])
    run.run(for: Self.minute * 2)
    run.faults = LiveRun.Faults(cuts: 100)
    // More than one answer holds.
    run.step = .seconds(20)
    run.run(for: Self.minute * 2_500)
    run.step = .milliseconds(500)
    run.faults = .calm
    run.run(for: Self.minute * 5)
    expectWhole(run)
    let repaired = run.events.count { event in
      if case .candleClosed(let candle) = event { candle.quality == .repaired } else { false }
    }
    #expect(repaired > 20)
  }

  @Test func `a bar that the venue does not have is left out, and said to be missing`() {
    var run = LiveRun(seed: 3, instruments: ["BTC/USDT:USDT"], frames: [.m1])
    let hole = TimeFrame.m1.closing(of: TimeFrame.m1.opening(of: run.now + .minutes(3)))
    run.market.holes = [hole, hole + .minutes(1)]
    run.run(for: Self.minute * 10)
    expectWhole(run, missing: 2)
    let missing = run.events.compactMap { event in
      if case .feedGapClosed(let gap) = event { gap.missing } else { nil }
    }
    #expect(missing == [0, 2])
  }

  @Test(arguments: 0..<3)
  func `bars that came behind a lost one wait until that one was asked for`(seed: Int) {
    var run = LiveRun(seed: seed, instruments: ["BTC/USDT:USDT"], frames: [.m1])
    run.run(for: Self.minute * 2)
    run.faults = LiveRun.Faults(losses: 100, failures: 100)
    run.run(for: Self.minute + .seconds(10))
    run.faults = LiveRun.Faults(failures: 100)
    run.run(for: Self.minute * 3)
    run.faults = .calm
    run.run(for: Self.minute * 2)
    expectWhole(run)
  }

  @Test
  func `a stream that lives and says nothing is made again, and what it kept back is asked for`() {
    var run = LiveRun(seed: 4)
    run.run(for: Self.minute * 3)
    run.isSilent = true
    run.run(for: Self.minute * 2)
    #expect(run.reconnections >= 2)
    #expect(run.events.last { $0.type == .candleClosed } != nil)
    run.isSilent = false
    run.run(for: Self.minute * 2)
    expectWhole(run)
  }

  @Test func `rules are listed when they change, and when they change back`() {
    var run = LiveRun(seed: 5, instruments: ["BTC/USDT:USDT"])
    run.step = .seconds(5)
    run.run(for: Self.minute * 5)
    run.tick = "0.5"
    run.run(for: Self.minute * 61)
    run.tick = "0.1"
    run.run(for: Self.minute * 61)
    run.run(for: Self.minute * 61)
    let ticks = run.events.compactMap { event in
      if case .instrumentListed(let rules) = event { rules.tick } else { nil }
    }
    #expect(ticks == ["0.1", "0.5", "0.1"])
    for case .instrumentListed(let rules) in run.events {
      #expect(rules.maintenanceMargin == "0.005", "the tier of the smallest positions")
    }
  }

  @Test(arguments: [LiveRun.Faults.calm, .storm])
  func `every funding since the session began is published once`(faults: LiveRun.Faults) {
    var run = LiveRun(
      seed: 6, faults: faults, instruments: ["BTC/USDT:USDT"], frames: [.m15],
      starting: .hours(41))
    let start = run.now
    run.step = .seconds(5)
    run.run(for: .hours(26))
    run.faults = .calm
    run.run(for: Self.minute * 10)
    let told = run.events.compactMap { event in
      if case .fundingRatePublished(let funding) = event { funding.at } else { nil }
    }
    #expect(told == run.market.fundings("BTC/USDT:USDT", start, run.now).map(\.at))
    #expect(told.count >= 3)
  }

  @Test func `an instrument that the venue does not have is named`() {
    var feed = LiveFeed(FeedPlan(instruments: ["NO/SUCH:THING"], frames: [.m1]))
    feed.begin(at: Self.noon)
    feed.advance(to: Self.noon)
    for question in feed.takeQuestions() {
      feed.receive(.success([.instruments([])]), to: question.id, at: Self.noon)
    }
    #expect(feed.takeUnlisted() == ["NO/SUCH:THING"])
  }
}
