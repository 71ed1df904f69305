/// Which move of the price a trade gains from.
@frozen
public enum Direction: String, Sendable, Hashable, Codable, CaseIterable {
  case long, short

  /// The direction that gains from the other move.
  public var opposite: Direction {
    switch self {
    case .long: .short
    case .short: .long
    }
  }

  /// The side of the order that opens the trade.
  public var entrySide: Side {
    switch self {
    case .long: .buy
    case .short: .sell
    }
  }

  /// The side of the order that closes the trade.
  public var exitSide: Side { entrySide.opposite }

  /// 1 when the trade gains from a rise, -1 when from a fall.
  public var sign: Int { entrySide.sign }
}
