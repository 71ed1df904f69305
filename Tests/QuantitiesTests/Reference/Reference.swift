import Quantities

/// What a result must be, computed the slow way; nil where it is out of range.
enum Reference {
  static let unit = BigNatural.power(ofTen: 18)

  /// `numerator` / `denominator` in units of 10⁻¹⁸, rounded by the words of the rule.
  static func number(
    isNegative: Bool, _ numerator: BigNatural, _ denominator: BigNatural, _ rounding: Rounding
  ) -> FixedPoint? {
    let (below, rest) = numerator.divided(by: denominator)
    let above = below + BigNatural("1")
    let twice = rest + rest
    let nearest: BigNatural? =
      twice < denominator ? below : denominator < twice ? above : nil
    let magnitude: BigNatural =
      if rest.isZero {
        below
      } else {
        switch rounding {
        case .down: below
        case .up: above
        case .floor: isNegative ? above : below
        case .ceiling: isNegative ? below : above
        case .halfEven: nearest ?? (below.isOdd ? above : below)
        case .halfAwayFromZero: nearest ?? above
        }
      }
    return number(isNegative: isNegative, magnitude)
  }

  static func number(isNegative: Bool, _ magnitude: BigNatural) -> FixedPoint? {
    Int128((isNegative ? "-" : "") + magnitude.description).map(FixedPoint.init(mantissa:))
  }

  static func product(_ a: FixedPoint, _ b: FixedPoint, _ rounding: Rounding) -> FixedPoint? {
    number(
      isNegative: (a.mantissa < 0) != (b.mantissa < 0),
      BigNatural(a.mantissa.magnitude) * BigNatural(b.mantissa.magnitude), unit, rounding)
  }

  static func quotient(_ a: FixedPoint, _ b: FixedPoint, _ rounding: Rounding) -> FixedPoint? {
    number(
      isNegative: (a.mantissa < 0) != (b.mantissa < 0),
      BigNatural(a.mantissa.magnitude) * unit, BigNatural(b.mantissa.magnitude), rounding)
  }

  static func multiple(_ a: FixedPoint, _ step: FixedPoint, _ rounding: Rounding) -> FixedPoint? {
    // A count of steps is a number too: round it, then scale it back.
    let count = number(
      isNegative: a.mantissa < 0, BigNatural(a.mantissa.magnitude),
      BigNatural(step.mantissa.magnitude), rounding)
    return count.flatMap {
      number(
        isNegative: a.mantissa < 0,
        BigNatural($0.mantissa.magnitude) * BigNatural(step.mantissa.magnitude))
    }
  }

  /// The exact value of a binary number, rounded.
  static func number(_ double: Double, _ rounding: Rounding) -> FixedPoint? {
    var numerator = BigNatural(UInt64(double.magnitude.significand * 0x1p52)) * unit
    var denominator = BigNatural("1")
    let exponent = Int(double.exponent) - 52
    for _ in 0..<exponent.magnitude {
      if exponent < 0 {
        denominator = denominator + denominator
      } else {
        numerator = numerator + numerator
      }
    }
    return number(isNegative: double < 0, numerator, denominator, rounding)
  }

  /// Writes all 18 places, then strikes out what canonical text leaves out.
  static func text(_ number: FixedPoint) -> String {
    var digits = BigNatural(number.mantissa.magnitude).description
    digits = String(repeating: "0", count: Swift.max(0, 19 - digits.count)) + digits
    var text = digits.dropLast(18) + "." + digits.suffix(18)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return (number.mantissa < 0 ? "-" : "") + text
  }

  /// Reads a number by its grammar, one regular expression and big digits.
  static func parse(_ text: String) -> FixedPoint? {
    let grammar = /(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?/
    guard let match = text.wholeMatch(of: grammar) else { return nil }
    let fraction = match.output.3 ?? ""
    let significand = BigNatural(String(match.output.2) + fraction)
    guard !significand.isZero else { return .zero }
    guard let exponent = Int(match.output.4 ?? "0"), exponent.magnitude < 1_000 else { return nil }
    let power = exponent - fraction.count + 18
    let isNegative = match.output.1 == "-"
    if power >= 0 {
      return number(isNegative: isNegative, significand * .power(ofTen: power))
    }
    let (whole, rest) = significand.divided(by: .power(ofTen: -power))
    return rest.isZero ? number(isNegative: isNegative, whole) : nil
  }
}
