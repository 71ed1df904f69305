/// A point in time: nanoseconds since 1970-01-01T00:00:00Z, from 1677-09-21 to 2262-04-11.
@frozen
public struct Instant: Sendable, Hashable, BitwiseCopyable {
  /// Since 1970-01-01T00:00:00Z.
  public var nanoseconds: Int64

  /// Makes an instant; every count is one.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Counts milliseconds from 1970; traps beyond the range.
  @inlinable
  public init(milliseconds: Int64) { nanoseconds = milliseconds * 1_000_000 }

  /// Counts seconds from 1970; traps beyond the range.
  @inlinable
  public init(seconds: Int64) { nanoseconds = seconds * 1_000_000_000 }

  /// 1970-01-01T00:00:00Z.
  public static let epoch = Instant(nanoseconds: 0)

  /// Whole milliseconds since 1970, rounded down.
  @inlinable
  public var milliseconds: Int64 { nanoseconds.floorDivided(by: 1_000_000) }

  /// Whole seconds since 1970, rounded down.
  @inlinable
  public var seconds: Int64 { nanoseconds.floorDivided(by: 1_000_000_000) }
}

extension Instant: Comparable {
  /// The earlier comes first.
  @inlinable
  public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }
}

extension Instant {
  /// The instant that much later; traps when out of range.
  @inlinable
  public static func + (a: Instant, b: Interval) -> Instant {
    Instant(nanoseconds: a.nanoseconds + b.nanoseconds)
  }

  /// The instant that much earlier; traps when out of range.
  @inlinable
  public static func - (a: Instant, b: Interval) -> Instant {
    Instant(nanoseconds: a.nanoseconds - b.nanoseconds)
  }

  /// How much later `a` is than `b`.
  @inlinable
  public static func - (a: Instant, b: Instant) -> Interval {
    Interval(nanoseconds: a.nanoseconds - b.nanoseconds)
  }

  /// Moves the instant later; traps when out of range.
  @inlinable
  public static func += (a: inout Instant, b: Interval) { a.nanoseconds += b.nanoseconds }

  /// Moves the instant earlier; traps when out of range.
  @inlinable
  public static func -= (a: inout Instant, b: Interval) { a.nanoseconds -= b.nanoseconds }
}

extension Instant: Codable {
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

extension Int64 {
  /// The quotient by a positive divisor, rounded toward the lesser.
  @inlinable
  func floorDivided(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// What that division leaves, never negative.
  @inlinable
  func floorRemainder(by divisor: Int64) -> Int64 {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
