public import Digest

/// Computes the links of a log's chain, one event after another, in one buffer.
///
/// The same bytes as `StoredEvent.canonicalBytes`, without a text for every field: a log of a
/// million events is hashed again in about a second. The fields are given one by one, so that a
/// reader can hash what is stored without believing that it can be decoded.
public struct ChainHasher: ~Copyable {
  private var writer = JSONWriter(capacity: 2048)
  private var hasher = SHA256()

  public init() {}

  /// Opens the line of the event that stands after `previous`.
  public mutating func begin(after previous: Digest256) {
    writer.removeAll()
    writer.reserve(32)
    writer.put(word: previous.words.0.byteSwapped)
    writer.put(word: previous.words.1.byteSwapped)
    writer.put(word: previous.words.2.byteSwapped)
    writer.put(word: previous.words.3.byteSwapped)
  }

  /// Adds a number, in decimal.
  public mutating func field(_ number: Int64) {
    writer.integer(number)
    writer.endLine()
  }

  /// Adds an identifier, in hexadecimal; an absent one is an empty line.
  public mutating func field(_ identifier: Identifier?) {
    if let identifier {
      writer.hexadecimal(identifier.high)
      writer.hexadecimal(identifier.low)
    }
    writer.endLine()
  }

  /// Adds a text.
  public mutating func field(_ text: String) { writer.line(text) }

  /// Adds a text given by its bytes.
  public mutating func field(_ text: RawSpan) {
    writer.raw(text)
    writer.endLine()
  }

  /// Adds a name.
  public mutating func field(_ name: Name) { writer.line(name) }

  /// Ends the line with the payload; the link that the event must carry.
  public mutating func finish(payload: RawSpan) -> Digest256 {
    writer.raw(payload)
    hasher.restart()
    writer.hash(into: &hasher)
    return hasher.finalize()
  }

  /// The link that `event` must carry after `previous`; its own `chain` is not looked at.
  public mutating func link(_ event: borrowing StoredEvent, after previous: Digest256) -> Digest256
  {
    begin(after: previous)
    field(event.seq)
    field(event.time)
    field(event.proposal.id)
    field(event.producer.rawValue)
    field(event.epoch)
    field(event.proposal.cause)
    field(Int64(event.proposal.ordinal))
    field(event.proposal.correlation)
    field(event.proposal.type.rawValue)
    field(Int64(event.proposal.version))
    field(event.proposal.subject)
    return unsafe finish(payload: event.proposal.payload.span.bytes)
  }
}

/// Eight lower-case hexadecimal digits at once, the first in the most significant byte.
@inline(__always)
func hexadecimalDigits(_ value: UInt32) -> UInt64 {
  var nibbles = UInt64(value)
  nibbles = (nibbles | nibbles << 16) & 0x0000_ffff_0000_ffff
  nibbles = (nibbles | nibbles << 8) & 0x00ff_00ff_00ff_00ff
  nibbles = (nibbles | nibbles << 4) & 0x0f0f_0f0f_0f0f_0f0f
  // 1 in each byte whose digit is a letter: 10 + 6 carries into the fifth bit
  let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
  return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 39
}
