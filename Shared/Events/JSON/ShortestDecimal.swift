import Quantities

/// The shortest decimal that reads back to a double, nearest to it among those: digits × 10⁻ⁿ.
///
/// For what prices and indicators are: broken numbers from 0.001 to 2⁵². There everything is exact
/// in 128 bits: a double is m × 2ᵉ, and a decimal reads back to it when it is within half of 2ᵉ.
/// Where this says nothing, the standard library prints and reads; both give the same digits.
struct ShortestDecimal: Equatable {
  /// At most 17 digits; the last is not 0.
  let digits: UInt64
  /// How many of them stand behind the point, from 1 to 19.
  let fraction: Int

  init(digits: UInt64, fraction: Int) {
    self.digits = digits
    self.fraction = fraction
  }

  /// The decimal for a positive double, or nil where the standard library is to be asked.
  init?(_ value: Double) {
    let significand = value.significandBitPattern
    // At a power of two the doubles below stand closer than those above.
    guard value >= 0.001, value < 0x1p52, significand != 0 else { return nil }
    let doubled = (significand | 1 << 52) &<< 1
    // value = doubled × 2^-shift, from 2 to 63
    let shift = UInt64(1023 + 53) &- UInt64(value.exponentBitPattern)
    let fraction = 16 &- ShortestDecimal.magnitude(value)
    let half = DecimalDigits.powerOfTen(fraction)
    let product = doubled.multipliedFullWidth(by: half)
    let scaled = UInt128(product.high) &<< 64 | UInt128(product.low)
    // Seventeen digits and, in units of 2^-shift, what is left; ± `half` reads back to the value.
    let seventeen = UInt64(truncatingIfNeeded: scaled &>> UInt128(shift))
    let rest = UInt128(product.low & (1 &<< shift &- 1))
    let exact = Scaled(
      digits: seventeen, rest: rest, shift: shift, reach: UInt128(half &- (significand & 1)))
    // Of two decimals that are equally near, the standard library chooses.
    if exact.isMidway(10) || exact.isMidway(1) { return nil }
    if let digits = exact.rounded(100) {
      self.init(trimming: digits, fraction: fraction &- 2)
    } else if let digits = exact.rounded(10) {
      self.init(digits: digits, fraction: fraction &- 1)
    } else if let digits = exact.rounded(1) {
      self.init(digits: digits, fraction: fraction)
    } else {
      return nil
    }
  }

  /// A double as a count of a power of ten, and how far from it a decimal may be.
  private struct Scaled {
    let digits: UInt64
    let rest: UInt128
    let shift: UInt64
    let reach: UInt128

    /// The nearest count of a power of ten if it reads back to the double.
    @inline(__always)
    func rounded(_ power: UInt64) -> UInt64? {
      let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: power)
      let down = UInt128(remainder) &<< UInt128(shift) | rest
      let up = UInt128(power) &<< UInt128(shift) &- down
      guard min(down, up) <= reach else { return nil }
      return down < up ? quotient : quotient &+ 1
    }

    /// Whether it stands in the middle between two multiples of a power of ten.
    @inline(__always)
    func isMidway(_ power: UInt64) -> Bool {
      (UInt128(digits % power) &<< UInt128(shift) | rest) &<< 1 == UInt128(power) &<< UInt128(shift)
    }
  }

  /// Takes the zeros off that end the digits.
  private init(trimming digits: UInt64, fraction: Int) {
    var digits = digits
    var fraction = fraction
    func trim(_ power: UInt64, _ zeros: Int) {
      let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: power)
      if remainder == 0 {
        digits = quotient
        fraction &-= zeros
      }
    }
    trim(100_000_000, 8)
    trim(10_000, 4)
    trim(100, 2)
    trim(10, 1)
    self.init(digits: digits, fraction: fraction)
  }

  /// The power of ten of the first digit.
  @inline(__always)
  private static func magnitude(_ value: Double) -> Int {
    // 1233 / 4096 is just above log₁₀ 2: right, or one too few.
    let least = ((Int(value.exponentBitPattern) &- 1023) &* 1233) &>> 12
    let power = DecimalDigits.powerOfTen(Int((least &+ 1).magnitude))
    let limit = least >= -1 ? Double(power) : 1 / Double(power)
    return value >= limit ? least &+ 1 : least
  }

  /// The double nearest to the decimal, of which the digits are more than 0 and below 10¹⁷.
  var double: Double {
    let divisor = DecimalDigits.powerOfTen(fraction)
    // Up to fifteen digits, and a power of ten up to 10²², are exact; so one rounding is all.
    if digits < 1_000_000_000_000_000 { return Double(digits) / Double(divisor) }
    let zeros = digits.leadingZeroBitCount
    let divisorZeros = divisor.leadingZeroBitCount
    let aligned = digits &<< UInt64(zeros)
    let (quotient, rest) = (divisor &<< UInt64(divisorZeros)).dividingFullWidth(
      (aligned &>> 1, aligned &<< 63))
    // quotient × 2^-63 is from ½ to 2: keep 53 bits, rounded half to even.
    let dropped = UInt64(11 &- quotient.leadingZeroBitCount)
    var kept = quotient &>> dropped
    let half: UInt64 = 1 &<< (dropped &- 1)
    let lost = quotient & (half &<< 1 &- 1)
    if lost > half || lost == half && (rest != 0 || kept & 1 == 1) { kept &+= 1 }
    let exponent = Int(dropped) &- 63 &+ divisorZeros &- zeros
    return Double(kept) * Double(bitPattern: UInt64(1023 &+ exponent) &<< 52)
  }
}
