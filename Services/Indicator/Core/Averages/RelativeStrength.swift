/// Wilder's relative strength index, from 0 to 100, as TA-Lib computes it.
public struct RelativeStrength: Sendable, Hashable, Codable {
  /// Averages whose sum is smaller are no moves to TA-Lib.
  static let leastMove = 1e-14

  private var moves: WilderMoves
  /// The same to the last bit as TA-Lib computes it; absent for the first `length` bars.
  public private(set) var value: Double?
  /// The price has not moved at all: the value is 0 and means nothing.
  public private(set) var isDegenerate = false

  public init(length: Int) { moves = WilderMoves(length: length) }

  @inline(__always)
  public mutating func update(close: Double) {
    guard let (gain, loss) = moves.next(close) else { return }
    isDegenerate = gain + loss < RelativeStrength.leastMove
    value = isDegenerate ? 0 : 100 * (gain / (gain + loss))
  }
}
