public import Quantities

/// A candle in steps of the price and lots of the volume.
public struct Candle: Sendable, Hashable {
  public var start: Instant
  public var open: Int
  public var high: Int
  public var low: Int
  public var close: Int
  public var lots: Int
  /// Price times volume, in steps times lots.
  public var turnover: Int

  init(start: Instant, price: Int) {
    self.start = start
    open = price
    high = price
    low = price
    close = price
    lots = 0
    turnover = 0
  }

  /// Takes a later candle into this one.
  mutating func absorb(_ later: Candle) {
    high = max(high, later.high)
    low = min(low, later.low)
    close = later.close
    lots += later.lots
    turnover += later.turnover
  }

  mutating func absorb(_ bar: PathBar) {
    high = max(high, bar.high)
    low = min(low, bar.low)
    close = bar.close
    for print in bar.prints {
      lots += print.lots
      turnover += print.lots * print.price
    }
  }
}

/// The lengths of candles that the venue tells.
public enum CandleInterval: Sendable, Hashable {
  case minutes(Int)
  case day, week, month

  /// Reads "1", "240", "D", "W" or "M".
  public init?(_ text: String) {
    switch text {
    case "D": self = .day
    case "W": self = .week
    case "M": self = .month
    case "1", "3", "5", "15", "30", "60", "120", "240", "360", "720":
      guard let minutes = Int(text) else { return nil }
      self = .minutes(minutes)
    default: return nil
    }
  }

  /// Where the candle begins that an instant falls into.
  public func opening(of instant: Instant) -> Instant {
    switch self {
    case .minutes(let count): TimeFrame(seconds: Int32(count * 60)).opening(of: instant)
    case .day: instant.startOfDay
    case .week: instant.startOfWeek
    case .month: instant.startOfMonth
    }
  }

  /// Where the next candle begins.
  public func closing(of opening: Instant) -> Instant {
    switch self {
    case .minutes(let count): opening + .minutes(Int64(count))
    case .day: opening + .days(1)
    case .week: opening + .days(7)
    case .month: (opening + .days(32)).startOfMonth
    }
  }

  /// At least so long.
  var length: Interval {
    switch self {
    case .minutes(let count): .minutes(Int64(count))
    case .day, .week, .month: .days(1)
    }
  }
}
