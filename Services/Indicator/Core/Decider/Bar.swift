public import Events
public import Quantities

/// A candle in binary numbers.
public struct Bar: Sendable, Hashable, Codable {
  public var openTime: Instant
  public var open: Double
  public var high: Double
  public var low: Double
  public var close: Double
  public var volume: Double

  public init(
    openTime: Instant, open: Double, high: Double, low: Double, close: Double, volume: Double
  ) {
    self.openTime = openTime
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }

  public init(_ candle: CandleClosed) {
    self.init(
      openTime: candle.openTime, open: candle.open.double, high: candle.high.double,
      low: candle.low.double, close: candle.close.double, volume: candle.volume.double)
  }
}
