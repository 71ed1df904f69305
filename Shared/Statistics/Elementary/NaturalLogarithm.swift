/// The natural logarithm, within 0.52 of the last place; nil for what is not positive and finite.
///
/// Only additions, products and quotients that IEEE 754 defines to the bit, so every machine and
/// every C library gives the same result. ln(2ᵏ·m) = k·ln 2 + 2·artanh((m - 1) / (m + 1)), where
/// the leading terms carry their rounding errors along.
public func naturalLogarithm(_ value: Double) -> Double? {
  guard value > 0, value.isFinite else { return nil }
  var exponent = Double(value.exponent)
  var mantissa = value.significand
  if mantissa > 1.414_213_562_373_095_1 {
    mantissa /= 2
    exponent += 1
  }
  let above = mantissa - 1
  let divisor = 2 + above
  let ratio = above / divisor
  let lost = above.addingProduct(-ratio, divisor) - ratio * (above - (divisor - 2))
  let square = ratio * ratio
  var series = 0.0
  // Up to the 25th power: the next term is below 2⁻⁵⁸ of the first.
  for power in stride(from: 25.0, through: 3, by: -2) { series = series * square + 1 / power }
  let tail = 2 * (ratio * square * series + lost / divisor)
  // ln 2 in two parts; the first has room for a factor of eleven bits.
  let high = exponent * 0x1.62e42feep-1
  let low = exponent * 0x1.a39ef35793c76p-33
  let head = 2 * ratio
  let sum = high + head
  let part = sum - high
  let rounding = (high - (sum - part)) + (head - part)
  return sum + (rounding + tail + low)
}
