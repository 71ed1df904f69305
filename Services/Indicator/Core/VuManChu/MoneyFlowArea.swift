/// The area that both ciphers name "RSI+MFI": the mean share of the bodies in their candles.
///
/// Neither an RSI nor a money flow: no volume enters. A candle without a range is passed over.
public struct MoneyFlowArea<let length: Int>: Sendable, Hashable, Codable {
  private var average = TradingViewAverage<length>()
  private let multiplier: Double

  public init(multiplier: Double = 150) { self.multiplier = multiplier }

  /// From -`multiplier` to `multiplier`; green above zero.
  public var value: Double? { average.value }

  public mutating func update(open: Double, high: Double, low: Double, close: Double) {
    guard let share = quotient(close - open, high - low) else { return }
    _ = average.next(share * multiplier)
  }
}
