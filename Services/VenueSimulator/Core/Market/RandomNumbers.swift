/// Numbers drawn from a seed, the same on every machine: SplitMix64 (Steele, Lea, Flood 2014).
public struct RandomNumbers: Sendable, Hashable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return RandomNumbers.mixed(state)
  }

  /// A number from 0 to `bound` - 1.
  public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  /// About normal, with a deviation of 65 536: the sum of twelve uniform draws.
  mutating func normal() -> Int {
    var sum = 0
    for _ in 0..<3 {
      let bits = next()
      for place in 0..<4 { sum += Int(bits >> UInt64(16 * place) & 0xffff) }
    }
    return sum - 6 * 65_536
  }

  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number that depends on all of these and nothing else.
  static func hash(_ parts: UInt64...) -> UInt64 {
    parts.reduce(0x5851_f42d_4c95_7f2d) { mixed($0 ^ mixed($1)) }
  }
}
