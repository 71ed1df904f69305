extension LevelWindow {
  /// The clusters of the swing points from the lowest price to the highest; `atr` is the last
  /// bar's.
  ///
  /// Nothing is kept from one bar to the next but the orders of the swing points, and their
  /// reactions: a zone is as wide as the last bar's range wants it, so breaks are counted anew.
  public func clusters(atr: Double) -> [LevelCluster] {
    var owners = InlineArray<150, UInt8>(repeating: 0)
    precondition(owners.count >= SwingBook.capacity, "room for every swing point")
    var clusters = formed(atr: atr, &owners)
    for place in book.swings.indices { clusters[Int(owners[place])].add(book.swings[place]) }
    let fading = Fading.table
    for index in clusters.indices {
      clusters[index].countBreaks(in: columns, atr: atr)
      clusters[index].weigh(fading: fading[end - 1 - clusters[index].lastTest])
    }
    return clusters
  }

  /// A cluster ends before the first price that is too far from its lowest.
  private func formed(atr: Double, _ owners: inout InlineArray<150, UInt8>) -> [LevelCluster] {
    let ranks = book.ranks
    var clusters: [LevelCluster] = []
    clusters.reserveCapacity(ranks.count)
    var first = 0
    var sum = 0.0
    for index in ranks.indices {
      owners[book.place(of: ranks[index])] = UInt8(clusters.count)
      sum += ranks[index].price
      let isLast = index + 1 == ranks.count
      if isLast || ranks[index + 1].price - ranks[first].price > LevelCluster.tolerance * atr {
        clusters.append(LevelCluster(ranks[first...index], sum: sum, atr: atr))
        first = index + 1
        sum = 0
      }
    }
    return clusters
  }
}

/// How much a test still counts after so many bars: half as much after every sixty.
private enum Fading {
  static let table = (0..<LevelWindow.length).map { halved($0) }

  /// 0.5 to the power of `count` / 60, by squaring: no library, the same bits everywhere.
  private static func halved(_ count: Int) -> Double {
    // The sixtieth root.
    var factor = 0.988514020352896135356867505
    var rest = count
    var result = 1.0
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
