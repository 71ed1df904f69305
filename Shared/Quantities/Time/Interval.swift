/// A length of time in nanoseconds, up to 292 years; negative for what lies before.
@frozen
public struct Interval: Sendable, Hashable, BitwiseCopyable {
  /// The whole length.
  public var nanoseconds: Int64

  /// Makes an interval; every count is one.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  @inlinable
  public static func nanoseconds(_ count: Int64) -> Interval { Interval(nanoseconds: count) }
  @inlinable
  public static func milliseconds(_ count: Int64) -> Interval {
    Interval(nanoseconds: count * 1_000_000)
  }
  @inlinable
  public static func seconds(_ count: Int64) -> Interval {
    Interval(nanoseconds: count * 1_000_000_000)
  }
  @inlinable
  public static func minutes(_ count: Int64) -> Interval { seconds(count * 60) }
  @inlinable
  public static func hours(_ count: Int64) -> Interval { seconds(count * 3_600) }
  @inlinable
  public static func days(_ count: Int64) -> Interval { seconds(count * 86_400) }
  @inlinable
  public static func weeks(_ count: Int64) -> Interval { seconds(count * 604_800) }

  /// Whole milliseconds, rounded toward zero.
  @inlinable
  public var milliseconds: Int64 { nanoseconds / 1_000_000 }

  /// Whole seconds, rounded toward zero.
  @inlinable
  public var seconds: Int64 { nanoseconds / 1_000_000_000 }

  /// Whether it is zero.
  @inlinable
  public var isZero: Bool { nanoseconds == 0 }
  /// Whether it is above zero.
  @inlinable
  public var isPositive: Bool { nanoseconds > 0 }
  /// Whether it is below zero.
  @inlinable
  public var isNegative: Bool { nanoseconds < 0 }
  /// The length without its sign; traps for the least one.
  @inlinable
  public var magnitude: Interval { nanoseconds < 0 ? -self : self }
}

extension Interval: Comparable {
  /// The shorter comes first, the negative before all.
  @inlinable
  public static func < (a: Interval, b: Interval) -> Bool { a.nanoseconds < b.nanoseconds }
}

extension Interval: AdditiveArithmetic {
  @inlinable
  public static var zero: Interval { Interval(nanoseconds: 0) }

  /// The sum; traps when out of range.
  @inlinable
  public static func + (a: Interval, b: Interval) -> Interval {
    Interval(nanoseconds: a.nanoseconds + b.nanoseconds)
  }

  /// The difference; traps when out of range.
  @inlinable
  public static func - (a: Interval, b: Interval) -> Interval {
    Interval(nanoseconds: a.nanoseconds - b.nanoseconds)
  }

  /// The opposite; traps for the least one.
  @inlinable
  public static prefix func - (a: Interval) -> Interval {
    Interval(nanoseconds: 0 - a.nanoseconds)
  }

  /// So many times the interval; traps when out of range.
  @inlinable
  public static func * (a: Interval, count: Int) -> Interval {
    Interval(nanoseconds: a.nanoseconds * Int64(count))
  }

  /// A part of the interval, rounded toward zero to a nanosecond.
  @inlinable
  public static func / (a: Interval, count: Int) -> Interval {
    Interval(nanoseconds: a.nanoseconds / Int64(count))
  }

  /// How many whole times `b` goes into `a`, rounded toward zero.
  @inlinable
  public static func / (a: Interval, b: Interval) -> Int {
    Int(a.nanoseconds / b.nanoseconds)
  }
}

extension Interval: Codable {
  /// Reads nanoseconds as an integer.
  public init(from decoder: any Decoder) throws {
    nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// Writes nanoseconds as an integer.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanoseconds)
  }
}

extension Interval: CustomStringConvertible {
  /// Days, hours, minutes and seconds without those that are zero: "1h30m", "-1.5s", "0s".
  public var description: String {
    guard nanoseconds != 0 else { return "0s" }
    var text = nanoseconds < 0 ? "-" : ""
    var rest = nanoseconds.magnitude
    for (unit, length) in [("d", 86_400), ("h", 3_600), ("m", 60)] as [(String, UInt64)] {
      let (count, left) = rest.quotientAndRemainder(dividingBy: length * 1_000_000_000)
      if count != 0 { text += "\(count)\(unit)" }
      rest = left
    }
    // Seconds with a fraction: nanoseconds are 10⁹ times the smallest step of a fixed point.
    if rest != 0 { text += "\(FixedPoint(mantissa: Int128(rest) * 1_000_000_000))s" }
    return text
  }
}
