/// The relative strength index as `ta.rsi` computes it.
///
/// Without losses it is 100, also when there are no gains either: flat prices read 100 here and 0
/// in `RelativeStrength`.
public struct TradingViewRSI: Sendable, Hashable, Codable {
  private var moves: WilderMoves
  /// From 0 to 100; absent for the first `length` bars.
  public private(set) var value: Double?

  public init(length: Int = 14) { moves = WilderMoves(length: length) }

  public mutating func update(_ price: Double) {
    guard let (gain, loss) = moves.next(price) else { return }
    value = loss <= 1e-10 ? 100 : gain <= 1e-10 ? 0 : 100 - 100 / (1 + gain / loss)
  }
}
