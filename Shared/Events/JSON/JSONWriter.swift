public import Digest

/// Writes canonical JSON: fields in the order they are visited, no spaces, one form for each value.
///
/// Exact decimals are strings, doubles are numbers in the shortest form that reads back to the same
/// bits, absent values are `null`, objects hold every field. A writer that is kept and emptied
/// between events keeps its memory.
@safe
public struct JSONWriter: FieldVisitor, ~Copyable {
  // Every step reserves the most bytes it may touch and then stores without further checks.
  private var start: UnsafeMutableRawPointer
  private var end: UnsafeMutableRawPointer
  private var isOwner: Bool
  /// Where the next byte goes; there is room behind it for what `reserve` was asked for.
  var next: UnsafeMutableRawPointer

  public init(capacity: Int = 256) {
    unsafe start = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
    unsafe end = start + capacity
    unsafe next = start
    isOwner = true
  }

  /// Writes into memory that someone else owns, and moves to its own when that is full.
  @unsafe
  init(borrowing memory: UnsafeMutableRawPointer, byteCount: Int) {
    unsafe start = memory
    unsafe end = memory + byteCount
    unsafe next = memory
    isOwner = false
  }

  deinit {
    if isOwner { unsafe start.deallocate() }
  }

  /// The number of bytes written.
  public var count: Int { unsafe next - start }

  /// A copy of what has been written.
  public var bytes: [UInt8] {
    let count = count
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress {
        unsafe UnsafeMutableRawPointer(base).copyMemory(from: start, byteCount: count)
      }
      initialized = count
    }
  }

  /// What has been written, without a copy.
  public var written: RawSpan {
    @_lifetime(borrow self)
    borrowing get {
      let span = unsafe RawSpan(
        _unsafeBytes: UnsafeRawBufferPointer(start: start, count: count))
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Hashes what has been written.
  public func hash(into hasher: inout SHA256) { hasher.update(written) }

  /// Empties the writer and keeps its memory.
  public mutating func removeAll() { unsafe next = start }

  /// Makes room for this many bytes.
  @inline(__always)
  mutating func reserve(_ byteCount: Int) {
    if unsafe end - next < byteCount { grow(byteCount) }
  }

  @inline(never)
  private mutating func grow(_ byteCount: Int) {
    let count = count
    let capacity = max(count + byteCount, count * 2, 256)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
    unsafe memory.copyMemory(from: start, byteCount: count)
    if isOwner { unsafe start.deallocate() }
    unsafe start = memory
    unsafe end = memory + capacity
    unsafe next = memory + count
    isOwner = true
  }
}

// What stands between values. Every field and element is written with a comma before it; the first
// comma of an object or array is then replaced by what opens it.
extension JSONWriter {
  @inline(__always)
  public mutating func field<Value: FieldValue>(_ name: StaticString, _ value: inout Value) {
    let length = name.utf8CodeUnitCount
    reserve(length &+ 4)
    unsafe next.storeBytes(of: UInt16(littleEndian: 0x222c), as: UInt16.self)  // ,"
    unsafe (next + 2).copyMemory(from: name.utf8Start, byteCount: length)
    unsafe next += length &+ 4
    unsafe (next - 2).storeBytes(of: UInt16(littleEndian: 0x3a22), as: UInt16.self)  // ":
    value.write(to: &self)
  }

  /// Writes the comma before an element of an array.
  @inline(__always)
  mutating func separate() {
    reserve(1)
    put(UInt8(ascii: ","))
  }

  /// Ends the object or array that began when `count` was `opening`.
  @inline(__always)
  mutating func close(_ opening: Int, _ first: Unicode.Scalar, _ last: Unicode.Scalar) {
    reserve(2)
    if opening == count { put(UInt8(ascii: first)) }
    unsafe (start + opening).storeBytes(of: UInt8(ascii: first), as: UInt8.self)
    put(UInt8(ascii: last))
  }

  /// Stores a byte for which there is room.
  @inline(__always)
  mutating func put(_ byte: UInt8) {
    unsafe next.storeBytes(of: byte, as: UInt8.self)
    unsafe next += 1
  }

  /// Stores eight bytes, the first in the lowest place, for which there is room; `count` of them
  /// are meant.
  @inline(__always)
  mutating func put(word: UInt64, count: Int = 8) {
    unsafe next.storeBytes(of: word.littleEndian, as: UInt64.self)
    unsafe next += count
  }

  @inline(__always)
  mutating func raw(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    reserve(length)
    unsafe next.copyMemory(from: text.utf8Start, byteCount: length)
    unsafe next += length
  }
}

// Lines of text beside the JSON, for hashes over an event and what surrounds it.
extension JSONWriter {
  /// Writes a text as it is and a line feed.
  public mutating func line(_ text: String) {
    self.text(text)
    endLine()
  }

  /// Writes a text as it is.
  mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { unsafe raw($0) }
  }

  /// Writes a name as it is and a line feed.
  public mutating func line(_ name: Name) {
    reserve(33)
    let end = unsafe next + name.count
    put(word: name.words.0.byteSwapped)
    put(word: name.words.1.byteSwapped)
    put(word: name.words.2.byteSwapped)
    put(word: name.words.3.byteSwapped)
    unsafe next = end
    endLine()
  }

  /// Writes bytes as they are and a line feed.
  public mutating func line(_ bytes: [UInt8]) {
    unsafe raw(bytes.span.bytes)
    endLine()
  }

  /// Writes a line feed.
  public mutating func endLine() {
    reserve(1)
    put(UInt8(ascii: "\n"))
  }

  /// Writes bytes as they are.
  mutating func raw(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { unsafe raw($0.bindMemory(to: UInt8.self)) }
  }

  /// Writes bytes as they are.
  @unsafe
  mutating func raw(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    unsafe next.copyMemory(from: source, byteCount: bytes.count)
    unsafe next += bytes.count
  }
}
