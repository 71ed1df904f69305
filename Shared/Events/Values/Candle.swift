public import Quantities

/// A closed candle in binary numbers, as indicators and setups reckon with it.
public struct Candle: Sendable, Hashable, Codable {
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
