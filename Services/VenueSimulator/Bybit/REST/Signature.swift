import Digest

/// What proves that a request comes from the holder of a key: HMAC-SHA256.
enum Signature {
  /// The signature of a text, in 64 hexadecimal digits.
  static func of(_ text: [UInt8], secret: String) -> String {
    Secret(secret).signature(of: text).description
  }

  /// Compares in a time that tells nothing of where two texts differ.
  static func isEqual(_ a: String, _ b: String) -> Bool {
    let a = Array(a.utf8)
    let b = Array(b.utf8)
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
