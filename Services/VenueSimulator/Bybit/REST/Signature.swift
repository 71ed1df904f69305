import Digest

/// What proves that a request comes from the holder of a key: HMAC-SHA256 (RFC 2104).
enum Signature {
  /// The signature of a text, in 64 hexadecimal digits.
  static func of(_ text: [UInt8], secret: String) -> String {
    var key = Array(secret.utf8)
    if key.count > 64 { key = SHA256.hash(key).bytes }
    key += [UInt8](repeating: 0, count: 64 - key.count)
    let inner = SHA256.hash(key.map { $0 ^ 0x36 } + text).bytes
    return SHA256.hash(key.map { $0 ^ 0x5c } + inner).description
  }

  /// Compares in a time that tells nothing of where two texts differ.
  static func isEqual(_ a: String, _ b: String) -> Bool {
    let a = Array(a.utf8)
    let b = Array(b.utf8)
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
