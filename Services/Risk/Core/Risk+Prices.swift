public import Events
public import Quantities

extension Risk {
  /// The last price of an instrument, the bars it is fed by, and its closes of every hour.
  public struct Prices: Sendable, Codable, Equatable {
    public let instrument: Name
    /// Of the bar that closed last, whatever its time frame.
    public internal(set) var last: Price
    public internal(set) var lastAt: Instant
    /// One for each time frame that bars have come in.
    public internal(set) var feeds: [Feed]
    /// Open time of the first hour that is kept.
    public internal(set) var firstHour: Instant
    /// Closes of the hours from then on; absent where a bar is missing.
    public internal(set) var hours: [Price?]

    init(_ candle: CandleClosed) {
      instrument = candle.instrument
      last = candle.close
      lastAt = candle.closeTime
      feeds = []
      firstHour = candle.openTime
      hours = []
      note(candle)
    }
  }

  /// The bars of a time frame.
  public struct Feed: Sendable, Codable, Equatable {
    public let timeFrame: TimeFrame
    /// When the last bar closed, and so the next opened.
    public internal(set) var closedAt: Instant
  }

  /// Thirty days of hours, which statistics look at; up to a day more is kept.
  static let hoursKept = 720
}

extension Risk.Prices {
  mutating func note(_ candle: CandleClosed) {
    let closing = candle.closeTime
    if closing >= lastAt {
      last = candle.close
      lastAt = closing
    }
    if let index = feeds.firstIndex(where: { $0.timeFrame == candle.timeFrame }) {
      feeds[index].closedAt = max(feeds[index].closedAt, closing)
    } else {
      feeds.append(Risk.Feed(timeFrame: candle.timeFrame, closedAt: closing))
    }
    if candle.timeFrame == .h1 { keep(candle) }
  }

  private mutating func keep(_ candle: CandleClosed) {
    if hours.isEmpty { firstHour = candle.openTime }
    let place = (candle.openTime - firstHour) / Interval.hours(1)
    // What comes after more than the window's length begins it anew.
    guard place < hours.count + Risk.hoursKept else {
      firstHour = candle.openTime
      hours = [candle.close]
      return
    }
    guard place >= hours.count else { return }
    while hours.count < place { hours.append(nil) }
    hours.append(candle.close)
    // A day at a time: what is left moves up in memory.
    let surplus = hours.count - (Risk.hoursKept + 1)
    guard surplus >= 24 else { return }
    hours.removeFirst(surplus)
    firstHour += .hours(Int64(surplus))
  }

  /// Open time of the last hour that is kept.
  var lastHour: Instant { firstHour + .hours(Int64(hours.count - 1)) }

  /// How late the most overdue bar is; zero or less when none is.
  func lateness(at instant: Instant) -> Interval {
    feeds.map { instant - $0.timeFrame.closing(of: $0.closedAt) }.max() ?? .zero
  }
}

extension Risk.State {
  mutating func note(_ candle: CandleClosed) {
    if let index = prices.firstIndex(where: { $0.instrument == candle.instrument }) {
      prices[index].note(candle)
    } else {
      prices.append(Risk.Prices(candle))
    }
  }

  func prices(of instrument: Name) -> Risk.Prices? {
    prices.first { $0.instrument == instrument }
  }

  /// What is held at the last price, or at the entry when there is none yet.
  func notional(of exposure: Risk.Exposure) -> Money {
    (prices(of: exposure.instrument)?.last ?? exposure.entry)
      .multiplied(by: exposure.quantity, rounding: .up)
  }
}
