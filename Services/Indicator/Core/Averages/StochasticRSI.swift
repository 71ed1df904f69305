/// Where the RSI stands between its lowest and highest of late, from 0 to 100, as TA-Lib's STOCHRSI.
///
/// An RSI that does not move, up to rounding, gives 0. Both lines appear together, when the slow one is defined:
/// at bar 29 with the usual lengths.
public struct StochasticRSI: Sendable, Hashable, Codable {
  private var window: Extremes
  private var average: MovingAverage
  private var latest: Double?

  public init(length: Int = 14, smoothing: Int = 3) {
    window = Extremes(length: length)
    average = MovingAverage(length: smoothing)
  }

  /// The fast line.
  public var k: Double? { average.value == nil ? nil : latest }
  /// The mean of the last fast values.
  public var d: Double? { average.value }

  /// Takes the RSI of a bar; nil before it is defined.
  public mutating func update(rsi: Double?) {
    guard let rsi else { return }
    window.update(rsi)
    guard window.isFull, let low = window.lowest, let high = window.highest else { return }
    // TA-Lib's measure of rounding: an RSI that stands still differs in its last bits.
    let isStill = high - low <= 1e-14 * (high + low)
    let value = isStill ? 0 : (rsi - low) / (high - low) * 100
    latest = value
    average.update(value)
  }
}
