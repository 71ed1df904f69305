import Foundation
import Quantities
import TestSupport
import Testing

@Suite struct Instants {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z", 4), (951_782_400, "2000-02-29T00:00:00Z", 2),
    (1_621_429_200, "2021-05-19T13:00:00Z", 3), (1_709_251_199, "2024-02-29T23:59:59Z", 4),
    (1_709_251_200, "2024-03-01T00:00:00Z", 5), (1_735_689_599, "2024-12-31T23:59:59Z", 2),
    (-1, "1969-12-31T23:59:59Z", 3), (-86_400, "1969-12-31T00:00:00Z", 3),
    (4_107_542_400, "2100-03-01T00:00:00Z", 1), (-2_203_891_200, "1900-03-01T00:00:00Z", 4),
    (1_230_940_800, "2009-01-03T00:00:00Z", 6), (2_147_483_648, "2038-01-19T03:14:08Z", 2),
  ])
  func `known seconds have known dates`(seconds: Int64, text: String, dayOfWeek: Int) {
    let instant = Instant(seconds: seconds)
    #expect(instant.description == text)
    #expect(Instant(text) == instant)
    #expect(instant.dayOfWeek == dayOfWeek)
    #expect(instant.seconds == seconds)
    #expect(instant.milliseconds == seconds * 1_000)
  }

  @Test(arguments: [
    ("2021-05-19T13:00:00.5Z", "2021-05-19T13:00:00.5Z"),
    ("2021-05-19T13:00:00.000000001Z", "2021-05-19T13:00:00.000000001Z"),
    ("2021-05-19T13:00:00.120Z", "2021-05-19T13:00:00.12Z"),
    ("2021-05-19T13:00:00.000Z", "2021-05-19T13:00:00Z"),
    ("1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.25Z"),
    ("2021-05-19", "2021-05-19T00:00:00Z"),
    ("1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12:43.145224192Z"),
    ("2262-04-11T23:47:16.854775807Z", "2262-04-11T23:47:16.854775807Z"),
  ])
  func `text is read and printed`(text: String, printed: String) {
    #expect(Instant(text)?.description == printed)
  }

  @Test(arguments: [
    "", "2021", "2021-05", "2021-5-19", "2021-05-19T", "2021-05-19T13:00", "2021-05-19T13:00:00",
    "2021-05-19 13:00:00Z", "2021-05-19T13:00:00z", "2021-05-19T13:00:00+00:00",
    "2021-05-19T13:00:00.Z", "2021-05-19T13:00:00.1234567890Z", "2021-05-19T13:00:00Z ",
    "2021-13-01T00:00:00Z", "2021-00-01T00:00:00Z", "2021-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z", "2021-04-31T00:00:00Z", "2021-01-00T00:00:00Z",
    "2021-01-01T24:00:00Z", "2021-01-01T00:60:00Z", "2021-01-01T00:00:60Z",
    "1677-09-21T00:12:43.145224191Z", "2262-04-11T23:47:16.854775808Z", "9999-01-01T00:00:00Z",
    "-2021-05-19", "２021-05-19",
  ])
  func `malformed text is nil`(text: String) {
    #expect(Instant(text) == nil)
  }

  @Test func `every day from 1900 to 2100 follows the day before`() throws {
    var instant = try #require(Instant("1900-01-01"))
    var (year, month, day, weekday) = (1900, 1, 1, 1)
    while year < 2101 {
      let parts = instant.components
      guard (parts.year, parts.month, parts.day) == (year, month, day),
        instant.dayOfWeek == weekday, Instant(parts) == instant
      else {
        Issue.record("\(instant) is not \(year)-\(month)-\(day)")
        return
      }
      instant += .days(1)
      weekday = weekday % 7 + 1
      day += 1
      if day > lengthOfMonth(month, year) { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
  }

  @Test(arguments: 0..<40)
  func `any instant survives its text and its components`(seed: Int) {
    var seed = Seeded(seed)
    for _ in 0..<100 {
      let instant = Instant(nanoseconds: Int64(truncatingIfNeeded: seed.next()))
      #expect(Instant(instant.description) == instant)
      #expect(Instant(instant.components) == instant)
    }
  }

  @Test(arguments: [
    // instant: day, week, month
    (
      "2021-05-19T13:05:07.25Z", "2021-05-19", "2021-05-17", "2021-05-01"
    ),
    ("2021-05-17T00:00:00Z", "2021-05-17", "2021-05-17", "2021-05-01"),
    ("2021-05-16T23:59:59.999999999Z", "2021-05-16", "2021-05-10", "2021-05-01"),
    ("2024-03-01T00:00:00Z", "2024-03-01", "2024-02-26", "2024-03-01"),
    ("1970-01-01T00:00:00Z", "1970-01-01", "1969-12-29", "1970-01-01"),
    ("1969-12-31T23:59:59.5Z", "1969-12-31", "1969-12-29", "1969-12-01"),
  ])
  func `days, weeks and months start where the calendar says`(
    text: String, day: String, week: String, month: String
  ) throws {
    let instant = try #require(Instant(text))
    #expect(instant.startOfDay == Instant(day))
    #expect(instant.startOfWeek == Instant(week))
    #expect(instant.startOfMonth == Instant(month))
  }

  @Test func `instants and intervals add up`() {
    let noon = Instant(milliseconds: 1_621_425_600_000)
    let later = noon + .minutes(90)
    #expect(later - noon == .minutes(90))
    #expect(noon - later == -.minutes(90))
    #expect(later - .hours(1) == noon + .minutes(30))
    #expect(noon < later)
    #expect(Instant(nanoseconds: -1).milliseconds == -1)
    #expect(Instant(nanoseconds: 999_999).milliseconds == 0)
    #expect(Interval.days(1) == .hours(24))
    #expect(Interval.weeks(1) / .days(1) == 7)
    #expect(Interval.hours(1) / 4 == .minutes(15))
    #expect(Interval.minutes(15) * 4 == .hours(1))
    #expect(
      Interval.zero.isZero && Interval.seconds(1).isPositive && (-Interval.days(1)).isNegative)
    #expect((-Interval.days(1)).magnitude == .days(1))
    #expect(Interval.seconds(2).milliseconds == 2_000)
  }

  @Test(arguments: [
    (Interval.minutes(90), "1h30m"), (.zero, "0s"), (.seconds(1), "1s"), (.days(1), "1d"),
    (.weeks(1), "7d"), (.milliseconds(1_500), "1.5s"), (.milliseconds(-250), "-0.25s"),
    (.nanoseconds(1), "0.000000001s"), (.seconds(86_461), "1d1m1s"), (-.hours(36), "-1d12h"),
    (Interval(nanoseconds: .min), "-106751d23h47m16.854775808s"),
  ])
  func `an interval prints what is not zero`(interval: Interval, text: String) {
    #expect(interval.description == text)
  }

  @Test func `both are coded as integers`() throws {
    let encoder = JSONEncoder()
    let instant = Instant(nanoseconds: 1_621_429_200_000_000_001)
    let data = try encoder.encode([instant])
    #expect(String(decoding: data, as: UTF8.self) == "[1621429200000000001]")
    #expect(try JSONDecoder().decode([Instant].self, from: data) == [instant])
    let length = try encoder.encode([-Interval.seconds(1)])
    #expect(String(decoding: length, as: UTF8.self) == "[-1000000000]")
    #expect(try JSONDecoder().decode([Interval].self, from: length) == [.seconds(-1)])
  }

  private func lengthOfMonth(_ month: Int, _ year: Int) -> Int {
    let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }
}
