/// Decimal digits of machine words, eight at a time, for the writers of text.
public enum DecimalDigits {
  /// 10ⁿ for n from 0 to 19; the optimizer makes a table of it.
  @inlinable @inline(__always)
  public static func powerOfTen(_ n: Int) -> UInt64 {
    switch n {
    case 0: 1
    case 1: 10
    case 2: 100
    case 3: 1_000
    case 4: 10_000
    case 5: 100_000
    case 6: 1_000_000
    case 7: 10_000_000
    case 8: 100_000_000
    case 9: 1_000_000_000
    case 10: 10_000_000_000
    case 11: 100_000_000_000
    case 12: 1_000_000_000_000
    case 13: 10_000_000_000_000
    case 14: 100_000_000_000_000
    case 15: 1_000_000_000_000_000
    case 16: 10_000_000_000_000_000
    case 17: 100_000_000_000_000_000
    case 18: 1_000_000_000_000_000_000
    case 19: 10_000_000_000_000_000_000
    default: preconditionFailure("a power of ten beyond the table")
    }
  }

  /// How many digits the value has, from 1 to 20.
  @inlinable @inline(__always)
  public static func count(_ value: UInt64) -> Int {
    // 1233 / 4096 is just above log₁₀ 2: right, or one too few.
    let least = ((64 &- (value | 1).leadingZeroBitCount) &* 1233) &>> 12
    return value | 1 >= powerOfTen(least) ? least &+ 1 : least
  }

  /// The eight digits of a value below 10⁸, one in each byte, the first in the lowest.
  @inlinable @inline(__always)
  public static func eight(_ value: UInt64) -> UInt64 {
    let halves = value / 10_000 | (value % 10_000) &<< 32
    let hundreds = (halves &* 10_486) &>> 20 & 0x0000_007f_0000_007f
    let pairs = hundreds | (halves &- hundreds &* 100) &<< 16
    let tens = (pairs &* 103) &>> 10 & 0x000f_000f_000f_000f
    return tens | (pairs &- tens &* 10) &<< 8
  }

  /// Writes exactly `count` digits, leading zeros included, and returns the place after them.
  ///
  /// The value has at most `count` digits, `count` is from 1 to 20; whatever it is, 24 bytes from
  /// `start` on may be overwritten.
  @unsafe @inlinable @inline(__always)
  public static func write(
    _ value: UInt64, count: Int, to start: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    let end = unsafe start + count
    if count <= 8 {
      unsafe store(eight(value), dropping: 8 &- count, at: start)
      return unsafe end
    }
    let lower = value % 100_000_000
    let upper = value / 100_000_000
    if count <= 16 {
      unsafe store(eight(upper), dropping: 16 &- count, at: start)
    } else {
      unsafe store(eight(upper / 100_000_000), dropping: 24 &- count, at: start)
      unsafe store(eight(upper % 100_000_000), dropping: 0, at: end - 16)
    }
    unsafe store(eight(lower), dropping: 0, at: end - 8)
    return unsafe end
  }

  /// Stores digits as ASCII without the first few.
  @unsafe @inlinable @inline(__always)
  static func store(_ digits: UInt64, dropping count: Int, at place: UnsafeMutableRawPointer) {
    let text = digits &+ 0x3030_3030_3030_3030
    unsafe place.storeBytes(
      of: (text &>> UInt64(truncatingIfNeeded: count &* 8)).littleEndian, as: UInt64.self)
  }
}
