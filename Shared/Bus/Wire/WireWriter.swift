import Digest
import Events

/// Builds one message: little endian, every length before what it counts.
struct WireWriter {
  static let version: UInt8 = 1

  private(set) var bytes: [UInt8]

  init(_ kind: MessageKind, capacity: Int = 256) {
    bytes = []
    bytes.reserveCapacity(capacity)
    put(WireWriter.version)
    put(kind.rawValue)
  }

  /// A message that begins with these bytes, and has neither version nor kind of its own.
  init(after start: [UInt8]) { bytes = start }

  mutating func put(_ value: UInt8) { bytes.append(value) }
  mutating func put(_ value: Bool) { bytes.append(value ? 1 : 0) }
  mutating func put(_ value: UInt16) { putLittleEndian(value) }
  mutating func put(_ value: UInt32) { putLittleEndian(value) }
  mutating func put(_ value: UInt64) { putLittleEndian(value) }
  mutating func put(_ value: Int64) { putLittleEndian(value) }

  private mutating func putLittleEndian<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
    unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func put(_ producer: Producer) { put(UInt8(producer.index)) }

  mutating func put(_ identifier: Identifier) {
    put(identifier.high)
    put(identifier.low)
  }

  mutating func put(_ digest: Digest256) {
    put(digest.words.0)
    put(digest.words.1)
    put(digest.words.2)
    put(digest.words.3)
  }

  mutating func put(_ name: Name) {
    put(UInt8(name.count))
    for index in 0..<name.count { bytes.append(name[index]) }
  }

  /// A text of at most 255 bytes; what is longer is cut at a character.
  mutating func put(text: String) {
    var text = text[...]
    while text.utf8.count > 255 { text.removeLast() }
    put(UInt8(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func put(blob: [UInt8]) {
    put(UInt32(blob.count))
    bytes.append(contentsOf: blob)
  }

  /// A list: its count, then its elements.
  mutating func put<Element>(list: [Element], _ element: (inout WireWriter, Element) -> Void) {
    put(UInt32(list.count))
    for item in list { element(&self, item) }
  }
}
