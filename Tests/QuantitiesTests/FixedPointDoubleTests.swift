import Quantities
import TestSupport
import Testing

@Suite struct `Fixed point and binary numbers` {
  @Test(arguments: 0..<40)
  func `the nearest binary number is the one that the text reads as`(seed: Int) {
    var seed = Seeded(seed)
    for _ in 0..<200 {
      let number = seed.number()
      #expect(number.double == Double(number.description), "\(number)")
    }
  }

  @Test(arguments: [
    ("9007199254740993", 0x1p53), ("9007199254740995", 0x1p53 + 4),
    ("9007199254740993.000000000000000001", 0x1p53 + 2),
    ("-9007199254740993.000000000000000001", -0x1p53 - 2),
    ("9007199254740992.999999999999999999", 0x1p53),
  ])
  func `the middle goes to the even one, and what is beyond it does not`(
    text: String, double: Double
  ) {
    #expect(FixedPoint(text)?.double == double)
  }

  @Test(arguments: Rounding.allCases, 0..<5)
  func `a binary number is taken exactly, then rounded`(rounding: Rounding, seed: Int) {
    var seed = Seeded(seed)
    for _ in 0..<40 {
      let exponent = Int.random(in: -75...69, using: &seed)
      let significand = Double.random(in: 1..<2, using: &seed)
      let sign: FloatingPointSign = Bool.random(using: &seed) ? .plus : .minus
      let double = Double(sign: sign, exponent: exponent, significand: significand)
      #expect(
        FixedPoint(double, rounding: rounding) == Reference.number(double, rounding), "\(double)")
    }
  }

  @Test(arguments: [
    (0.1, "0.100000000000000006"), (0.5, "0.5"), (-0.0, "0"), (1e-18, "0.000000000000000001"),
    (50123.45, "50123.449999999997089617"), (1e20, "100000000000000000000"),
    (-0x1p67, "-147573952589676412928"), (0x1p-19, "0.000001907348632812"),
  ])
  func `known binary numbers have known texts`(double: Double, text: String) {
    #expect(FixedPoint(double)?.description == text)
  }

  @Test func `what is not a number or out of range is nil`() {
    for double in [Double.nan, .infinity, -.infinity, 1.8e20, -1.8e20, .greatestFiniteMagnitude] {
      #expect(FixedPoint(double) == nil)
    }
  }

  @Test func `the smallest binary number rounds by the rule`() {
    let least = Double.leastNonzeroMagnitude
    #expect(FixedPoint(least) == .zero)
    #expect(FixedPoint(least, rounding: .up) == .ulp)
    #expect(FixedPoint(-least, rounding: .floor) == -.ulp)
    #expect(FixedPoint(-least, rounding: .ceiling) == .zero)
  }

  @Test func `text with fifteen digits survives the way through binary`() {
    var seed = Seeded(3)
    for _ in 0..<500 {
      let cents = FixedPoint(Int.random(in: -999_999_999...999_999_999, using: &seed)) / 100
      #expect(FixedPoint(cents.double)?.rounded(toMultipleOf: "0.01", .halfEven) == cents)
    }
  }
}
