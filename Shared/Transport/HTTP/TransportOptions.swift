public import Quantities

/// How connections are made, and how much an answer may hold. TLS certificates and host names are
/// always verified.
public struct TransportOptions: Sendable, Hashable {
  /// A file of certificates (PEM) to trust in place of the system's.
  public var authorities: String?
  /// Whether addresses without TLS are taken; for servers on this machine.
  public var allowsPlainText: Bool
  /// For name, connection and TLS together.
  public var connectTimeout: Interval
  /// For a whole request.
  public var timeout: Interval
  /// Bytes of an answer's body, after it was decompressed.
  public var bodyLimit: Int
  /// Bytes of an answer's head.
  public var headLimit: Int
  public var userAgent: String
  /// A proxy's address; the environment's is not used.
  public var proxy: String?

  public init(
    authorities: String? = nil, allowsPlainText: Bool = false,
    connectTimeout: Interval = .seconds(5), timeout: Interval = .seconds(15),
    bodyLimit: Int = 32 << 20, headLimit: Int = 64 << 10, userAgent: String = "martlet",
    proxy: String? = nil
  ) {
    self.authorities = authorities
    self.allowsPlainText = allowsPlainText
    self.connectTimeout = connectTimeout
    self.timeout = timeout
    self.bodyLimit = bodyLimit
    self.headLimit = headLimit
    self.userAgent = userAgent
    self.proxy = proxy
  }
}
