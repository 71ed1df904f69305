/// Reproducible random bits: xoshiro256** (Blackman and Vigna), seeded through SplitMix64.
///
/// Integer arithmetic only, so the same seed gives the same bits on every machine.
struct RandomBits: Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64) {
    var mixer = SplitMix64(state: seed)
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  @inline(__always)
  mutating func next() -> UInt64 {
    let result = rotatedLeft(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotatedLeft(state.3, by: 45)
    return result
  }

  /// A whole number of the range, all about as likely.
  @inline(__always)
  mutating func number(in range: ClosedRange<Int64>) -> Int64 {
    let width = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int64(next().multipliedFullWidth(by: width).high)
  }

  /// True so many times in a thousand.
  @inline(__always)
  mutating func chance(permille: Int64) -> Bool { number(in: 0...999) < permille }

  /// True once in so many times.
  @inline(__always)
  mutating func once(in times: Int64) -> Bool { number(in: 1...times) == 1 }

  /// A bell-shaped number around zero with this standard deviation, at most 8 times as far.
  ///
  /// Of 64 fair bits as many are set as a binomial law says: 32, with a deviation of 4.
  @inline(__always)
  mutating func bell(deviation: Int64) -> Int64 {
    let bits = next()
    let fine = Int64(bits.nonzeroBitCount - 32) * 256 + Int64(bits >> 56) - 128
    return (fine * deviation) >> 10
  }
}

/// Turns one number into a row of well-mixed ones (Steele, Lea and Flood).
struct SplitMix64: Sendable {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

@inline(__always)
private func rotatedLeft(_ word: UInt64, by count: UInt64) -> UInt64 {
  (word << count) | (word >> (64 - count))
}
