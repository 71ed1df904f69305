/// e to the power of the value, within about one unit in the last place.
///
/// Only additions, products and quotients that IEEE 754 defines to the bit, so every machine gives
/// the same result. e^x = 2ᵏ·e^r with |r| ≤ ln 2 / 2; the series of e^r up to the 17th power.
/// Zero far below, infinity far above, NaN for NaN.
public func exponential(_ value: Double) -> Double {
  if value.isNaN { return value }
  // Beyond these the result is infinite, or below half the smallest number.
  if value > 709.8 { return .infinity }
  if value < -745.2 { return 0 }
  let whole = (value * 0x1.71547652b82fep0).rounded()
  // ln 2 in two parts; the first has room for a factor of eleven bits.
  let rest = (value - whole * 0x1.62e42feep-1) - whole * 0x1.a39ef35793c76p-33
  var series = 0.0
  for power in stride(from: 17.0, through: 1, by: -1) { series = (series + 1) * rest / power }
  // In two steps, for powers that one factor cannot hold.
  let half = (whole / 2).rounded(.down)
  return (1 + series) * Double(sign: .plus, exponent: Int(half), significand: 1)
    * Double(sign: .plus, exponent: Int(whole - half), significand: 1)
}

/// A positive number to any power, by its logarithm; nil for a base that is not positive.
public func power(_ base: Double, _ exponent: Double) -> Double? {
  naturalLogarithm(base).map { exponential($0 * exponent) }
}
