extension LevelCluster {
  /// 40 for five tests, 25 for a recent one, 20 for strong reactions, 15 for volume.
  func computedStrength(in bars: Ring<LevelBar>, _ columns: LevelColumns) -> Double {
    var reactions = Mean()
    var volumes = Mean()
    for test in tests {
      let bar = bars[test.index]
      if let reaction = reaction(to: test, bar.atr, columns) { reactions.add(reaction) }
      if let ratio = bar.volumeRatio { volumes.add(ratio) }
    }
    let age = bars.count - 1 - tests[tests.count - 1].index
    return 100
      * (0.40 * min(1, Double(tests.count) / 5) + 0.25 * halved(age, every: 60)
        + 0.20 * reactions.value / 3 + 0.15 * min(1, volumes.value / 2))
  }

  /// The move away from a test within the next six bars, in ATR of that bar, from 0 to 3.
  private func reaction(to test: SwingPoint, _ atr: Double?, _ columns: LevelColumns) -> Double? {
    guard let atr, atr > 0 else { return nil }
    var move = 0.0
    for index in test.index + 1..<min(test.index + 7, columns.closes.count) {
      switch test.kind {
      case .high: move = max(move, test.price - columns.lows[index])
      case .low: move = max(move, columns.highs[index] - test.price)
      }
    }
    return min(3, move / atr)
  }
}

/// A mean of what there is; zero of nothing.
private struct Mean {
  private var sum = 0.0
  private var count = 0

  var value: Double { count == 0 ? 0 : sum / Double(count) }

  mutating func add(_ value: Double) {
    sum += value
    count += 1
  }
}

/// 0.5 to the power of `count` / `life`, by squaring: no library, the same bits everywhere.
func halved(_ count: Int, every life: Int) -> Double {
  precondition(life == 60, "the root below is the sixtieth")
  var factor = 0.988514020352896135356867505
  var rest = count
  var result = 1.0
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  return result
}
