public import Events
public import Quantities

/// An order book as it looks at this moment, for everybody on the bus; nothing of it is in the log.
public struct BookImage: Sendable, Hashable {
  public var instrument: Name
  /// Best first; empty while the book is not sure of itself.
  public var bids: [BookLevel]
  public var asks: [BookLevel]
  /// Whether it is all that it should be; what was known of a book that is not counts no more.
  public var isWhole: Bool
  /// The venue's numbers of this state of the book.
  public var updateID: Int64
  public var sequence: Int64
  /// The venue's time when this was so.
  public var at: Instant

  public init(
    instrument: Name, bids: [BookLevel], asks: [BookLevel], isWhole: Bool, updateID: Int64,
    sequence: Int64, at: Instant
  ) {
    self.instrument = instrument
    self.bids = bids
    self.asks = asks
    self.isWhole = isWhole
    self.updateID = updateID
    self.sequence = sequence
    self.at = at
  }
}

// One frame: the topic `book.INSTRUMENT`, a zero byte, the version, the fields.
extension BookImage {
  private static let version: UInt8 = 1
  private static let levelSize = 32

  /// What subscribers filter by.
  static func topic(_ instrument: Name) -> String { "book.\(instrument)\0" }

  var encoded: [UInt8] {
    var writer = WireWriter(after: Array(BookImage.topic(instrument).utf8))
    writer.put(BookImage.version)
    writer.put(instrument)
    writer.put(isWhole)
    writer.put(updateID)
    writer.put(sequence)
    writer.put(at.nanoseconds)
    for side in [bids, asks] {
      writer.put(list: side) { writer, level in
        writer.put(level.price.value)
        writer.put(level.quantity.value)
      }
    }
    return writer.bytes
  }

  /// Reads a frame; total over all bytes.
  init(_ bytes: RawSpan) throws(WireError) {
    var start = 0
    while start < bytes.byteCount,
      unsafe bytes.unsafeLoad(fromByteOffset: start, as: UInt8.self) != 0
    {
      start += 1
    }
    guard start < bytes.byteCount else { throw .truncated(needed: 1, available: 0) }
    var reader = WireReader(bytes.extracting((start + 1)...))
    let version = try reader.u8()
    guard version == BookImage.version else { throw .unknownVersion(version) }
    instrument = try reader.name()
    isWhole = try reader.bool()
    updateID = try reader.i64()
    sequence = try reader.i64()
    at = Instant(nanoseconds: try reader.i64())
    bids = try BookImage.levels(&reader)
    asks = try BookImage.levels(&reader)
    try reader.end()
  }

  private static func levels(_ reader: inout WireReader) throws(WireError) -> [BookLevel] {
    try reader.list(size: levelSize) { reader throws(WireError) in
      let price = Price(try reader.fixedPoint())
      return BookLevel(price: price, quantity: Quantity(try reader.fixedPoint()))
    }
  }
}

extension WireWriter {
  fileprivate mutating func put(_ number: FixedPoint) {
    put(UInt64(truncatingIfNeeded: number.mantissa))
    put(UInt64(truncatingIfNeeded: number.mantissa >> 64))
  }
}

extension WireReader {
  fileprivate mutating func fixedPoint() throws(WireError) -> FixedPoint {
    let (low, high) = (try u64(), try u64())
    return FixedPoint(mantissa: Int128(Int64(bitPattern: high)) << 64 | Int128(low))
  }
}
