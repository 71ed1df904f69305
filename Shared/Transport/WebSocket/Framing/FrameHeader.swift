/// The kinds of frames (RFC 6455 section 5.2).
enum Opcode: UInt8 {
  case continuation = 0
  case text = 1
  case binary = 2
  case close = 8
  case ping = 9
  case pong = 10

  var isControl: Bool { rawValue >= 8 }
}

/// What stands before the payload of a frame (RFC 6455 section 5.2).
struct FrameHeader {
  static let longest = 14

  var isLast: Bool
  var reserved: UInt8
  var opcode: Opcode
  /// The key as its four bytes stand in memory; nil for a frame without a mask.
  var mask: UInt32?
  var length: Int
  /// How many bytes the header itself takes.
  var size: Int

  /// Reads a header; nil when more bytes are needed.
  @inline(__always)
  static func read(
    _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, frameLimit: Int
  ) throws(WebSocketError) -> FrameHeader? {
    guard count >= 2 else { return nil }
    let (first, second) = unsafe (bytes[0], bytes[1])
    guard let opcode = Opcode(rawValue: first & 15) else { throw .unknownOpcode(first & 15) }
    let isMasked = second & 0x80 != 0
    var length = UInt64(second & 0x7f)
    var size = 2
    if length >= 126 {
      guard !opcode.isControl else { throw .controlTooLong(Int(length)) }
      size = length == 126 ? 4 : 10
      guard count >= size else { return nil }
      length = unsafe bigEndian(bytes + 2, size - 2)
      guard length >= (size == 4 ? 126 : 65_536) else { throw .lengthNotShortest }
      guard length >> 63 == 0 else { throw .lengthNegative }
    }
    guard length <= UInt64(frameLimit) else { throw .frameTooLong(length, limit: frameLimit) }
    var mask: UInt32?
    if isMasked {
      guard count >= size + 4 else { return nil }
      mask = unsafe UnsafeRawPointer(bytes + size).loadUnaligned(as: UInt32.self)
      size += 4
    }
    return FrameHeader(
      isLast: first & 0x80 != 0, reserved: first & 0x70, opcode: opcode, mask: mask,
      length: Int(length), size: size)
  }

  private static func bigEndian(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<count { value = unsafe value << 8 | UInt64(bytes[index]) }
    return value
  }

  /// Writes a header at the end of a buffer.
  static func write(
    to buffer: inout ByteBuffer, isLast: Bool, isCompressed: Bool, opcode: Opcode, length: Int,
    mask: UInt32?
  ) {
    buffer.reserve(longest)
    buffer.append((isLast ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | opcode.rawValue)
    let flag: UInt8 = mask == nil ? 0 : 0x80
    let bytes: Int
    switch length {
    case ..<126: (bytes, _) = (0, buffer.append(flag | UInt8(length)))
    case ..<65_536: (bytes, _) = (2, buffer.append(flag | 126))
    default: (bytes, _) = (8, buffer.append(flag | 127))
    }
    for index in 0..<bytes {
      buffer.append(UInt8(truncatingIfNeeded: length >> ((bytes - 1 - index) * 8)))
    }
    if let mask {
      for index in 0..<4 {
        buffer.append(UInt8(truncatingIfNeeded: mask.littleEndian >> (UInt32(index) * 8)))
      }
    }
  }
}

/// Lays a mask over bytes, or takes it off again (RFC 6455 section 5.3).
func applyMask(_ key: UInt32, to bytes: UnsafeMutablePointer<UInt8>, _ count: Int) {
  let raw = UnsafeMutableRawPointer(bytes)
  let wide = UInt64(key) << 32 | UInt64(key)
  var index = 0
  while index + 8 <= count {
    let word = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    unsafe raw.storeBytes(of: word ^ wide, toByteOffset: index, as: UInt64.self)
    index += 8
  }
  while index < count {
    unsafe bytes[index] ^= UInt8(truncatingIfNeeded: wide.littleEndian >> (UInt64(index & 7) * 8))
    index += 1
  }
}
