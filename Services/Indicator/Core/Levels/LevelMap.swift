public import Events
public import Quantities

/// The levels of one instrument and time frame after a bar, each with the name it keeps.
public struct LevelMap: Sendable, Hashable {
  /// From the lowest price to the highest.
  public private(set) var levels: [Level] = []
  /// What each of them is made of.
  public private(set) var clusters: [LevelCluster] = []
  /// The levels of the bar before, the oldest first.
  let known: [Level]
  /// How many bars there have been.
  let end: Int

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
    self.known = known
    end = window.end
    guard let bar = window.last else { return }
    clusters = window.clusters(atr: atr)
    for place in known.indices { claim(place, atr: atr) }
    levels.reserveCapacity(clusters.count)
    let founders = LevelFounders(window.book, instrument, timeFrame)
    for cluster in clusters {
      let id =
        cluster.claim.map { known[$0].id }
        ?? founders.name(of: cluster, at: bar.openTime, where: isFree)
      levels.append(cluster.level(id, at: bar.close))
    }
  }

  private mutating func claim(_ place: Int, atr: Double) {
    let level = known[place]
    guard let index = nearest(to: level.price),
      abs(clusters[index].price - level.price) <= LevelCluster.tolerance * atr
    else { return }
    guard let rival = clusters[index].claim else {
      clusters[index].claim = place
      return
    }
    if known[rival].phase == .retired, level.phase != .retired { clusters[index].claim = place }
  }

  /// Of two equally near the lower; the clusters are in the order of their prices.
  private func nearest(to price: Double) -> Int? {
    var low = 0
    var high = clusters.count
    while low < high {
      let middle = (low + high) / 2
      if clusters[middle].price < price { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return clusters.isEmpty ? nil : 0 }
    guard low < clusters.count else { return low - 1 }
    return clusters[low].price - price < price - clusters[low - 1].price ? low : low - 1
  }

  /// Whether no level had or has the name.
  private func isFree(_ id: Identifier) -> Bool {
    !known.contains { $0.id == id } && !levels.contains { $0.id == id }
  }
}

/// The names that levels get: derived from what founded them, and never given twice.
private struct LevelFounders {
  let book: SwingBook
  let instrument: Name
  let timeFrame: TimeFrame

  init(_ book: SwingBook, _ instrument: Name, _ timeFrame: TimeFrame) {
    self.book = book
    self.instrument = instrument
    self.timeFrame = timeFrame
  }

  /// Named after the first member whose name is free; when all have given theirs to levels that
  /// went elsewhere, after the first member and the bar that finds the level.
  func name(
    of cluster: LevelCluster, at openTime: Instant, where isFree: (Identifier) -> Bool
  ) -> Identifier {
    let members = book.ranks[cluster.lowest..<cluster.lowest + cluster.members]
    let places = members.map { book.place(of: $0) }.sorted()
    for place in places {
      let founder = book.swings[place]
      let id = Identifier(
        of: "level", instrument.description, timeFrame.description,
        String(founder.openTime.nanoseconds), founder.kind.rawValue)
      if isFree(id) { return id }
    }
    let founder = book.swings[places[0]]
    return Identifier(
      of: "level", instrument.description, timeFrame.description,
      String(founder.openTime.nanoseconds), founder.kind.rawValue, String(openTime.nanoseconds))
  }
}

extension LevelCluster {
  fileprivate func level(_ id: Identifier, at close: Double) -> Level {
    let isUsable =
      phase != .retired && tests >= LevelMap.usableTests && strength >= LevelMap.usableStrength
    return Level(
      id: id, kind: kind(at: close), phase: phase, price: price, low: low, high: high,
      tests: tests, breaks: breaks, strength: strength, lastTest: lastTestTime, usable: isUsable)
  }

  /// A break holds until a later test confirms the other role.
  private var phase: LevelPhase {
    if breaks > LevelMap.usableBreaks { return .retired }
    if let lastBreak, lastTest < lastBreak { return retest == nil ? .broken : .retested }
    return tests >= LevelMap.usableTests ? .confirmed : .candidate
  }
}
