/// A decimal number as it was typed, comparable without loss and without arithmetic.
public struct DecimalText: Sendable, Hashable, Comparable, CustomStringConvertible {
  private let isNegative: Bool
  /// Digits before the point, without leading zeros.
  private let whole: [UInt8]
  /// Digits after the point, without trailing zeros.
  private let fraction: [UInt8]

  /// Reads digits with at most one point and one sign; no exponent, no spaces.
  public init?(_ text: some StringProtocol) {
    var bytes = Array(text.utf8)[...]
    let sign = bytes.first
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { bytes.removeFirst() }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }),
      parts.joined().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    let zero = UInt8(ascii: "0")
    whole = Array(parts[0].drop { $0 == zero })
    fraction = parts.count == 2 ? parts[1].reversed().drop { $0 == zero }.reversed() : []
    isNegative = sign == UInt8(ascii: "-") && !(whole.isEmpty && fraction.isEmpty)
  }

  /// The shortest form: no leading or trailing zeros beyond one before the point.
  public var description: String {
    let digits = whole.isEmpty ? [UInt8(ascii: "0")] : whole
    let point = fraction.isEmpty ? [] : [UInt8(ascii: ".")] + fraction
    return (isNegative ? "-" : "") + String(decoding: digits + point, as: UTF8.self)
  }

  public static func < (a: DecimalText, b: DecimalText) -> Bool {
    if a.isNegative != b.isNegative { return a.isNegative }
    return a.isNegative ? b.isSmaller(than: a) : a.isSmaller(than: b)
  }

  /// Compares without the signs.
  private func isSmaller(than other: DecimalText) -> Bool {
    if whole.count != other.whole.count { return whole.count < other.whole.count }
    if whole != other.whole { return whole.lexicographicallyPrecedes(other.whole) }
    return fraction.lexicographicallyPrecedes(other.fraction)
  }
}

/// The bounds of a decimal number.
public struct DecimalBounds: Sendable, Hashable {
  private let least: DecimalText?
  private let most: DecimalText?
  /// Whether `least` itself is outside.
  private let excludesLeast: Bool

  private init(_ least: String?, _ most: String?, excludesLeast: Bool = false) {
    self.least = least.map(Self.number)
    self.most = most.map(Self.number)
    self.excludesLeast = excludesLeast
  }

  private static func number(_ text: String) -> DecimalText {
    guard let number = DecimalText(text) else { preconditionFailure("\(text) is no decimal") }
    return number
  }

  /// Any number.
  public static let any = DecimalBounds(nil, nil)
  /// From `least` to `most`, both allowed.
  public static func between(_ least: String, _ most: String) -> DecimalBounds {
    DecimalBounds(least, most)
  }
  /// `least` or more.
  public static func atLeast(_ least: String) -> DecimalBounds { DecimalBounds(least, nil) }
  /// More than zero.
  public static let positive = DecimalBounds("0", nil, excludesLeast: true)
  /// More than zero and at most `most`.
  public static func positive(upTo most: String) -> DecimalBounds {
    DecimalBounds("0", most, excludesLeast: true)
  }

  func contain(_ number: DecimalText) -> Bool {
    if let least, excludesLeast ? number <= least : number < least { return false }
    if let most, number > most { return false }
    return true
  }

  /// What to write instead, for error messages.
  var expected: String {
    let low = least.map(\.description) ?? ""
    let high = most.map(\.description) ?? ""
    return switch (least, most) {
    case (nil, nil): "a decimal number"
    case (_?, nil): excludesLeast ? "a decimal above \(low)" : "a decimal, at least \(low)"
    case (nil, _?): "a decimal, at most \(high)"
    case (_?, _?):
      excludesLeast
        ? "a decimal above \(low), at most \(high)" : "a decimal between \(low) and \(high)"
    }
  }

  static func integers(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): "a whole number"
    case (let low, .max): "a whole number, at least \(low)"
    case (.min, let high): "a whole number, at most \(high)"
    case (let low, let high): "a whole number between \(low) and \(high)"
    }
  }
}

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
}
