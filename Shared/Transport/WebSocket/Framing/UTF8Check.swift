/// Checks UTF-8 that comes in pieces (RFC 3629): no overlong form, no surrogate, nothing above
/// U+10FFFF.
struct UTF8Check {
  /// How many bytes of the character are still to come, and between what the next one lies.
  private var missing = 0
  private var low: UInt8 = 0x80
  private var high: UInt8 = 0xbf

  /// Whether the bytes so far end with a character.
  var isComplete: Bool { missing == 0 }

  /// Whether the text may go on like this.
  mutating func accepts(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var index = 0
    while index < count {
      if missing == 0 {
        unsafe UTF8Check.skipASCII(bytes, &index, count)
        if index == count { return true }
        let byte = unsafe bytes[index]
        if byte >= 0x80, !begin(byte) { return false }
      } else {
        let byte = unsafe bytes[index]
        guard byte >= low, byte <= high else { return false }
        (low, high) = (0x80, 0xbf)
        missing -= 1
      }
      index += 1
    }
    return true
  }

  /// Whether bytes are ASCII, without stopping at the first that is not.
  @inline(__always)
  static func isASCII(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let raw = unsafe UnsafeRawPointer(bytes)
    guard count >= 32 else {
      return (0..<count).allSatisfy { unsafe bytes[$0] < 0x80 }
    }
    var all = unsafe raw.loadUnaligned(fromByteOffset: count - 32, as: SIMD4<UInt64>.self)
    var index = 0
    while index + 32 <= count {
      all |= unsafe raw.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
      index += 32
    }
    return (all[0] | all[1] | all[2] | all[3]) & 0x8080_8080_8080_8080 == 0
  }

  @inline(__always)
  private static func skipASCII(_ bytes: UnsafePointer<UInt8>, _ index: inout Int, _ count: Int) {
    let raw = unsafe UnsafeRawPointer(bytes)
    while index + 16 <= count {
      let words = unsafe raw.loadUnaligned(fromByteOffset: index, as: SIMD2<UInt64>.self)
      guard (words[0] | words[1]) & 0x8080_8080_8080_8080 == 0 else { return }
      index += 16
    }
    while index + 4 <= count {
      let word = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt32.self)
      guard word & 0x8080_8080 == 0 else { return }
      index += 4
    }
  }

  private mutating func begin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xc2...0xdf: missing = 1
    case 0xe0: (missing, low) = (2, 0xa0)
    case 0xed: (missing, high) = (2, 0x9f)
    case 0xe1...0xef: missing = 2
    case 0xf0: (missing, low) = (3, 0x90)
    case 0xf4: (missing, high) = (3, 0x8f)
    case 0xf1...0xf3: missing = 3
    default: return false
    }
    return true
  }
}
