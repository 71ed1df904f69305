// The proleptic Gregorian calendar in UTC, without leap seconds, as exchanges use it. The sums
// between days and dates follow Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

extension Instant {
  /// A date and a time of day in UTC.
  public struct Components: Sendable, Hashable {
    public var year: Int
    /// 1 to 12.
    public var month: Int
    /// 1 to 31.
    public var day: Int
    public var hour: Int
    public var minute: Int
    public var second: Int
    public var nanosecond: Int

    public init(
      year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
      nanosecond: Int = 0
    ) {
      self.year = year
      self.month = month
      self.day = day
      self.hour = hour
      self.minute = minute
      self.second = second
      self.nanosecond = nanosecond
    }
  }

  /// The date and the time of day.
  public var components: Components {
    let (year, month, dayOfMonth) = Instant.civilDate(ofDay: dayNumber)
    let time = Int(seconds.floorRemainder(by: 86_400))
    return Components(
      year: year, month: month, day: dayOfMonth, hour: time / 3_600, minute: time / 60 % 60,
      second: time % 60, nanosecond: Int(nanoseconds.floorRemainder(by: 1_000_000_000)))
  }

  /// Makes an instant of a date and a time; nil when there is no such time or it is out of range.
  public init?(_ components: Components) {
    let parts = components
    guard (1677...2262).contains(parts.year), (1...12).contains(parts.month),
      (1...Instant.days(inMonth: parts.month, of: parts.year)).contains(parts.day),
      (0..<24).contains(parts.hour), (0..<60).contains(parts.minute),
      (0..<60).contains(parts.second), (0..<1_000_000_000).contains(parts.nanosecond)
    else { return nil }
    let day = Instant.day(ofYear: parts.year, parts.month, parts.day)
    let second = day * 86_400 + parts.hour * 3_600 + parts.minute * 60 + parts.second
    let sum = Int128(second) * 1_000_000_000 + Int128(parts.nanosecond)
    guard let nanoseconds = Int64(exactly: sum) else { return nil }
    self.nanoseconds = nanoseconds
  }

  /// Midnight of the day.
  public var startOfDay: Instant { TimeFrame.d1.opening(of: self) }

  /// Midnight of the Monday on or before the day.
  public var startOfWeek: Instant { TimeFrame.w1.opening(of: self) }

  /// Midnight of the first day of the month.
  public var startOfMonth: Instant {
    startOfDay - .days(Int64(Instant.civilDate(ofDay: dayNumber).day - 1))
  }

  /// 1 for Monday to 7 for Sunday.
  public var dayOfWeek: Int {
    // The epoch was a Thursday.
    Int(Int64(dayNumber + 3).floorRemainder(by: 7)) + 1
  }

  /// Days since 1970-01-01.
  private var dayNumber: Int { Int(seconds.floorDivided(by: 86_400)) }
}

extension Instant {
  static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 1970-01-01 to a date of a year after 0.
  static func day(ofYear year: Int, _ month: Int, _ day: Int) -> Int {
    // Years begin in March, so that the leap day is the last of its year.
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year % 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The date of a day counted from 1970-01-01, for years after 0.
  static func civilDate(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = (monthFromMarch + 2) % 12 + 1
    return (
      era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }
}
