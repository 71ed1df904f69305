/// A moment as RFC 3339 writes it, in UTC with nanoseconds.
public struct Timestamp: Sendable, Hashable, CustomStringConvertible {
  /// Nanoseconds since 1970.
  public let nanoseconds: Int64

  public init(_ nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  private var seconds: Int64 { nanoseconds.flooredQuotient(1_000_000_000) }
  private var fraction: Int64 { nanoseconds - seconds * 1_000_000_000 }

  public var description: String {
    let (year, month, day) = Self.date(daysSince1970: seconds.flooredQuotient(86_400))
    return "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(day, 2))T"
      + "\(clock).\(Self.digits(fraction, 9))Z"
  }

  /// Hours, minutes, seconds and milliseconds, for a terminal.
  var timeOfDay: String { "\(clock).\(Self.digits(fraction / 1_000_000, 3))" }

  private var clock: String {
    let second = seconds - seconds.flooredQuotient(86_400) * 86_400
    return "\(Self.digits(second / 3600, 2)):\(Self.digits(second / 60 % 60, 2)):"
      + Self.digits(second % 60, 2)
  }

  /// The Gregorian date of a day, after Howard Hinnant's `civil_from_days`.
  private static func date(daysSince1970 days: Int64) -> (Int64, Int64, Int64) {
    let shifted = days + 719_468
    let era = shifted.flooredQuotient(146_097)
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * ofYear + 2) / 153
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, ofYear - (153 * fromMarch + 2) / 5 + 1)
  }

  private static func digits(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity.
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    self / divisor - (self % divisor < 0 ? 1 : 0)
  }
}
