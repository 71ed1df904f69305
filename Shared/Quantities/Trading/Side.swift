/// What an order does.
@frozen
public enum Side: String, Sendable, Hashable, Codable, CaseIterable {
  case buy, sell

  /// The side that undoes it.
  public var opposite: Side {
    switch self {
    case .buy: .sell
    case .sell: .buy
    }
  }

  /// What a fill does to the quantity held: 1 for a buy, -1 for a sale.
  public var sign: Int {
    switch self {
    case .buy: 1
    case .sell: -1
    }
  }
}
