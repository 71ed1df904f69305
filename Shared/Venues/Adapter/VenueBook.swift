public import Events
public import Quantities

/// An order book kept from a venue's messages; it has no levels while it is not sure of them.
public struct VenueBook: Sendable, Hashable {
  public let instrument: Name
  /// Best first; empty while `isWhole` is not.
  public private(set) var bids: [BookLevel] = []
  public private(set) var asks: [BookLevel] = []
  /// Whether every change since the last whole book was seen.
  public private(set) var isWhole = false
  public private(set) var updateID: Int64 = 0
  public private(set) var sequence: Int64 = 0
  public private(set) var at: Instant?

  public init(instrument: Name) { self.instrument = instrument }

  /// What a message did to the book.
  public enum Outcome: Sendable, Hashable {
    case applied
    /// Of before the book: left out.
    case old
    /// A message is missing, or the sides cross: the book is empty until it comes whole again.
    case broken
  }

  /// Takes a message; where one is missing, the book is given up rather than served stale.
  public mutating func apply(_ update: BookUpdate) -> Outcome {
    if update.isSnapshot {
      replace(by: update)
    } else {
      guard isWhole else { return .broken }
      if update.updateID <= updateID { return .old }
      guard update.updateID == updateID + 1, update.sequence >= sequence else {
        forget()
        return .broken
      }
      for level in update.bids { Self.set(level, in: &bids) { $0 > $1 } }
      for level in update.asks { Self.set(level, in: &asks) { $0 < $1 } }
    }
    if let depth = update.depth {
      bids.removeLast(max(0, bids.count - depth))
      asks.removeLast(max(0, asks.count - depth))
    }
    updateID = update.updateID
    sequence = update.sequence
    at = update.at
    if let bid = bids.first, let ask = asks.first, bid.price >= ask.price {
      forget()
      return .broken
    }
    return .applied
  }

  /// Gives the book up, as when the connection is lost.
  public mutating func forget() {
    bids = []
    asks = []
    isWhole = false
  }

  private mutating func replace(by update: BookUpdate) {
    bids = []
    asks = []
    for level in update.bids { Self.set(level, in: &bids) { $0 > $1 } }
    for level in update.asks { Self.set(level, in: &asks) { $0 < $1 } }
    isWhole = true
  }

  /// Puts a level in its place, or takes it away.
  private static func set(
    _ level: BookLevel, in levels: inout [BookLevel], _ isBetter: (Price, Price) -> Bool
  ) {
    var low = 0
    var high = levels.count
    while low < high {
      let middle = (low + high) / 2
      if isBetter(levels[middle].price, level.price) { low = middle + 1 } else { high = middle }
    }
    if low < levels.count, levels[low].price == level.price {
      if level.quantity.isZero { levels.remove(at: low) } else { levels[low] = level }
    } else if !level.quantity.isZero {
      levels.insert(level, at: low)
    }
  }
}
