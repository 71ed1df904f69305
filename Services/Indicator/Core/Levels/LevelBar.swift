public import Quantities

/// What the map of levels is told of a bar.
public struct LevelBar: Sendable, Hashable, Codable {
  public var openTime: Instant
  public var high: Double
  public var low: Double
  public var close: Double
  public var atr: Double?
  /// Volume in terms of its average; absent while that is absent or zero.
  public var volumeRatio: Double?

  public init(
    openTime: Instant, high: Double, low: Double, close: Double, atr: Double? = nil,
    volumeRatio: Double? = nil
  ) {
    self.openTime = openTime
    self.high = high
    self.low = low
    self.close = close
    self.atr = atr
    self.volumeRatio = volumeRatio
  }
}

/// The extreme of a swing: higher, or lower, than the three bars on either side.
public struct SwingPoint: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, Codable {
    case high, low
  }

  /// The number of its bar, counted from the first of the series.
  public var bar: Int
  public var price: Double
  public var kind: Kind

  public init(bar: Int, price: Double, kind: Kind) {
    self.bar = bar
    self.price = price
    self.kind = kind
  }
}
