/// Why a request has no answer, and whether it may have arrived all the same.
///
/// It holds no address and no field of the request, since these may hold secrets.
public struct TransportError: Error, Sendable, Hashable {
  /// What the other side can know of the request.
  public enum Delivery: Sendable, Hashable {
    /// Not one byte of it was given to the network: it cannot have any effect.
    case nothingSent
    /// Its first byte may have left: only the other side can say what became of it.
    case mayHaveArrived
  }

  /// What went wrong.
  public enum Reason: Sendable, Hashable {
    /// The request makes no sense; the text names the part.
    case invalidRequest(String)
    /// Plain HTTP, which the options do not allow.
    case plainText
    case nameNotResolved
    case notConnected
    case tls(TLSFault)
    case timedOut
    /// More requests of that class wait than the worker takes.
    case queueFull(limit: Int)
    /// The worker was stopped.
    case stopped
    /// The connection ended without an answer, or in the midst of sending or answering.
    case connectionLost
    /// The answer ended before it was whole.
    case truncated
    /// The answer is longer than the options allow.
    case tooLarge(limit: Int)
    /// The answer is not one of HTTP.
    case malformed
    /// Anything else that libcurl says.
    case other(code: Int32)
    /// A call of the system failed; the code is the errno.
    case system(code: Int32)
  }

  /// Why a certificate or a handshake was refused.
  public enum TLSFault: Sendable, Hashable {
    case unknownAuthority
    case expired
    case notYetValid
    case wrongHost
    case handshake
    /// The file of authorities cannot be read.
    case authorityFile
    /// Another code of OpenSSL's verification.
    case verification(Int)
  }

  public var delivery: Delivery
  public var reason: Reason

  public init(_ delivery: Delivery, _ reason: Reason) {
    self.delivery = delivery
    self.reason = reason
  }
}
