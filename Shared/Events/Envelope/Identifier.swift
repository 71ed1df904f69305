import Digest

/// Sixteen bytes that name an event, a setup, a trade or an order; always derived from content.
public struct Identifier: Sendable, Hashable {
  public var high: UInt64
  public var low: UInt64

  @inlinable
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The identifier that stands for "not set".
  public static let zero = Identifier(high: 0, low: 0)

  /// The first 16 bytes of SHA-256 over the parts, each ended by a zero byte.
  ///
  /// The parts are what the thing is about (strategy, instrument, level, bar time, …), never a
  /// sequence number or a wall clock, so the same facts give the same identifiers in every run.
  public init(of parts: String...) {
    var bytes: [UInt8] = []
    for part in parts {
      bytes.append(contentsOf: part.utf8)
      bytes.append(0)
    }
    self.init(hashOf: bytes)
  }

  /// The first 16 bytes of SHA-256 over the bytes.
  public init(hashOf bytes: [UInt8]) {
    let digest = SHA256.hash(bytes)
    self.init(high: digest.words.0, low: digest.words.1)
  }

  /// Names the answer that `producer` gives in place `ordinal` to the event `cause`.
  public init(answerOf producer: Producer, to cause: Identifier, ordinal: Int) {
    let digest = unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { buffer in
      guard let memory = buffer.baseAddress else { return Digest256.zero }
      var writer = unsafe JSONWriter(borrowing: memory, byteCount: buffer.count)
      writer.text(producer.rawValue)
      writer.reserve(25)
      writer.put(0)
      writer.put(word: cause.high.byteSwapped)
      writer.put(word: cause.low.byteSwapped)
      let place = UInt32(truncatingIfNeeded: ordinal)
      writer.put(word: UInt64(place.byteSwapped), count: 4)
      return SHA256.hash(writer.written)
    }
    self.init(high: digest.words.0, low: digest.words.1)
  }

  /// Appends the 16 bytes, big endian.
  public func append(to bytes: inout [UInt8]) {
    for word in [high, low] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
  }
}

extension Identifier: Comparable {
  @inlinable
  public static func < (a: Identifier, b: Identifier) -> Bool {
    (a.high, a.low) < (b.high, b.low)
  }
}

extension Identifier: CustomStringConvertible, LosslessStringConvertible {
  /// 32 lower-case hexadecimal digits.
  public var description: String {
    unsafe withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { buffer in
      guard let memory = buffer.baseAddress else { return "" }
      var writer = unsafe JSONWriter(borrowing: memory, byteCount: buffer.count)
      writer.hexadecimal(high)
      writer.hexadecimal(low)
      return unsafe String(decoding: buffer, as: UTF8.self)
    }
  }

  /// The first eight digits, for people.
  public var short: String { String(description.prefix(8)) }

  /// Reads 32 lower-case hexadecimal digits; anything else is nil.
  public init?(_ description: String) {
    let digits = Array(description.utf8)
    guard digits.count == 32 else { return nil }
    self.init(high: 0, low: 0)
    for (index, digit) in digits.enumerated() {
      guard let value = hexadecimalValue(digit) else { return nil }
      if index < 16 { high = high << 4 | value } else { low = low << 4 | value }
    }
  }
}

extension Identifier: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let identifier = Identifier(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "an identifier has 32 hex digits"))
    }
    self = identifier
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// The value of a lower-case hexadecimal digit.
func hexadecimalValue(_ digit: UInt8) -> UInt64? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(digit - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(digit - UInt8(ascii: "a") + 10)
  default: nil
  }
}
