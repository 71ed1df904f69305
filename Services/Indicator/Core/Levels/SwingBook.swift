import Quantities

/// The swing points of a window, in the order of time and in that of their prices.
struct SwingBook: Sendable, Hashable, Codable {
  /// A swing point with all that its cluster asks of it.
  struct Swing: Sendable, Hashable, Codable {
    var bar: Int
    var kind: SwingPoint.Kind
    var price: Double
    var openTime: Instant
    /// Absent also when it is zero.
    var atr: Double?
    var volumeRatio: Double?
    /// The move away within the next six bars, in ATR of its bar, from 0 to 3.
    var reaction: Double?
  }

  /// Its place in the order of the prices; equal prices stand in the order of time.
  struct Rank: Sendable, Hashable, Codable {
    var price: Double
    /// How many swing points of the series came before it.
    var number: Int
  }

  /// Two of a kind are at least four bars apart.
  static let capacity = 2 * LevelWindow.length / (LevelWindow.reach + 1)
  static let reactionLife = 6

  /// The oldest first; of one bar the low comes first.
  private(set) var swings: [Swing] = []
  /// The lowest price first.
  private(set) var ranks: [Rank] = []
  /// How many have left the window.
  private var forgotten = 0

  /// The place of a ranked swing point among `swings`.
  @inline(__always)
  func place(of rank: Rank) -> Int { rank.number - forgotten }

  mutating func append(_ swing: Swing) {
    let rank = Rank(price: swing.price, number: forgotten + swings.count)
    swings.append(swing)
    ranks.insert(rank, at: place(before: rank))
  }

  /// Forgets the swing points of the bars before one.
  mutating func forget(before bar: Int) {
    while let oldest = swings.first, oldest.bar < bar {
      ranks.remove(at: place(before: Rank(price: oldest.price, number: forgotten)))
      swings.removeFirst()
      forgotten += 1
    }
  }

  /// Lets the young swing points see a bar after them.
  mutating func react(to bar: Int, high: Double, low: Double) {
    for place in swings.indices.reversed() {
      guard swings[place].bar >= bar - SwingBook.reactionLife else { return }
      swings[place].react(high: high, low: low)
    }
  }

  /// How many rank before it.
  private func place(before rank: Rank) -> Int {
    var low = 0
    var high = ranks.count
    while low < high {
      let middle = (low + high) / 2
      let other = ranks[middle]
      let isBefore =
        other.price != rank.price ? other.price < rank.price : other.number < rank.number
      if isBefore { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SwingBook.Swing {
  init(_ bar: LevelBar, number: Int, kind: SwingPoint.Kind) {
    let atr = bar.atr.flatMap { $0 > 0 ? $0 : nil }
    self.init(
      bar: number, kind: kind, price: kind == .high ? bar.high : bar.low, openTime: bar.openTime,
      atr: atr, volumeRatio: bar.volumeRatio, reaction: atr.map { _ in 0 })
  }

  mutating func react(high: Double, low: Double) {
    guard let atr, let reaction else { return }
    let move = kind == .high ? price - low : high - price
    self.reaction = max(reaction, min(3, move / atr))
  }
}
