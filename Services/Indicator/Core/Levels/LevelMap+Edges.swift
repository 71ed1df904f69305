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
  public var edges: [LevelEdge] {
    var edges: [LevelEdge] = []
    for (level, cluster) in zip(levels, clusters) {
      guard let claim = cluster.claim, known[claim].phase != .retired else {
        if level.phase != .retired { edges.append(.found(level)) }
        continue
      }
      if known[claim].lastTest < level.lastTest { edges.append(.tested(level)) }
      if cluster.lastBreak == end - 1 { edges.append(.broken(level)) }
      if level.phase == .retired { edges.append(.retired(level)) }
    }
    appendGone(to: &edges)
    return edges
  }

  private func appendGone(to edges: inout [LevelEdge]) {
    guard clusters.count(where: { $0.claim != nil }) < known.count else { return }
    for (place, former) in known.enumerated() where former.phase != .retired {
      guard !clusters.contains(where: { $0.claim == place }) else { continue }
      var gone = former
      gone.phase = .retired
      gone.usable = false
      edges.append(.retired(gone))
    }
  }
}
