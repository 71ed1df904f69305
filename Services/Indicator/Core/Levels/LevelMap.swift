public import Events
public import Quantities

/// The levels of one instrument and time frame after a bar, each with the name it keeps for life.
public struct LevelMap: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public var level: Level
    public var cluster: LevelCluster
  }

  /// From the lowest price to the highest.
  public private(set) var entries: [Entry] = []

  public static let usableTests = 3
  public static let usableBreaks = 2
  public static let usableStrength = 40.0

  /// Maps a window; `known` are the levels of the bar before, the oldest first.
  ///
  /// Each known level claims the cluster nearest to it, within half an ATR. When several claim the
  /// same, the oldest that lives keeps its name, and the others end.
  public init(
    of window: LevelWindow, atr: Double, known: [Level], instrument: Name, timeFrame: TimeFrame
  ) {
    guard let bar = window.bars.last else { return }
    let clusters = LevelCluster.all(of: window.swings, in: window, atr: atr)
    let claims = LevelMap.claims(of: known, to: clusters, atr: atr)
    var used: [Identifier] = []
    var ids: [Identifier?] = []
    for (cluster, claim) in zip(clusters, claims) {
      let kept = claim.flatMap { known[$0].keeps(cluster) ? known[$0].id : nil }
      if let kept { used.append(kept) }
      ids.append(kept)
    }
    for (index, cluster) in clusters.enumerated() {
      let former = claims[index].map { known[$0] }
      if let former, ids[index] == nil {
        // A level that ended comes back only as another one: founded by a later test.
        let id = cluster.name(instrument, timeFrame, in: window, except: used)
        ids[index] = id.flatMap { $0 == former.id ? nil : $0 } ?? former.id
      }
      let id = ids[index] ?? cluster.name(instrument, timeFrame, in: window, except: used)
      guard let id else { continue }
      used.append(id)
      let wasRetired = former.map { $0.id == id && $0.phase == .retired } ?? false
      let level = cluster.level(id, in: window, at: bar, wasRetired: wasRetired)
      entries.append(Entry(level: level, cluster: cluster))
    }
  }

  public var levels: [Level] { entries.map(\.level) }

  /// For each cluster the place of the known level that it continues.
  private static func claims(
    of known: [Level], to clusters: [LevelCluster], atr: Double
  ) -> [Int?] {
    var claims: [Int?] = Array(repeating: nil, count: clusters.count)
    for (place, level) in known.enumerated() {
      guard let cluster = nearest(to: level.price, in: clusters),
        abs(clusters[cluster].price - level.price) <= LevelCluster.tolerance * atr
      else { continue }
      guard let rival = claims[cluster] else {
        claims[cluster] = place
        continue
      }
      if known[rival].phase == .retired, level.phase != .retired { claims[cluster] = place }
    }
    return claims
  }

  /// Of two equally near the lower; the clusters are in the order of their prices.
  private static func nearest(to price: Double, in clusters: [LevelCluster]) -> Int? {
    var best: Int?
    var distance = Double.infinity
    for (index, cluster) in clusters.enumerated() where abs(cluster.price - price) < distance {
      best = index
      distance = abs(cluster.price - price)
    }
    return best
  }
}

extension Level {
  /// Whether the level lives on in the cluster, or stays ended there.
  fileprivate func keeps(_ cluster: LevelCluster) -> Bool {
    phase != .retired || cluster.breaks > LevelMap.usableBreaks
  }
}

extension LevelCluster {
  /// Named after its founding member; after a later one when that name is taken.
  fileprivate func name(
    _ instrument: Name, _ timeFrame: TimeFrame, in window: LevelWindow, except used: [Identifier]
  ) -> Identifier? {
    for member in members {
      let id = Identifier(
        of: "level", instrument.description, timeFrame.description,
        String(window.bars[member.index].openTime.nanoseconds), member.kind.rawValue)
      if !used.contains(id) { return id }
    }
    return nil
  }

  fileprivate func level(
    _ id: Identifier, in window: LevelWindow, at bar: LevelBar, wasRetired: Bool
  ) -> Level {
    let phase = phase(wasRetired: wasRetired)
    let isUsable =
      phase != .retired && tests.count >= LevelMap.usableTests
      && strength >= LevelMap.usableStrength
    return Level(
      id: id, kind: kind(at: bar.close), phase: phase, price: price, low: low, high: high,
      tests: tests.count, breaks: breaks, strength: strength,
      lastTest: window.bars[tests[tests.count - 1].index].openTime, usable: isUsable)
  }

  /// A break holds until a later test confirms the other role.
  private func phase(wasRetired: Bool) -> LevelPhase {
    if wasRetired || breaks > LevelMap.usableBreaks { return .retired }
    if let lastBreak, tests[tests.count - 1].index < lastBreak {
      return retest == nil ? .broken : .retested
    }
    return tests.count >= LevelMap.usableTests ? .confirmed : .candidate
  }
}
