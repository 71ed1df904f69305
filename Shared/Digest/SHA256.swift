import COpenSSL

/// Thirty-two bytes: a SHA-256 value, as four big-endian words.
public struct Digest256: Sendable, Hashable {
  public var words: (UInt64, UInt64, UInt64, UInt64)

  /// All bytes zero: what stands before the first event of a chain.
  public static let zero = Digest256(words: (0, 0, 0, 0))

  public init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  /// Reads exactly 32 bytes; any other number is nil.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    words = (0, 0, 0, 0)
    for (index, byte) in bytes.enumerated() {
      switch index >> 3 {
      case 0: words.0 = words.0 << 8 | UInt64(byte)
      case 1: words.1 = words.1 << 8 | UInt64(byte)
      case 2: words.2 = words.2 << 8 | UInt64(byte)
      default: words.3 = words.3 << 8 | UInt64(byte)
      }
    }
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for word in [words.0, words.1, words.2, words.3] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    return bytes
  }

  public static func == (a: Digest256, b: Digest256) -> Bool { a.words == b.words }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

extension Digest256: CustomStringConvertible, LosslessStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads 64 hexadecimal digits; anything else is nil.
  public init?(_ description: String) {
    let text = Array(description.utf8)
    guard text.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 64, by: 2) {
      guard let byte = UInt8(String(decoding: text[index..<index + 2], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    self.init(bytes: bytes)
  }
}

/// SHA-256 of a stream of bytes, by OpenSSL.
@safe
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  public init() {
    guard let context = unsafe EVP_MD_CTX_new() else { fatalError("out of memory") }
    unsafe self.context = context
    restart()
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Forgets what was hashed, and starts anew with the same buffers.
  public mutating func restart() {
    let code = unsafe EVP_DigestInit_ex2(context, SHA256.algorithm.pointer, nil)
    precondition(code == 1, "SHA-256 is not available")
  }

  public mutating func update(_ bytes: [UInt8]) {
    unsafe update(bytes.span.bytes)
  }

  public mutating func update(_ bytes: RawSpan) {
    let code = unsafe bytes.withUnsafeBytes { buffer in
      unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
    }
    precondition(code == 1, "SHA-256 failed")
  }

  /// The hash of everything since the start; `restart` before the next use.
  public mutating func finalize() -> Digest256 {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let code = unsafe withUnsafeMutableBytes(of: &words) { buffer in
      unsafe EVP_DigestFinal_ex(
        context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
    }
    precondition(code == 1, "SHA-256 failed")
    return Digest256(
      words: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian))
  }

  /// The hash of some bytes at once.
  public static func hash(_ bytes: RawSpan) -> Digest256 {
    var hasher = SHA256()
    hasher.update(bytes)
    return hasher.finalize()
  }

  /// The hash of some bytes at once.
  public static func hash(_ bytes: [UInt8]) -> Digest256 {
    var hasher = SHA256()
    hasher.update(bytes)
    return hasher.finalize()
  }

  /// Fetched once: a fetch for every hash would cost more than the hash.
  private static let algorithm = Algorithm()

  @safe
  private struct Algorithm: @unchecked Sendable {  // an EVP_MD is immutable and lives for ever
    let pointer: OpaquePointer

    init() {
      guard let pointer = unsafe EVP_MD_fetch(nil, "SHA2-256", nil) else {
        fatalError("OpenSSL has no SHA-256")
      }
      unsafe self.pointer = pointer
    }
  }
}
