/// A natural number as decimal digits, with the arithmetic of primary school.
///
/// Slow and independent of what it checks: it knows no machine word and no bit.
struct BigNatural: Hashable, Comparable, CustomStringConvertible {
  /// From the lowest; no zero at the top, so zero has no digits.
  var digits: [Int]

  init(digits: [Int]) {
    self.digits = digits
    while self.digits.last == 0 { self.digits.removeLast() }
  }

  init(_ text: String) {
    self.init(digits: text.reversed().map { Int(String($0))! })
  }

  init(_ number: some BinaryInteger) {
    self.init(number.description)
  }

  static func power(ofTen exponent: Int) -> BigNatural {
    BigNatural(digits: Array(repeating: 0, count: exponent) + [1])
  }

  var isZero: Bool { digits.isEmpty }
  var isOdd: Bool { (digits.first ?? 0) % 2 == 1 }

  var description: String {
    isZero ? "0" : digits.reversed().map(String.init).joined()
  }

  static func < (a: BigNatural, b: BigNatural) -> Bool {
    if a.digits.count != b.digits.count { return a.digits.count < b.digits.count }
    return a.digits.reversed().lexicographicallyPrecedes(b.digits.reversed())
  }

  static func + (a: BigNatural, b: BigNatural) -> BigNatural {
    var sum: [Int] = []
    var carry = 0
    for place in 0..<Swift.max(a.digits.count, b.digits.count) {
      let digit = a.digit(place) + b.digit(place) + carry
      sum.append(digit % 10)
      carry = digit / 10
    }
    return BigNatural(digits: sum + [carry])
  }

  static func - (a: BigNatural, b: BigNatural) -> BigNatural {
    var difference: [Int] = []
    var borrow = 0
    for place in 0..<a.digits.count {
      let digit = a.digit(place) - b.digit(place) - borrow
      borrow = digit < 0 ? 1 : 0
      difference.append(digit + borrow * 10)
    }
    precondition(borrow == 0, "a natural number is not below zero")
    return BigNatural(digits: difference)
  }

  static func * (a: BigNatural, b: BigNatural) -> BigNatural {
    var product = Array(repeating: 0, count: a.digits.count + b.digits.count + 1)
    for (i, x) in a.digits.enumerated() {
      for (j, y) in b.digits.enumerated() { product[i + j] += x * y }
    }
    for place in 0..<product.count - 1 {
      product[place + 1] += product[place] / 10
      product[place] %= 10
    }
    return BigNatural(digits: product)
  }

  func divided(by divisor: BigNatural) -> (quotient: BigNatural, remainder: BigNatural) {
    var quotient: [Int] = []
    var rest = BigNatural(digits: [])
    for digit in digits.reversed() {
      rest = BigNatural(digits: [digit] + rest.digits)
      var count = 0
      while rest >= divisor {
        rest = rest - divisor
        count += 1
      }
      quotient.append(count)
    }
    return (BigNatural(digits: quotient.reversed()), rest)
  }

  private func digit(_ place: Int) -> Int { place < digits.count ? digits[place] : 0 }
}
