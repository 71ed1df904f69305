import Quantities
import TestSupport
import Testing

@Suite struct `Fixed-point arithmetic` {
  @Test(arguments: 0..<40)
  func `sums and products of whole numbers form a ring`(seed: Int) {
    var seed = Seeded(seed)
    for _ in 0..<50 {
      let (a, b, c) = (seed.smallInteger(), seed.smallInteger(), seed.smallInteger())
      #expect(a + b == b + a)
      #expect((a + b) + c == a + (b + c))
      #expect(a + .zero == a)
      #expect(a + -a == .zero)
      #expect(a - b == a + -b)
      #expect(a * b == b * a)
      #expect((a * b) * c == a * (b * c))
      #expect(a * (b + c) == a * b + a * c)
      #expect(a * .one == a)
      #expect((a * b).signum == a.signum * b.signum)
    }
  }

  @Test(arguments: 0..<40)
  func `sums of any numbers are exact or refused`(seed: Int) {
    var seed = Seeded(seed)
    for _ in 0..<100 {
      let (a, b) = (seed.number(), seed.number())
      #expect(a * .one == a)
      #expect(a / .one == a)
      #expect(a.multipliedIfInRange(by: b) == b.multipliedIfInRange(by: a))
      if let sum = a.addingIfInRange(b) {
        #expect(sum.subtractingIfInRange(b) == a)
        #expect(sum == b + a)
      } else {
        #expect(a.signum == b.signum)
      }
    }
  }

  @Test(arguments: Rounding.allCases, 0..<10)
  func `products and quotients are those of the reference`(rounding: Rounding, seed: Int) {
    var seed = Seeded(seed)
    for _ in 0..<40 {
      let (a, b) = (seed.number(), seed.number())
      #expect(
        a.multipliedIfInRange(by: b, rounding: rounding) == Reference.product(a, b, rounding),
        "\(a) × \(b)")
      guard b != .zero else { continue }
      #expect(
        a.dividedIfInRange(by: b, rounding: rounding) == Reference.quotient(a, b, rounding),
        "\(a) / \(b)")
    }
  }

  @Test(arguments: Rounding.allCases, 0..<10)
  func `multiples of a step are those of the reference`(rounding: Rounding, seed: Int) {
    var seed = Seeded(seed)
    for _ in 0..<40 {
      let (a, step) = (seed.number(), seed.number())
      guard step != .zero, let expected = Reference.multiple(a, step, rounding) else { continue }
      let rounded = a.rounded(toMultipleOf: step, rounding)
      #expect(rounded == expected, "\(a) in steps of \(step)")
      #expect(rounded.isMultiple(of: step))
      #expect(rounded.rounded(toMultipleOf: step, rounding) == rounded)
    }
  }

  @Test(arguments: [
    // number: down, up, floor, ceiling, halfEven, halfAwayFromZero
    ("2.5", ["2", "3", "2", "3", "2", "3"]),
    ("3.5", ["3", "4", "3", "4", "4", "4"]),
    ("-2.5", ["-2", "-3", "-3", "-2", "-2", "-3"]),
    ("-3.5", ["-3", "-4", "-4", "-3", "-4", "-4"]),
    ("2.4", ["2", "3", "2", "3", "2", "2"]),
    ("-2.6", ["-2", "-3", "-3", "-2", "-3", "-3"]),
    ("0.000000000000000001", ["0", "1", "0", "1", "0", "0"]),
    ("-0.5", ["0", "-1", "-1", "0", "0", "-1"]),
    ("7", ["7", "7", "7", "7", "7", "7"]),
  ])
  func `each rounding goes where its name says`(number: String, expected: [String]) throws {
    let number = try #require(FixedPoint(number))
    for (rounding, expected) in zip(Rounding.allCases, expected) {
      #expect(number.rounded(toMultipleOf: .one, rounding).description == expected, "\(rounding)")
      let ulp = number.multiplied(by: .ulp, rounding: rounding)
      #expect(Int128(expected) == ulp.mantissa, "\(rounding) of the last place")
    }
  }

  @Test func `the order is that of the mantissas and of the texts`() {
    var seed = Seeded(7)
    for _ in 0..<2_000 {
      let (a, b) = (seed.number(), seed.number())
      #expect([a < b, a == b, a > b].count { $0 } == 1)
      #expect((a == b) == (a.description == b.description))
      #expect((a.hashValue == b.hashValue) || a != b)
      if let difference = a.subtractingIfInRange(b) {
        #expect((a < b) == difference.isNegative)
        #expect((a == b) == difference.isZero)
        #expect((a > b) == difference.isPositive)
      }
    }
  }

  @Test func `a magnitude is never negative`() {
    #expect(FixedPoint("-1.5").magnitude == "1.5")
    #expect(FixedPoint("1.5").magnitude == "1.5")
    #expect(FixedPoint.max.magnitude == .max)
    #expect(-FixedPoint.max == FixedPoint.min + .ulp)
  }

  @Test func `what does not fit is nil where asked`() {
    #expect(FixedPoint.max.addingIfInRange(.ulp) == nil)
    #expect(FixedPoint.min.subtractingIfInRange(.ulp) == nil)
    #expect(FixedPoint.max.multipliedIfInRange(by: 2) == nil)
    #expect(FixedPoint.min.multipliedIfInRange(by: -1) == nil)
    #expect(FixedPoint.min.multipliedIfInRange(by: 1) == .min)
    #expect(FixedPoint.max.dividedIfInRange(by: "0.5") == nil)
    #expect(FixedPoint.one.dividedIfInRange(by: .zero) == nil)
    #expect(FixedPoint.zero.dividedIfInRange(by: .zero) == nil)
  }

  @Test func `a result just beyond the machine's width is nil too`() {
    // The product is 10¹⁸ × 2¹²⁸ before its scale is taken out.
    let factor: FixedPoint = "18446744073709551616"
    #expect(factor.multipliedIfInRange(by: FixedPoint(mantissa: 1 << 64)) == nil)
    // The quotient is 2¹²⁸ - 1 and a rest, so that rounding up would wrap to zero.
    let dividend = FixedPoint(mantissa: 96295053433497278895856194996297024829)
    let divisor = FixedPoint(mantissa: 282985728308015929)
    #expect(Reference.quotient(dividend, divisor, .up) == nil)
    #expect(dividend.dividedIfInRange(by: divisor, rounding: .up) == nil)
  }
}
