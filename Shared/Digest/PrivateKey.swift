import COpenSSL

/// A private RSA key, which can sign and does nothing else: no text, no bytes, no mirror of it.
@safe
public final class PrivateKey: @unchecked Sendable {  // a key is only read once it is made
  private let key: OpaquePointer

  /// Whether a text wants to be a private key in PEM, of whatever kind.
  static func isMeant(by bytes: [UInt8]) -> Bool {
    let mark = Array("PRIVATE KEY-----".utf8)
    return bytes.indices.contains { bytes[$0...].starts(with: mark) }
  }

  /// Reads a key in PEM (PKCS#8 or PKCS#1) that no passphrase protects; nil for anything else.
  init?(pem bytes: [UInt8]) {
    let key = unsafe bytes.withUnsafeBytes { buffer -> OpaquePointer? in
      guard let source = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(buffer.count)) else {
        return nil
      }
      defer { unsafe BIO_free(source) }
      // A passphrase that is given is not asked for at the terminal.
      var none: CChar = 0
      return unsafe PEM_read_bio_PrivateKey(source, nil, nil, &none)
    }
    ERR_clear_error()
    guard let key = unsafe key else { return nil }
    guard unsafe EVP_PKEY_is_a(key, "RSA") == 1 else {
      unsafe EVP_PKEY_free(key)
      return nil
    }
    unsafe self.key = key
  }

  deinit { unsafe EVP_PKEY_free(key) }

  /// RSASSA-PKCS1-v1_5 with SHA-256 of a message (RFC 8017, section 8.2), in base64.
  public func signature(of message: [UInt8]) -> String {
    guard let context = unsafe EVP_MD_CTX_new() else { fatalError("out of memory") }
    defer { unsafe EVP_MD_CTX_free(context) }
    var code = unsafe EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key)
    precondition(code == 1, "RSA-SHA256 is not available")
    var count = Int(unsafe EVP_PKEY_get_size(key))
    var signature = [UInt8](repeating: 0, count: count)
    code = unsafe EVP_DigestSign(context, &signature, &count, message, message.count)
    precondition(code == 1, "RSA-SHA256 failed")
    // Four letters for three bytes, and a zero behind them.
    var text = [UInt8](repeating: 0, count: (count + 2) / 3 * 4 + 1)
    let length = unsafe EVP_EncodeBlock(&text, signature, Int32(count))
    return String(decoding: text.prefix(Int(length)), as: UTF8.self)
  }
}

extension PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "private key" }
  public var debugDescription: String { "private key" }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
