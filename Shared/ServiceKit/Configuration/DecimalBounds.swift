public import Quantities

/// The bounds of a decimal number.
public struct DecimalBounds: Sendable, Hashable {
  private let least: FixedPoint?
  private let most: FixedPoint?
  /// Whether `least` itself is outside.
  private let excludesLeast: Bool

  private init(_ least: FixedPoint?, _ most: FixedPoint?, excludesLeast: Bool = false) {
    self.least = least
    self.most = most
    self.excludesLeast = excludesLeast
  }

  /// Any number.
  public static let any = DecimalBounds(nil, nil)
  /// From `least` to `most`, both allowed.
  public static func between(_ least: FixedPoint, _ most: FixedPoint) -> DecimalBounds {
    DecimalBounds(least, most)
  }
  /// `least` or more.
  public static func atLeast(_ least: FixedPoint) -> DecimalBounds { DecimalBounds(least, nil) }
  /// More than zero.
  public static let positive = DecimalBounds("0", nil, excludesLeast: true)
  /// More than zero and at most `most`.
  public static func positive(upTo most: FixedPoint) -> DecimalBounds {
    DecimalBounds("0", most, excludesLeast: true)
  }

  func contain(_ number: FixedPoint) -> Bool {
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
