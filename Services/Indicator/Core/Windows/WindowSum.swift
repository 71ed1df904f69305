/// The sum of the last `length` values, in three additions a step.
///
/// The series is cut into blocks of `length`. A window is the end of one block, added up from its
/// newest value to its oldest, and the beginning of the next, added up from the oldest on. Nothing
/// is ever subtracted: no rounding of values long gone stays, and a window of zeros is zero.
struct WindowSum<let length: Int>: Sendable, Hashable, Codable {
  /// Up to `place` the values of this block, from there the sums of the last one's ends.
  private var slots = Slots<length>(repeating: 0)
  private var place = 0
  private var beginning = 0.0
  /// Whether there have been `length` values.
  private(set) var isFull = false

  /// Takes a value and gives the sum.
  @inline(__always)
  mutating func next(_ value: Double) -> Double {
    slots[place] = value
    beginning += value
    place += 1
    guard place < length else { return turn() }
    return slots[place] + beginning
  }

  /// Ends the block.
  private mutating func turn() -> Double {
    var sum = 0.0
    for place in (0..<length).reversed() {
      sum += slots[place]
      slots[place] = sum
    }
    let whole = beginning
    place = 0
    beginning = 0
    isFull = true
    return whole
  }
}
