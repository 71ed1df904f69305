// TradingView's law of undefined values: averages stand still, quotients without a finite value
// are undefined, and a comparison with an undefined value is false.

extension ExponentialAverage {
  /// Takes a value and gives the average; undefined for an undefined value, which changes nothing.
  mutating func next(_ value: Double?) -> Double? {
    guard let value else { return nil }
    update(value)
    return self.value
  }
}

/// One number by another; nil where TradingView's `na()` is true: 0/0, and infinity.
func quotient(_ a: Double, _ b: Double) -> Double? {
  let value = a / b
  return value.isFinite ? value : nil
}

func difference(_ a: Double?, _ b: Double?) -> Double? {
  guard let a, let b else { return nil }
  return a - b
}

func isGreater(_ a: Double?, _ b: Double?) -> Bool {
  guard let a, let b else { return false }
  return a > b
}

func isLess(_ a: Double?, _ b: Double?) -> Bool { isGreater(b, a) }
