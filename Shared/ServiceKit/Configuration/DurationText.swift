/// Lengths of time as people type them: 250ms, 30s, 5m, 2h, 1d.
public enum DurationText {
  /// What to write instead, for error messages.
  static let expected = "a time like 250ms, 30s, 5m, 2h or 1d"

  /// The nanoseconds, or nil for anything else.
  public static func nanoseconds(_ text: String) -> Int64? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units: [Substring: Int64] = [
      "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000, "h": 3_600_000_000_000,
      "d": 86_400_000_000_000,
    ]
    guard let count = Int64(digits), let unit = units[text.dropFirst(digits.count)] else {
      return nil
    }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow ? nil : product
  }

  /// The shortest text for a length; only whole milliseconds can be written.
  static func text(nanoseconds: Int64) -> String {
    let milliseconds = nanoseconds / 1_000_000
    for (letter, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)]
    where milliseconds != 0 && milliseconds % Int64(length) == 0 {
      return "\(milliseconds / Int64(length))\(letter)"
    }
    return "\(milliseconds)ms"
  }
}
