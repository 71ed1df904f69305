/// Types of events, a bit for each: to ask it costs less than a nanosecond.
///
/// It is asked for every event of a log, where a `Set` would hash the name of the type.
public struct EventTypeSet: Sendable, Hashable {
  @usableFromInline var words: (UInt64, UInt64) = (0, 0)

  /// The set of some types.
  @inlinable
  public init(_ types: some Sequence<EventType> = EmptyCollection()) {
    for type in types { insert(type) }
  }

  /// Adds a type.
  @inlinable
  public mutating func insert(_ type: EventType) {
    let index = type.index
    if index < 64 { words.0 |= 1 << UInt64(index) } else { words.1 |= 1 << UInt64(index - 64) }
  }

  /// Whether the type is in it.
  @inlinable
  public func contains(_ type: EventType) -> Bool {
    let index = type.index
    return (index < 64 ? words.0 >> UInt64(index) : words.1 >> UInt64(index - 64)) & 1 == 1
  }

  /// The types of both.
  @inlinable
  public func union(_ other: EventTypeSet) -> EventTypeSet {
    var both = self
    both.words.0 |= other.words.0
    both.words.1 |= other.words.1
    return both
  }

  @inlinable
  public static func == (a: EventTypeSet, b: EventTypeSet) -> Bool { a.words == b.words }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}

extension EventType {
  /// The place among the cases, below 128.
  ///
  /// The compiler numbers the cases of an enumeration in their order, in one byte.
  @inlinable
  public var index: Int { Int(unsafe unsafeBitCast(self, to: UInt8.self)) }
}
