/// The last few values of a series, in storage that is allocated once.
public struct Ring<Element: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
  public let capacity: Int
  private var storage: [Element] = []
  /// Where the oldest value is, once the storage is full.
  private var start = 0

  /// Traps when the capacity is not above zero.
  public init(capacity: Int) {
    precondition(capacity > 0, "a ring without room")
    self.capacity = capacity
    storage.reserveCapacity(capacity)
  }

  public var count: Int { storage.count }
  public var isFull: Bool { storage.count == capacity }
  public var last: Element? { isEmpty ? nil : self[count - 1] }
  public var isEmpty: Bool { storage.isEmpty }

  /// The value in a place counted from the oldest.
  public subscript(index: Int) -> Element {
    get { storage[place(index)] }
    set { storage[place(index)] = newValue }
  }

  /// Adds the newest value; the oldest gives way when there is no room.
  public mutating func append(_ value: Element) {
    guard isFull else { return storage.append(value) }
    storage[start] = value
    start = start + 1 == capacity ? 0 : start + 1
  }

  /// Empties the ring and keeps its storage.
  public mutating func removeAll() {
    storage.removeAll(keepingCapacity: true)
    start = 0
  }

  @inline(__always)
  private func place(_ index: Int) -> Int {
    precondition(index >= 0 && index < storage.count, "no such place in the ring")
    let place = start + index
    return place < storage.count ? place : place - storage.count
  }
}
