/// The length of a candle: "1m", "4h", "1d", "1w", or any other whole number of seconds.
///
/// Candles of one time frame tile the time line. Their openings are multiples of the length from
/// 1970-01-01T00:00:00Z; whole weeks count from the Monday after it, 1970-01-05.
@frozen
public struct TimeFrame: Sendable, Hashable, BitwiseCopyable {
  /// The length; above zero.
  public let seconds: Int32

  /// Traps when `seconds` is not above zero.
  @inlinable
  public init(seconds: Int32) {
    precondition(seconds > 0, "a time frame of no length")
    self.seconds = seconds
  }

  public static let s1 = TimeFrame(seconds: 1)
  public static let s15 = TimeFrame(seconds: 15)
  public static let m1 = TimeFrame(seconds: 60)
  public static let m5 = TimeFrame(seconds: 300)
  public static let m15 = TimeFrame(seconds: 900)
  public static let m30 = TimeFrame(seconds: 1_800)
  public static let h1 = TimeFrame(seconds: 3_600)
  public static let h2 = TimeFrame(seconds: 7_200)
  public static let h4 = TimeFrame(seconds: 14_400)
  public static let h12 = TimeFrame(seconds: 43_200)
  public static let d1 = TimeFrame(seconds: 86_400)
  public static let w1 = TimeFrame(seconds: 604_800)
}

extension TimeFrame {
  /// The length as an interval.
  @inlinable
  public var interval: Interval { .seconds(Int64(seconds)) }

  /// The opening of the candle that the instant falls into; an opening is its own.
  @inlinable
  public func opening(of instant: Instant) -> Instant {
    let past = (instant.seconds - firstOpening).floorRemainder(by: Int64(seconds))
    return Instant(seconds: instant.seconds - past)
  }

  /// The end of the candle that opens then, which is the opening of the next.
  @inlinable
  public func closing(of openTime: Instant) -> Instant { openTime + interval }

  /// Whether a candle opens then.
  @inlinable
  public func isOpening(_ instant: Instant) -> Bool { opening(of: instant) == instant }

  /// Whether every candle of `coarser` is made of whole candles of this one.
  public func divides(_ coarser: TimeFrame) -> Bool {
    coarser.seconds % seconds == 0
      && (coarser.firstOpening - firstOpening) % Int64(seconds) == 0
  }

  /// Seconds from 1970 to the opening that the others are counted from.
  @usableFromInline
  var firstOpening: Int64 { seconds % 604_800 == 0 ? 345_600 : 0 }
}

extension TimeFrame: Comparable {
  /// The finer comes first.
  @inlinable
  public static func < (a: TimeFrame, b: TimeFrame) -> Bool { a.seconds < b.seconds }
}

extension TimeFrame: LosslessStringConvertible {
  /// A count of the longest unit that fits: "15s", "1m", "90m", "4h", "1d", "1w".
  public var description: String {
    for (letter, length) in TimeFrame.units where seconds % length == 0 {
      return "\(seconds / length)\(letter)"
    }
    return "\(seconds)s"
  }

  /// Reads what `description` prints; any other text, such as "60m" for "1h", is nil.
  public init?(_ text: some StringProtocol) {
    for (letter, length) in TimeFrame.units where text.last == letter {
      guard let count = Int32(text.dropLast()) else { return nil }
      let (seconds, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, seconds > 0 else { return nil }
      self.init(seconds: seconds)
      // One text for one time frame: no sign, no leading zero, no shorter unit.
      guard description == text else { return nil }
      return
    }
    return nil
  }

  private static var units: [(letter: Character, length: Int32)] {
    [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)]
  }
}

extension TimeFrame: Codable {
  /// Reads the text that `description` prints.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let timeFrame = TimeFrame(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a time frame: \(text)"))
    }
    self = timeFrame
  }

  /// Writes the text that `description` prints.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
