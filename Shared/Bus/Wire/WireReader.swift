import Digest
import Events

/// Reads one message; total over all bytes: it throws, it never traps.
struct WireReader: ~Escapable {
  private let bytes: RawSpan
  private var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  /// Reads the head of every message: the version and the kind.
  mutating func kind() throws(WireError) -> MessageKind {
    let version = try u8()
    guard version == WireWriter.version else { throw .unknownVersion(version) }
    let code = try u8()
    guard let kind = MessageKind(rawValue: code) else { throw .unknownKind(code) }
    return kind
  }

  /// Ends the reading: nothing may be left.
  func end() throws(WireError) {
    guard offset == bytes.byteCount else { throw .trailing(bytes: bytes.byteCount - offset) }
  }

  mutating func u8() throws(WireError) -> UInt8 { try load() }
  mutating func u16() throws(WireError) -> UInt16 { try load() }
  mutating func u32() throws(WireError) -> UInt32 { try load() }
  mutating func u64() throws(WireError) -> UInt64 { try load() }
  mutating func i64() throws(WireError) -> Int64 { try load() }

  mutating func bool() throws(WireError) -> Bool {
    let code = try u8()
    guard code <= 1 else { throw .unknownCode(code) }
    return code == 1
  }

  /// A number that counts something, so is never negative.
  mutating func natural() throws(WireError) -> Int64 {
    let value = try i64()
    guard value >= 0 else { throw .numberOutOfRange(value) }
    return value
  }

  mutating func producer() throws(WireError) -> Producer {
    let code = try u8()
    guard let producer = producersByIndex[Int(code)] else { throw .unknownProducer(code) }
    return producer
  }

  mutating func identifier() throws(WireError) -> Identifier {
    Identifier(high: try u64(), low: try u64())
  }

  mutating func digest() throws(WireError) -> Digest256 {
    Digest256(words: (try u64(), try u64(), try u64(), try u64()))
  }

  mutating func name() throws(WireError) -> Name {
    let count = Int(try u8())
    guard count <= Name.capacity else { throw .textTooLong(count) }
    let range = try take(count)
    guard let name = Name(utf8: bytes.extracting(range)) else { throw .textTooLong(count) }
    return name
  }

  mutating func eventType() throws(WireError) -> EventType {
    let name = try name()
    guard let type = eventTypesByName[name] else {
      throw .unknownEventType(name.description)
    }
    return type
  }

  mutating func text() throws(WireError) -> String {
    let range = try take(Int(try u8()))
    let copy = copy(range)
    guard let text = String(validating: copy, as: UTF8.self) else { throw .textNotUTF8 }
    return text
  }

  mutating func blob() throws(WireError) -> [UInt8] {
    copy(try take(Int(try u32())))
  }

  /// A list whose elements have at least `size` bytes each, so that a lying count asks for no
  /// memory.
  mutating func list<Element>(
    size: Int, _ element: (inout WireReader) throws(WireError) -> Element
  ) throws(WireError) -> [Element] {
    let count = Int(try u32())
    guard count <= (bytes.byteCount - offset) / size else { throw .countTooLarge(count) }
    var list: [Element] = []
    list.reserveCapacity(count)
    for _ in 0..<count { list.append(try element(&self)) }
    return list
  }

  private mutating func load<T: FixedWidthInteger & BitwiseCopyable>() throws(WireError) -> T {
    let range = try take(MemoryLayout<T>.size)
    return unsafe T(
      littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: T.self))
  }

  private mutating func take(_ count: Int) throws(WireError) -> Range<Int> {
    let available = bytes.byteCount - offset
    guard count <= available else { throw .truncated(needed: count, available: available) }
    let range = offset..<offset + count
    offset += count
    return range
  }

  private func copy(_ range: Range<Int>) -> [UInt8] {
    unsafe bytes.extracting(range).withUnsafeBytes { unsafe [UInt8]($0) }
  }
}

private let producersByIndex: [Int: Producer] = Dictionary(
  uniqueKeysWithValues: Producer.allCases.map { ($0.index, $0) })

/// By name in four words: comparing with the texts of all cases would cost more than the rest.
private let eventTypesByName: [Name: EventType] = {
  var types: [Name: EventType] = [:]
  for type in EventType.allCases {
    guard let name = Name(type.rawValue[...]) else {
      preconditionFailure("the name of an event type has at most 31 bytes: \(type.rawValue)")
    }
    types[name] = type
  }
  return types
}()
