import Events
import Quantities

/// The exact numbers of the last candle that counted, to tell what follows it.
struct LastCandle: Sendable, Hashable, Codable {
  let openTime: Instant
  private let open: Price
  private let high: Price
  private let low: Price
  private let close: Price
  private let volume: Quantity

  init(_ candle: CandleClosed) {
    openTime = candle.openTime
    open = candle.open
    high = candle.high
    low = candle.low
    close = candle.close
    volume = candle.volume
  }

  /// Why a candle of the same series changes nothing after this one; nil when it is later.
  func disregard(of candle: CandleClosed) -> DisregardReason? {
    if candle.openTime > openTime { return nil }
    if candle.openTime < openTime { return .late }
    return LastCandle(candle) == self ? .repeated : .corrected
  }
}
