import Foundation
import Quantities
import TestSupport
import Testing

@Suite struct `Time frames` {
  static let all: [(TimeFrame, String)] = [
    (.s1, "1s"), (.s15, "15s"), (.m1, "1m"), (.m5, "5m"), (.m15, "15m"), (.m30, "30m"),
    (.h1, "1h"), (.h2, "2h"), (.h4, "4h"), (.h12, "12h"), (.d1, "1d"), (.w1, "1w"),
    (TimeFrame(seconds: 5_400), "90m"), (TimeFrame(seconds: 61), "61s"),
    (TimeFrame(seconds: 1_209_600), "2w"), (TimeFrame(seconds: .max), "2147483647s"),
  ]

  @Test(arguments: all)
  func `a time frame has one text`(timeFrame: TimeFrame, text: String) throws {
    #expect(timeFrame.description == text)
    #expect(TimeFrame(text) == timeFrame)
    let data = try JSONEncoder().encode([timeFrame])
    #expect(String(decoding: data, as: UTF8.self) == "[\"\(text)\"]")
    #expect(try JSONDecoder().decode([TimeFrame].self, from: data) == [timeFrame])
  }

  @Test(arguments: [
    "", "m", "1", "0m", "-1m", "+1m", "01m", "60s", "60m", "24h", "7d", "1M", "1 m", "1.5h", "1mm",
    "2147483648s", "99999999w", "1y",
  ])
  func `any other text is nil`(text: String) {
    #expect(TimeFrame(text) == nil)
  }

  @Test(arguments: [
    (TimeFrame.s1, "2021-05-19T13:07:08.9Z", "2021-05-19T13:07:08Z"),
    (.m1, "2021-05-19T13:07:08Z", "2021-05-19T13:07:00Z"),
    (.m5, "2021-05-19T13:07:08Z", "2021-05-19T13:05:00Z"),
    (.m15, "2021-05-19T13:15:00Z", "2021-05-19T13:15:00Z"),
    (.m15, "2021-05-19T13:14:59.999999999Z", "2021-05-19T13:00:00Z"),
    (.h4, "2021-05-19T13:07:08Z", "2021-05-19T12:00:00Z"),
    (.d1, "2021-05-19T13:07:08Z", "2021-05-19T00:00:00Z"),
    (.w1, "2021-05-19T13:07:08Z", "2021-05-17T00:00:00Z"),
    (.w1, "1970-01-04T23:59:59Z", "1969-12-29T00:00:00Z"),
    (.w1, "1970-01-05T00:00:00Z", "1970-01-05T00:00:00Z"),
    (.h1, "1969-12-31T23:59:59Z", "1969-12-31T23:00:00Z"),
  ])
  func `an instant falls into one candle`(frame: TimeFrame, text: String, opening: String) throws {
    let instant = try #require(Instant(text))
    #expect(frame.opening(of: instant) == Instant(opening))
  }

  @Test(arguments: all.map(\.0), 0..<5)
  func `candles tile the time line`(frame: TimeFrame, seed: Int) {
    var seed = Seeded(seed)
    for _ in 0..<50 {
      let instant = Instant(nanoseconds: .random(in: -(1 << 61)...(1 << 61), using: &seed))
      let opening = frame.opening(of: instant)
      let closing = frame.closing(of: opening)
      #expect(opening <= instant && instant < closing)
      #expect(closing - opening == frame.interval)
      #expect(frame.isOpening(opening))
      #expect(frame.isOpening(closing))
      #expect(frame.isOpening(instant) == (instant == opening))
    }
  }

  @Test(arguments: all.map(\.0), all.map(\.0))
  func `a divisor opens whenever the coarser one does, and only a divisor`(
    fine: TimeFrame, coarse: TimeFrame
  ) {
    guard coarse.seconds < 10_000_000 else { return }
    let start = Instant(seconds: 1_621_429_200)
    var opening = coarse.opening(of: start)
    var always = fine <= coarse
    for _ in 0..<70 {
      always = always && fine.isOpening(opening)
      opening = coarse.closing(of: opening)
    }
    #expect(fine.divides(coarse) == always)
  }

  @Test func `the finer comes first`() {
    #expect(TimeFrame.m5 < .m15 && .m15 < .h1 && .h1 < .d1 && .d1 < .w1)
    #expect(TimeFrame.m15.divides(.h1))
    #expect(!TimeFrame.h1.divides(.m15))
    #expect(!TimeFrame(seconds: 8 * 86_400).divides(TimeFrame(seconds: 56 * 86_400)))
  }
}
