import CZMQ

/// A CURVE public key: 32 bytes in the 40 characters of Z85.
public struct PublicKey: Sendable, Hashable {
  public let text: String

  /// Takes 40 characters of Z85; anything else is nil.
  public init?(_ text: String) {
    guard text.utf8.count == 40, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: 32)
    guard unsafe zmq_z85_decode(&bytes, text) != nil else { return nil }
    self.text = text
  }

  /// Reads the 32 bytes that ZeroMQ hands to its gatekeeper.
  init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    var text = [CChar](repeating: 0, count: 41)
    guard unsafe zmq_z85_encode(&text, bytes, 32) != nil else { return nil }
    self.text = String(decoding: text.prefix(40).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// A CURVE key pair; it prints only its public half.
public struct KeyPair: Sendable, CustomStringConvertible {
  public let `public`: PublicKey
  let secret: String

  /// Makes a new pair.
  public static func random() throws(BusError) -> KeyPair {
    var publicText = [CChar](repeating: 0, count: 41)
    var secretText = [CChar](repeating: 0, count: 41)
    guard unsafe zmq_curve_keypair(&publicText, &secretText) == 0 else {
      throw lastError("zmq_curve_keypair")
    }
    guard let publicKey = PublicKey(text(of: publicText)) else {
      throw .system(operation: "zmq_curve_keypair", code: 0)
    }
    return KeyPair(public: publicKey, secret: text(of: secretText))
  }

  /// The pair of a secret key in 40 characters of Z85; nil when it is none.
  init?(secret: String) {
    guard PublicKey(secret) != nil else { return nil }
    var publicText = [CChar](repeating: 0, count: 41)
    guard unsafe zmq_curve_public(&publicText, secret) == 0 else { return nil }
    guard let publicKey = PublicKey(KeyPair.text(of: publicText)) else { return nil }
    self.init(public: publicKey, secret: secret)
  }

  private init(public: PublicKey, secret: String) {
    self.public = `public`
    self.secret = secret
  }

  public var description: String { "key pair \(`public`.text)" }

  private static func text(of characters: [CChar]) -> String {
    String(decoding: characters.prefix(40).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
