import COpenSSL

/// SHA-1, by OpenSSL: broken as a signature, and asked for by the handshake of WebSockets alone.
public enum SHA1 {
  /// The 20 bytes of the hash.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 20)
    let code = unsafe EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha1(), nil)
    precondition(code == 1, "SHA-1 failed")
    return digest
  }
}
