public import Events

/// The levels of a series.
public struct LevelBook: Sendable, Hashable, Codable {
  public internal(set) var window = LevelWindow()
  /// As the last map showed them, the oldest first.
  public private(set) var known: [Level] = []

  public init() {}

  /// Takes over a map: levels that go on keep their place, new ones come after them.
  mutating func learn(_ levels: [Level]) {
    var next: [Level] = []
    next.reserveCapacity(levels.count)
    for former in known {
      if let level = levels.first(where: { $0.id == former.id }) { next.append(level) }
    }
    for level in levels where !known.contains(where: { $0.id == level.id }) { next.append(level) }
    known = next
  }
}
