/// The lowest and the highest of the last `length` values, in four comparisons a step.
///
/// By blocks, as `WindowSum`; there is no rounding, so the blocks cannot be seen.
struct WindowExtremes<let length: Int>: Sendable, Hashable, Codable {
  /// What is lower, and higher, than nothing; finite, so that it can be written.
  private static var nothing: (lowest: Double, highest: Double) {
    (.greatestFiniteMagnitude, -.greatestFiniteMagnitude)
  }

  /// Up to `place` the values of this block, from there the extremes of the last one's ends.
  private var lows = Slots<length>(repeating: nothing.lowest)
  private var highs = Slots<length>(repeating: nothing.highest)
  private var place = 0
  private var beginning = Pair(lowest: nothing.lowest, highest: nothing.highest)
  /// How many values the window holds.
  private(set) var count = 0

  struct Pair: Sendable, Hashable, Codable {
    var lowest: Double
    var highest: Double
  }

  var isFull: Bool { count == length }

  /// Takes a value and gives the extremes.
  @inline(__always)
  mutating func next(_ value: Double) -> Pair {
    if count < length { count += 1 }
    lows[place] = value
    highs[place] = value
    beginning.lowest = lesser(beginning.lowest, value)
    beginning.highest = greater(beginning.highest, value)
    place += 1
    guard place < length else { return turn() }
    return Pair(
      lowest: lesser(lows[place], beginning.lowest),
      highest: greater(highs[place], beginning.highest))
  }

  /// Forgets all values.
  mutating func removeAll() { self = WindowExtremes() }

  /// Ends the block.
  private mutating func turn() -> Pair {
    let whole = beginning
    for place in (0..<length - 1).reversed() {
      lows[place] = lesser(lows[place], lows[place + 1])
      highs[place] = greater(highs[place], highs[place + 1])
    }
    place = 0
    beginning = Pair(
      lowest: WindowExtremes.nothing.lowest, highest: WindowExtremes.nothing.highest)
    return whole
  }
}

/// One instruction each; what Swift's `min` and `max` do for undefined values is not needed.
@inline(__always)
func lesser(_ a: Double, _ b: Double) -> Double { a < b ? a : b }

@inline(__always)
func greater(_ a: Double, _ b: Double) -> Double { a > b ? a : b }
