/// How much a peer may make us keep.
public struct WebSocketLimits: Sendable, Hashable {
  /// Bytes of one frame, as they come.
  public var frame: Int
  /// Bytes of one message, inflated.
  public var message: Int
  /// A message of more than 64 KiB may be so many times as long as its compressed bytes.
  public var inflation: Int

  public init(frame: Int = 16 << 20, message: Int = 16 << 20, inflation: Int = 200) {
    self.frame = frame
    self.message = message
    self.inflation = inflation
  }
}

/// Which side of a WebSocket one is: a client masks what it sends, a server does not.
public enum WebSocketRole: Sendable, Hashable {
  case client, server
}
