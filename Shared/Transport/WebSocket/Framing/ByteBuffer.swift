import Glibc

/// Bytes with one owner: written at the end, consumed at the start, and never copied to be read.
@safe
struct ByteBuffer: ~Copyable {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  private(set) var start = 0
  private(set) var end = 0

  init(capacity: Int) {
    unsafe base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { unsafe base.deallocate() }

  /// How many bytes wait to be consumed.
  var count: Int { end - start }

  /// The first byte that waits.
  var first: UnsafeMutablePointer<UInt8> { unsafe base + start }

  /// The byte after the last.
  var free: UnsafeMutablePointer<UInt8> { unsafe base + end }

  var freeCount: Int { capacity - end }

  /// Makes room for so many bytes more: moves what waits to the front, or takes twice the memory.
  mutating func reserve(_ wanted: Int) {
    guard freeCount < wanted else { return }
    if start > 0, count <= start, capacity - count >= wanted {
      unsafe memcpy(base, first, count)
    } else {
      capacity = max(capacity * 2, count + wanted)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      unsafe memcpy(larger, first, count)
      unsafe base.deallocate()
      unsafe base = unsafe larger
    }
    end = count
    start = 0
  }

  /// Moves what waits to the front when that is little, so that most of the memory is free.
  mutating func compact() {
    guard start > 0, count <= start, count <= capacity / 8 else { return }
    unsafe memcpy(base, first, count)
    end = count
    start = 0
  }

  /// Counts bytes in that were written at `free`.
  mutating func commit(_ written: Int) {
    precondition(written >= 0 && written <= freeCount, "more was written than there is room")
    end += written
  }

  /// Takes bytes back that were written last.
  mutating func withdraw(_ written: Int) {
    precondition(written >= 0 && written <= count, "less was written")
    end -= written
  }

  mutating func append(_ bytes: UnsafePointer<UInt8>, _ added: Int) {
    guard added > 0 else { return }
    reserve(added)
    unsafe memcpy(free, bytes, added)
    end += added
  }

  mutating func append(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe append(start.assumingMemoryBound(to: UInt8.self), bytes.count)
    }
  }

  mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe free.pointee = byte
    end += 1
  }

  mutating func consume(_ consumed: Int) {
    precondition(consumed >= 0 && consumed <= count, "less is there")
    start += consumed
    if start == end { removeAll() }
  }

  mutating func removeAll() {
    start = 0
    end = 0
  }

  /// Gives memory back that a large message needed, when nothing waits.
  mutating func shrink(to size: Int) {
    guard capacity > size, count == 0 else { return }
    unsafe base.deallocate()
    unsafe base = .allocate(capacity: size)
    capacity = size
    removeAll()
  }
}
