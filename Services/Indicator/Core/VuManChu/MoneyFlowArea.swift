/// The area that both ciphers name "RSI+MFI": the mean share of the bodies in their candles.
///
/// Neither an RSI nor a money flow: no volume enters. A candle without a range is passed over.
public struct MoneyFlowArea: Sendable, Hashable, Codable {
  /// How much lower Cipher B draws it.
  public static let offset = 2.5

  private var average: TradingViewAverage
  private let multiplier: Double

  public init(length: Int = 60, multiplier: Double = 150) {
    average = TradingViewAverage(length: length)
    self.multiplier = multiplier
  }

  /// From -`multiplier` to `multiplier`; green above zero.
  public var value: Double? { average.value }

  public mutating func update(open: Double, high: Double, low: Double, close: Double) {
    guard let share = quotient(close - open, high - low) else { return }
    _ = average.next(share * multiplier)
  }
}
