/// The marks of one bar, a bit for each; in the log a list in the order of the cases.
public struct MarkerSet: Sendable, Hashable, Codable {
  @usableFromInline var bits: UInt64 = 0

  /// The set without a mark.
  @inlinable
  public init() {}

  @inlinable
  public func contains(_ marker: Marker) -> Bool { bits >> UInt64(marker.index) & 1 == 1 }

  @inlinable
  public var isEmpty: Bool { bits == 0 }

  /// All of them, in the order of the cases.
  public var markers: [Marker] { isEmpty ? [] : Marker.allCases.filter(contains) }

  /// Adds a mark when the condition holds.
  @inlinable
  public mutating func insert(_ marker: Marker, if condition: Bool = true) {
    if condition { bits |= 1 << UInt64(marker.index) }
  }

  @inlinable
  public mutating func formUnion(_ other: MarkerSet) { bits |= other.bits }
}

extension MarkerSet: ExpressibleByArrayLiteral {
  public init(arrayLiteral markers: Marker...) {
    for marker in markers { insert(marker) }
  }
}

extension MarkerSet: FieldValue {
  public func write(to writer: inout JSONWriter) {
    let opening = writer.count
    for marker in Marker.allCases where contains(marker) {
      writer.separate()
      marker.write(to: &writer)
    }
    writer.close(opening, "[", "]")
  }

  public mutating func read(from reader: inout JSONReader) {
    self = MarkerSet()
    reader.expect(UInt8(ascii: "["), "an array")
    if reader.skip("]") { return }
    var last = -1
    while reader.isValid {
      let opening = reader.position
      var marker = Marker()
      marker.read(from: &reader)
      guard reader.isValid else { return }
      guard marker.index > last else {
        return reader.refuse(at: opening, "a marker that comes after the one before")
      }
      last = marker.index
      insert(marker)
      if reader.skip("]") { return }
      reader.expect(UInt8(ascii: ","), "a comma or the end of the array")
    }
  }

  public static var schema: Schema { .array(Marker.schema) }
}
