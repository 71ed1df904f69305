import COpenSSL

/// The secret of a key, which can sign and does nothing else: no text, no bytes, no mirror of it.
///
/// The bytes live in OpenSSL's memory alone, which is wiped when the last reference goes.
@safe
public final class Secret: @unchecked Sendable {  // keyed once, then only copied from
  private let keyed: OpaquePointer
  /// The private key that the secret is, in PEM; nil where it is a word.
  public let privateKey: PrivateKey?
  /// Whether it is a private key of a kind that cannot be read: not RSA, or under a passphrase.
  public let isUnreadable: Bool

  /// Takes the secret over and wipes the caller's bytes.
  ///
  /// Copies that the caller made before are the caller's to wipe.
  public init(wiping bytes: inout [UInt8]) {
    guard let context = unsafe EVP_MAC_CTX_new(Secret.algorithm.pointer) else {
      fatalError("out of memory")
    }
    unsafe keyed = context
    let isKey = PrivateKey.isMeant(by: bytes)
    privateKey = isKey ? PrivateKey(pem: bytes) : nil
    isUnreadable = isKey && privateKey == nil
    let code = unsafe bytes.withUnsafeMutableBytes { buffer in
      // A null pointer would mean "the key there was".
      var none: UInt8 = 0
      let code = unsafe withUnsafeMutableBytes(of: &none) { empty in
        let key = unsafe (buffer.baseAddress ?? empty.baseAddress)?
          .assumingMemoryBound(to: UInt8.self)
        return unsafe Secret.initialize(context, key, buffer.count)
      }
      unsafe OPENSSL_cleanse(buffer.baseAddress, buffer.count)
      return code
    }
    precondition(code == 1, "HMAC-SHA256 is not available")
    bytes.removeAll()
  }

  /// Takes the secret from a text; the text itself cannot be wiped.
  public convenience init(_ text: String) {
    var bytes = Array(text.utf8)
    self.init(wiping: &bytes)
  }

  deinit { unsafe EVP_MAC_CTX_free(keyed) }

  /// HMAC-SHA256 of a message (RFC 2104), keyed with the secret.
  public func signature(of message: [UInt8]) -> Digest256 {
    guard let context = unsafe EVP_MAC_CTX_dup(keyed) else { fatalError("out of memory") }
    defer { unsafe EVP_MAC_CTX_free(context) }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var code = unsafe message.withUnsafeBytes { buffer in
      unsafe EVP_MAC_update(
        context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count)
    }
    precondition(code == 1, "HMAC-SHA256 failed")
    code = unsafe withUnsafeMutableBytes(of: &words) { buffer in
      unsafe EVP_MAC_final(
        context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, buffer.count)
    }
    precondition(code == 1, "HMAC-SHA256 failed")
    return Digest256(
      words: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian))
  }

  private static func initialize(
    _ context: OpaquePointer, _ key: UnsafePointer<UInt8>?, _ count: Int
  ) -> Int32 {
    var name = Array("SHA2-256".utf8CString)
    return unsafe name.withUnsafeMutableBufferPointer { name in
      let parameters = unsafe [
        OSSL_PARAM_construct_utf8_string("digest", name.baseAddress, 0), OSSL_PARAM_construct_end(),
      ]
      return unsafe EVP_MAC_init(context, key, count, parameters)
    }
  }

  private static let algorithm = Algorithm()

  @safe
  private struct Algorithm: @unchecked Sendable {  // an EVP_MAC is immutable and lives for ever
    let pointer: OpaquePointer

    init() {
      guard let pointer = unsafe EVP_MAC_fetch(nil, "HMAC", nil) else {
        fatalError("OpenSSL has no HMAC")
      }
      unsafe self.pointer = pointer
    }
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "secret" }
  public var debugDescription: String { "secret" }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Comparisons whose time tells nothing about what was compared.
public enum ConstantTime {
  /// Whether the bytes are the same; the time depends on their number only.
  public static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return unsafe a.withUnsafeBytes { a in
      unsafe b.withUnsafeBytes { b in
        unsafe CRYPTO_memcmp(a.baseAddress, b.baseAddress, a.count) == 0
      }
    }
  }
}
