/// What is wrong with bytes from the bus.
public enum WireError: Error, Sendable, Hashable {
  case truncated(needed: Int, available: Int)
  case trailing(bytes: Int)
  case unknownVersion(UInt8)
  case unknownKind(UInt8)
  case unknownProducer(UInt8)
  case unknownCode(UInt8)
  /// An event type of a newer build, or no event type at all.
  case unknownEventType(String)
  case textTooLong(Int)
  case textNotUTF8
  case countTooLarge(Int)
  case numberOutOfRange(Int64)
}
