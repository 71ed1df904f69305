public import Events

/// What happened to a level with a bar.
public enum LevelEdge: Sendable, Hashable {
  case found(Level)
  case tested(Level)
  case broken(Level)
  case retired(Level)
}

extension LevelMap {
  /// What is new against the map of the bar before, in the order of the prices; the levels that
  /// are gone come last, the oldest of them first.
  public func edges(since known: [Level], bars count: Int) -> [LevelEdge] {
    var edges: [LevelEdge] = []
    for entry in entries {
      let level = entry.level
      guard let former = known.first(where: { $0.id == level.id }), former.phase != .retired
      else {
        if level.phase != .retired { edges.append(.found(level)) }
        continue
      }
      if former.lastTest < level.lastTest { edges.append(.tested(level)) }
      if entry.cluster.lastBreak == count - 1 { edges.append(.broken(level)) }
      if level.phase == .retired { edges.append(.retired(level)) }
    }
    for former in known where former.phase != .retired {
      guard !entries.contains(where: { $0.level.id == former.id }) else { continue }
      var gone = former
      gone.phase = .retired
      gone.usable = false
      edges.append(.retired(gone))
    }
    return edges
  }
}
