import Quantities
import TestSupport

extension Seeded {
  /// A number of any size: small ones, market-like ones, ones at the ends of the range.
  mutating func number() -> FixedPoint {
    let sign: Int128 = Bool.random(using: &self) ? -1 : 1
    switch Int.random(in: 0..<8, using: &self) {
    case 0:
      let special: [FixedPoint] = [.zero, .one, -.one, .ulp, -.ulp, .max, .min]
      return special.randomElement(using: &self)!
    case 1...3:
      // What markets send: up to eight places.
      let hundredMillionths = Int128.random(in: 0...10_000_000_000_000, using: &self)
      return FixedPoint(mantissa: sign * hundredMillionths * 10_000_000_000)
    case 4:
      return FixedPoint(
        mantissa: sign * .random(in: 0...20, using: &self) * 500_000_000_000_000_000)
    default:
      let bits = Int.random(in: 0..<127, using: &self)
      return FixedPoint(mantissa: sign * (Int128.random(in: 0...Int128.max, using: &self) >> bits))
    }
  }

  /// A number small enough that sums and products of a few stay in range.
  mutating func smallInteger() -> FixedPoint {
    FixedPoint(Int.random(in: -100_000...100_000, using: &self))
  }
}
