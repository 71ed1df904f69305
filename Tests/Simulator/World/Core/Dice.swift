/// Every chance of a simulated world, drawn from one seed in one order.
struct Dice {
  private var numbers: Numbers

  init(seed: Int) { numbers = Numbers(seed: seed &* 7_919 &+ 90_001) }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &numbers)
  }

  mutating func word() -> UInt64 { numbers.next() }

  /// True so many times in ten thousand.
  mutating func chance(of permyriad: Int) -> Bool {
    permyriad > 0 && Int.random(in: 0..<10_000, using: &numbers) < permyriad
  }

  /// True so many times in a hundred.
  mutating func percent(_ percent: Int) -> Bool { chance(of: percent * 100) }

  /// A waiting time of this mean, in nanoseconds: short ones are common, long ones are not rare.
  mutating func wait(mean nanoseconds: Int64) -> Int64 {
    guard nanoseconds > 0 else { return 0 }
    // A geometric number of halves: exponential enough, and the same on every machine.
    let halves = Int64(min(numbers.next().trailingZeroBitCount, 6))
    return Int64.random(in: 0...nanoseconds, using: &numbers) * (1 + halves) / 2
  }

  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &numbers)]
  }
}

/// A stream of numbers that its seed decides, the same on every machine: SplitMix64 (Steele, Lea
/// and Flood 2014).
struct Numbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}
