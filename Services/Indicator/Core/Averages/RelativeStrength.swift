/// Wilder's relative strength index, from 0 to 100, as TA-Lib computes it.
public struct RelativeStrength: Sendable, Hashable, Codable {
  private var gains: WilderAverage
  private var losses: WilderAverage
  private var previous: Double?
  /// Absent for the first `length` bars.
  public private(set) var value: Double?
  /// The price has not moved at all: the value is 0 and means nothing.
  public private(set) var isDegenerate = false

  public init(length: Int) {
    gains = WilderAverage(length: length)
    losses = WilderAverage(length: length)
  }

  /// The same to the last bit as TA-Lib computes it, which counts where values are compared with
  /// each other; averages below 10⁻¹⁴ are no moves to it.
  public var exactValue: Double? {
    guard let gain = gains.value, let loss = losses.value else { return nil }
    return gain + loss < 1e-14 ? 0 : 100 * (gain / (gain + loss))
  }

  public mutating func update(close: Double) {
    defer { previous = close }
    guard let previous else { return }
    let change = close - previous
    gains.update(max(change, 0))
    losses.update(max(-change, 0))
    guard let gain = gains.value, let loss = losses.value else { return }
    isDegenerate = gain + loss == 0
    value = isDegenerate ? 0 : 100 * gain / (gain + loss)
  }
}
