public import Events
public import Quantities

/// The levels of one instrument and time frame after a bar, each with the name it keeps.
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
  /// same, the oldest that is watched keeps its name, and the others end. A level with too many
  /// breaks is retired, and found again under its name when the bars that broke it are forgotten.
  public init(
    of window: LevelWindow, atr: Double, known: [Level], instrument: Name, timeFrame: TimeFrame
  ) {
    guard let bar = window.bars.last else { return }
    let clusters = LevelCluster.all(of: window.swings, in: window, atr: atr)
    let claims = LevelMap.claims(of: known, to: clusters, atr: atr)
    var names = LevelNames(instrument, timeFrame, window, taken: known.map(\.id))
    for (cluster, claim) in zip(clusters, claims) {
      guard let id = claim.map({ known[$0].id }) ?? names.new(for: cluster) else { continue }
      let level = cluster.level(id, in: window, at: bar)
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

/// The names that levels get: derived from what founded them, and never given twice.
private struct LevelNames {
  let instrument: String
  let timeFrame: String
  let window: LevelWindow
  var taken: [Identifier]

  init(_ instrument: Name, _ timeFrame: TimeFrame, _ window: LevelWindow, taken: [Identifier]) {
    self.instrument = instrument.description
    self.timeFrame = timeFrame.description
    self.window = window
    self.taken = taken
  }

  func name(of founder: SwingPoint) -> Identifier {
    let time = window.bars[founder.index].openTime.nanoseconds
    return Identifier(of: "level", instrument, timeFrame, String(time), founder.kind.rawValue)
  }

  /// Named after the first member whose name is free.
  mutating func new(for cluster: LevelCluster) -> Identifier? {
    for member in cluster.members {
      let id = name(of: member)
      guard !taken.contains(id) else { continue }
      taken.append(id)
      return id
    }
    return nil
  }
}

extension LevelCluster {
  fileprivate func level(
    _ id: Identifier, in window: LevelWindow, at bar: LevelBar
  ) -> Level {
    let isUsable =
      phase != .retired && tests.count >= LevelMap.usableTests
      && strength >= LevelMap.usableStrength
    return Level(
      id: id, kind: kind(at: bar.close), phase: phase, price: price, low: low, high: high,
      tests: tests.count, breaks: breaks, strength: strength,
      lastTest: window.bars[tests[tests.count - 1].index].openTime, usable: isUsable)
  }

  /// A break holds until a later test confirms the other role.
  private var phase: LevelPhase {
    if breaks > LevelMap.usableBreaks { return .retired }
    if let lastBreak, tests[tests.count - 1].index < lastBreak {
      return retest == nil ? .broken : .retested
    }
    return tests.count >= LevelMap.usableTests ? .confirmed : .candidate
  }
}
