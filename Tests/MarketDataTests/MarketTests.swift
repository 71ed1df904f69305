import Events
import MarketDataCore
import Quantities
import Testing

struct MarketTests {
  @Test func `a market lists, then ticks with each candle, then ends`() {
    let market = market(bars([0, 1], of: .m5, from: noon), .m5)
    #expect(
      words(market) == [
        ["tick 12:00", "list A"],
        ["tick 12:05", "A 5m 12:00 complete"],
        ["tick 12:10", "A 5m 12:05 complete"],
        ["end 12:10 2"],
      ])
  }

  @Test func `missing bars are told when they are due and when the feed goes on`() {
    let market = market(bars([0, 3], of: .m5, from: noon), .m5)
    #expect(
      words(market) == [
        ["tick 12:00", "list A"],
        ["tick 12:05", "A 5m 12:00 complete"],
        ["tick 12:10", "A 5m gap 12:05"],
        ["tick 12:20", "A 5m gap over 12:05-12:15 2", "A 5m 12:15 complete"],
        ["end 12:20 2"],
      ])
  }

  @Test func `coarser frames come first, instruments in their order, all at one instant`() {
    let listings = ["b:B/USD", "a:A/USD"].map(listing)
    let series = listings.map {
      CandleSeries(
        instrument: $0.instrument, timeFrame: .m30, bars: bars([0, 1], of: .m30, from: noon))
    }
    let market = Market(listings: listings, series: series, frames: [.h1])
    #expect(
      words(market) == [
        ["tick 12:00", "list B", "list A"],
        ["tick 12:30", "B 30m 12:00 complete", "A 30m 12:00 complete"],
        [
          "tick 13:00", "B 1h 12:00 complete", "A 1h 12:00 complete", "B 30m 12:30 complete",
          "A 30m 12:30 complete",
        ],
        ["end 13:00 6"],
      ])
  }

  @Test func `a given coarser file may begin earlier and is used as it is`() {
    let listing = listing("test:A/USD")
    let series = [
      CandleSeries(
        instrument: listing.instrument, timeFrame: .h1, bars: bars([0, 1, 2], of: .h1, from: noon)),
      CandleSeries(
        instrument: listing.instrument, timeFrame: .m30,
        bars: bars([0, 1], of: .m30, from: noon + .hours(1))),
    ]
    let market = Market(listings: [listing], series: series, frames: [.h1])
    #expect(
      words(market) == [
        ["tick 12:00", "list A"],
        ["tick 13:00", "A 1h 12:00 complete"],
        ["tick 13:30", "A 30m 13:00 complete"],
        ["tick 14:00", "A 1h 13:00 complete", "A 30m 13:30 complete"],
        ["tick 15:00", "A 1h 14:00 complete"],
        ["end 15:00 5"],
      ])
    #expect(candles(market, of: .h1).map(\.open) == [100, 101, 102])
  }

  @Test func `an instrument that ends early leaves the others alone`() {
    let listings = ["test:A/USD", "test:B/USD"].map(listing)
    let series = [[0], [1, 2]].enumerated().map { index, places in
      CandleSeries(
        instrument: listings[index].instrument, timeFrame: .m30,
        bars: bars(places, of: .m30, from: noon))
    }
    let market = Market(listings: listings, series: series, frames: [.h1])
    #expect(
      words(market) == [
        ["tick 12:00", "list A", "list B"],
        ["tick 12:30", "A 30m 12:00 complete"],
        ["tick 13:00", "B 30m 12:30 complete"],
        ["tick 13:30", "B 30m 13:00 complete"],
        ["end 13:30 3"],
      ])
  }

  @Test func `the clock only rises and every candle closes on it`() {
    let market = Market(
      GeneratedMarket(seed: 3, instruments: 3, days: 20), frames: [.h1, .h4, .d1])
    var last = Instant.epoch
    for step in steps(market).dropLast() {
      guard case .clockTicked(let tick) = step.first else {
        Issue.record("a step begins with the clock")
        return
      }
      #expect(tick.at > last)
      last = tick.at
      for case .candleClosed(let candle) in step { #expect(candle.closeTime == tick.at) }
    }
  }

  @Test func `at midnight all frames of the day close together, the day first`() {
    let market = market(bars(Array(0..<48), of: .h1, from: midnight), .h1, building: [.h4, .d1])
    let atMidnight = steps(market).first {
      $0.first == .clockTicked(.init(at: midnight + .days(1)))
    }
    #expect(
      atMidnight?.map(words) == [
        "tick 00:00", "A 1d 00:00 complete", "A 4h 20:00 complete", "A 1h 23:00 complete",
      ])
  }

  @Test func `the instant of the next step is known before it`() {
    var market = Market(GeneratedMarket(seed: 5, instruments: 2, days: 3), frames: [.h1])
    var facts: [Event] = []
    while let instant = market.nextInstant {
      let hasStep = market.nextStep(into: &facts)
      #expect(hasStep)
      switch facts.first {
      case .clockTicked(let tick): #expect(tick.at == instant)
      case .marketEnded(let end): #expect(end.at == instant)
      default: Issue.record("no clock")
      }
    }
    let hasMore = market.nextStep(into: &facts)
    #expect(!hasMore && facts.isEmpty)
  }

  @Test(arguments: [0, 1, 2, 17, 96, 287, 288], [false, true])
  func `what is left after a skip is the tail of the whole`(count: Int, hasBooks: Bool) {
    let whole = Market(
      GeneratedMarket(seed: 11, instruments: 2, days: 3, hasBooks: hasBooks),
      frames: [.h1, .h4, .d1])
    let all = steps(whole)
    guard case .clockTicked(let tick) = all[count].first else {
      Issue.record("step \(count) has no clock")
      return
    }
    var resumed = whole
    resumed.skip(through: tick.at)
    #expect(steps(resumed) == Array(all[(count + 1)...]))
    #expect(resumed.candles == all[...count].joined().count { $0.type == .candleClosed })
  }

  @Test func `a skip before the beginning skips nothing, one beyond the end leaves the end`() {
    let whole = market(bars([0, 1], of: .m5, from: noon), .m5)
    var resumed = whole
    resumed.skip(through: noon - .seconds(1))
    #expect(steps(resumed) == steps(whole))
    resumed.skip(through: noon + .days(9))
    #expect(words(resumed) == [["end 12:10 2"]])
  }
}
