public import Quantities

/// What the map of levels keeps of a bar.
public struct LevelBar: Sendable, Hashable, Codable {
  public var openTime: Instant
  public var high: Double
  public var low: Double
  public var close: Double
  public var atr: Double?
  /// Volume in terms of its average; absent while that is absent or zero.
  public var volumeRatio: Double?
  /// Set three bars later, when the bar proves to be a swing point.
  public var isSwingHigh = false
  public var isSwingLow = false

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
  public enum Kind: String, Sendable, Hashable {
    case high, low
  }

  /// The place of its bar in the window, counted from the oldest.
  public var index: Int
  public var price: Double
  public var kind: Kind

  public init(index: Int, price: Double, kind: Kind) {
    self.index = index
    self.price = price
    self.kind = kind
  }
}
