/// A sum that carries its rounding errors along (Neumaier).
struct CompensatedSum: Sendable, Hashable, Codable {
  var sum = 0.0
  var lost = 0.0

  @inline(__always)
  mutating func add(_ value: Double) {
    let next = sum + value
    lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  @inline(__always)
  var value: Double { sum + lost }
}

/// The sum of the last `length` values with its rounding errors carried along, by blocks as
/// `WindowSum`.
struct CompensatedWindowSum<let length: Int>: Sendable, Hashable, Codable {
  /// Up to `place` the values of this block, from there the sums of the last one's ends.
  private var sums = Slots<length>(repeating: 0)
  private var losses = Slots<length>(repeating: 0)
  private var place = 0
  private var beginning = CompensatedSum()
  /// Whether there have been `length` values.
  private(set) var isFull = false

  /// Takes a value and gives the sum.
  mutating func next(_ value: Double) -> Double {
    sums[place] = value
    beginning.add(value)
    place += 1
    guard place < length else { return turn() }
    var whole = beginning
    whole.add(sums[place])
    whole.lost += losses[place]
    return whole.value
  }

  /// Ends the block.
  private mutating func turn() -> Double {
    var end = CompensatedSum()
    for place in (0..<length).reversed() {
      end.add(sums[place])
      sums[place] = end.sum
      losses[place] = end.lost
    }
    let whole = beginning.value
    place = 0
    beginning = CompensatedSum()
    isFull = true
    return whole
  }
}
