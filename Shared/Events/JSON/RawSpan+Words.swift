// Loads from places that the caller has checked against `byteCount`.
extension RawSpan {
  /// The byte at an index.
  @inlinable @inline(__always)
  func unsafeLoadByte(at index: Int) -> UInt8 {
    unsafe unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
  }

  /// Two bytes, the first in the lower place.
  @inline(__always)
  func pair(at index: Int) -> UInt16 {
    UInt16(
      littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt16.self))
  }

  /// Eight bytes, the first in the lowest place.
  @inline(__always)
  func word(at index: Int) -> UInt64 {
    UInt64(
      littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
  }

  /// Whether a text stands at an index; where the text is a literal of the caller, the optimizer
  /// makes a comparison with constants of this.
  @inline(__always)
  func contains(_ text: StaticString, at index: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    let expected = unsafe UnsafeRawPointer(text.utf8Start)
    var offset = 0
    var difference: UInt64 = 0
    while offset &+ 8 <= count {
      difference |= unsafe differs(UInt64.self, expected, offset, index)
      offset &+= 8
    }
    if count & 4 != 0 {
      difference |= unsafe differs(UInt32.self, expected, offset, index)
      offset &+= 4
    }
    if count & 2 != 0 {
      difference |= unsafe differs(UInt16.self, expected, offset, index)
      offset &+= 2
    }
    if count & 1 != 0 { difference |= unsafe differs(UInt8.self, expected, offset, index) }
    return difference == 0
  }

  @unsafe @inline(__always)
  private func differs<Word: FixedWidthInteger & BitwiseCopyable>(
    _ type: Word.Type, _ expected: UnsafeRawPointer, _ offset: Int, _ index: Int
  ) -> UInt64 {
    let here = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: index &+ offset, as: type)
    let there = unsafe expected.loadUnaligned(fromByteOffset: offset, as: type)
    return UInt64(truncatingIfNeeded: here ^ there)
  }
}

/// Whether a byte of a word may not stand in a JSON string as it is: a quotation mark, a backslash
/// or a control character. The lowest bit that is set belongs to the first such byte.
@inline(__always)
func escapes(in word: UInt64) -> UInt64 {
  let quotes = word ^ 0x2222_2222_2222_2222
  let backslashes = word ^ 0x5c5c_5c5c_5c5c_5c5c
  let ones: UInt64 = 0x0101_0101_0101_0101
  let found =
    (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
    | (word &- ones &* 0x20) & ~word
  return found & 0x8080_8080_8080_8080
}
