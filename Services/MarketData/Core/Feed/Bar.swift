public import Quantities

/// What happened to a price between two instants: a candle without its name.
public struct Bar: Sendable, Hashable, BitwiseCopyable {
  public var openTime: Instant
  public var open: Price
  public var high: Price
  public var low: Price
  public var close: Price
  /// In units of the base asset.
  public var volume: Quantity

  public init(
    openTime: Instant, open: Price, high: Price, low: Price, close: Price, volume: Quantity
  ) {
    self.openTime = openTime
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }
}
