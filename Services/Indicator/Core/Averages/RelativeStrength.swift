/// Wilder's relative strength index, from 0 to 100, as TA-Lib computes it.
public struct RelativeStrength: Sendable, Hashable, Codable {
  /// Averages whose sum is smaller are no moves to TA-Lib.
  static let leastMove = 1e-14

  private var gains: WilderAverage
  private var losses: WilderAverage
  private var previous: Double?
  /// The same to the last bit as TA-Lib computes it; absent for the first `length` bars.
  public private(set) var value: Double?
  /// The price has not moved at all: the value is 0 and means nothing.
  public private(set) var isDegenerate = false

  public init(length: Int) {
    gains = WilderAverage(length: length)
    losses = WilderAverage(length: length)
  }

  public mutating func update(close: Double) {
    defer { previous = close }
    guard let previous else { return }
    let change = close - previous
    gains.update(max(change, 0))
    losses.update(max(-change, 0))
    guard let gain = gains.value, let loss = losses.value else { return }
    isDegenerate = gain + loss < RelativeStrength.leastMove
    value = isDegenerate ? 0 : 100 * (gain / (gain + loss))
  }
}
