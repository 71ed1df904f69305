/// How bytes break RFC 6455 or 7692, or a limit of ours.
public enum WebSocketError: Error, Sendable, Hashable {
  /// A reserved bit that no extension has given a meaning, or that stands where it may not.
  case reservedBits(UInt8)
  case unknownOpcode(UInt8)
  /// A control frame in fragments.
  case fragmentedControl
  /// A control frame of more than 125 bytes.
  case controlTooLong(Int)
  /// A server masked a frame.
  case masked
  /// A client did not mask a frame.
  case unmasked
  /// The length is spelled in more bytes than it needs.
  case lengthNotShortest
  /// The highest bit of a length of eight bytes is set.
  case lengthNegative
  /// A continuation where no message has begun.
  case nothingToContinue
  /// A new message before the last one ended.
  case messageInterrupted
  /// A close frame with one byte, half a code.
  case closeTooShort
  /// A code that a close frame may not carry.
  case closeCode(UInt16)
  /// Text, or the reason of a close frame, that is not UTF-8.
  case notUTF8
  case frameTooLong(UInt64, limit: Int)
  case messageTooLong(limit: Int)
  /// A message that grows by more than the limit's times when it is inflated.
  case inflatesTooMuch(limit: Int)
  /// What was compressed cannot be inflated.
  case damagedDeflate

  /// The code that the connection is to be closed with.
  public var closeCode: CloseCode {
    switch self {
    case .reservedBits, .unknownOpcode, .fragmentedControl, .controlTooLong, .masked, .unmasked,
      .lengthNotShortest, .lengthNegative, .nothingToContinue, .messageInterrupted,
      .closeTooShort, .closeCode:
      .protocolError
    case .notUTF8, .damagedDeflate: .invalidPayload
    case .frameTooLong, .messageTooLong, .inflatesTooMuch: .tooLarge
    }
  }
}
