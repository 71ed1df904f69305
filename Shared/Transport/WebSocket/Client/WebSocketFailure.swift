public import Quantities

/// Why a WebSocket could not be opened, or is over.
public enum WebSocketFailure: Error, Sendable, Hashable {
  /// Name, connection, TLS, or the connection was lost.
  case transport(TransportError.Reason)
  case handshake(HandshakeError)
  /// The peer broke the protocol or a limit.
  case broken(WebSocketError)
  /// Nothing came for that long.
  case stalled(silent: Interval)
  /// The peer closed, or we did; nil without a reason.
  case closed(CloseCode?)
  /// The peer does not take what we send.
  case outputFull(limit: Int)
}
