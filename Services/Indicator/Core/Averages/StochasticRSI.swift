/// Where the RSI stands between its lowest and highest of the last 14 bars, from 0 to 100, as
/// TA-Lib's STOCHRSI.
///
/// An RSI that does not move, up to rounding, gives 0. Both lines appear together, when the slow
/// one is defined: at bar 29.
public struct StochasticRSI: Sendable, Hashable, Codable {
  private var window = WindowExtremes<14>()
  private var average = MovingAverage<3>()
  private var latest = 0.0

  public init() {}

  /// The fast line.
  public var k: Double? { average.value == nil ? nil : latest }
  /// The mean of the last three fast values.
  public var d: Double? { average.value }

  /// Takes the RSI of a bar; nil before it is defined.
  @inline(__always)
  public mutating func update(rsi: Double?) {
    guard let rsi else { return }
    let extremes = window.next(rsi)
    guard window.isFull else { return }
    let range = extremes.highest - extremes.lowest
    // TA-Lib's measure of rounding: an RSI that stands still differs in its last bits.
    let isStill = range <= 1e-14 * (extremes.highest + extremes.lowest)
    latest = isStill ? 0 : (rsi - extremes.lowest) / range * 100
    average.update(latest)
  }
}
