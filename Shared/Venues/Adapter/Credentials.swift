public import Digest

/// A key of an account and the secret that signs for it; neither shows itself.
public struct Credentials: Sendable {
  /// Names the account to the venue; sent with every signed request.
  public let key: String
  /// A word, or a private key in PEM for a venue that knows the public one.
  public let secret: Secret

  public init(key: String, secret: Secret) {
    self.key = key
    self.secret = secret
  }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "credentials" }
  public var debugDescription: String { "credentials" }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
