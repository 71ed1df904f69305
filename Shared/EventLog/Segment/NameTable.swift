import Events
import Glibc

/// The names of producers, types and topics as bytes that live for ever, found by their bytes.
@safe
struct ConstantText: @unchecked Sendable {  // the bytes are never changed and never freed
  let start: UnsafePointer<CChar>
  let count: Int32

  init(_ text: String) {
    count = Int32(text.utf8.count)
    unsafe start = UnsafePointer(strdup(text)!)
  }
}

/// Finds the value that a name stands for without making a text of it.
struct NameTable<Value: Sendable>: Sendable {
  private var slots: [(text: ConstantText, value: Value)?] = Array(repeating: nil, count: 512)

  init(_ entries: [(String, Value)]) {
    precondition(entries.count <= 256, "the table wants free places")
    for (name, value) in entries {
      var slot = hash(Array(name.utf8).span)
      while slots[slot] != nil { slot = (slot + 1) & 511 }
      slots[slot] = (ConstantText(name), value)
    }
  }

  subscript(name: RawSpan) -> Value? {
    var slot = unsafe name.withUnsafeBytes { bytes in
      unsafe hash(bytes.bindMemory(to: UInt8.self).span)
    }
    while let entry = slots[slot] {
      let equal = unsafe name.withUnsafeBytes { bytes in
        guard Int(entry.text.count) == bytes.count, let start = bytes.baseAddress else {
          return false
        }
        return unsafe memcmp(start, entry.text.start, bytes.count) == 0
      }
      if equal { return entry.value }
      slot = (slot + 1) & 511
    }
    return nil
  }
}

/// The place of a name in a table of 512, made of its length, its first and its last eight bytes.
private func hash(_ bytes: Span<UInt8>) -> Int {
  unsafe bytes.withUnsafeBytes { bytes in
    var hash = UInt64(bytes.count)
    if bytes.count >= 8 {
      hash ^= unsafe bytes.loadUnaligned(as: UInt64.self)
      hash &*= 0x9e37_79b9_7f4a_7c15
      hash ^= unsafe bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
    } else {
      for index in bytes.indices { unsafe hash = hash << 8 ^ UInt64(bytes[index]) }
    }
    hash &*= 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: hash >> 55)
  }
}

/// What stands in the columns of an event for its type.
struct TypeTexts: Sendable {
  let type: ConstantText
  let topic: ConstantText
}

enum Texts {
  /// By the producer's index.
  static let producers: [ConstantText] = Producer.allCases
    .sorted { $0.index < $1.index }.map { ConstantText($0.rawValue) }
  static let types: [EventType: TypeTexts] = Dictionary(
    uniqueKeysWithValues: EventType.allCases.map {
      ($0, TypeTexts(type: ConstantText($0.rawValue), topic: ConstantText($0.topic.rawValue)))
    })
  static let producerNames = NameTable(Producer.allCases.map { ($0.rawValue, $0) })
  static let topicNames = NameTable(Topic.allCases.map { ($0.rawValue, $0) })
  static let typeNames = NameTable(EventType.allCases.map { ($0.rawValue, $0) })
}
