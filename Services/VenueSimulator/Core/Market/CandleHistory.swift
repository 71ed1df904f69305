public import Quantities

/// The candles of a coin: minutes of the last days, half hours before them, days before those.
///
/// What lies before the start was drawn backwards from the opening price; coarser candles are made
/// of finer ones wherever these are kept, so all intervals tell the same story.
public struct CandleHistory: Sendable {
  /// Days of minutes, kept at most and left when some are folded.
  static let minuteDays = (keep: 12, most: 14)
  static let halfHours = 24_000
  static let days = 7_300

  private(set) var daily: [Candle] = []
  private(set) var halfHourly: [Candle] = []
  private(set) var minutes: [Candle] = []
  private(set) var current: Candle?

  init(from price: Int, home: Int, start: Instant, turnover: Int, seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    let minute = TimeFrame.m1.opening(of: start)
    let minuteStart = start.startOfDay - .days(11)
    let halfHourStart = minuteStart - .days(500)
    minutes = Self.backwards(
      price, home, minuteStart, minute, .minutes(1), turnover, &random)
    halfHourly = Self.backwards(
      minutes.first?.open ?? price, home, halfHourStart, minuteStart, .minutes(30), turnover,
      &random)
    daily = Self.backwards(
      halfHourly.first?.open ?? price, home, halfHourStart - .days(Int64(Self.days)),
      halfHourStart, .days(1), turnover, &random)
  }

  /// Draws candles between two instants, the last of which closes at the price.
  private static func backwards(
    _ price: Int, _ home: Int, _ from: Instant, _ to: Instant, _ length: Interval,
    _ turnover: Int, _ random: inout RandomNumbers
  ) -> [Candle] {
    let milliseconds = Int(length.milliseconds)
    var candles: [Candle] = []
    var close = price
    var end = to
    while end - length >= from {
      let change = PricePath.change(of: close, in: milliseconds, random.normal())
      let pull = PricePath.pull(close, to: home, in: milliseconds)
      let open = max(close - change + pull, home / 8)
      var candle = Candle(start: end - length, price: open)
      let reach = abs(PricePath.change(of: close, in: milliseconds, random.normal())) / 2
      candle.high = max(open, close) + reach
      candle.low = max(min(open, close) - reach * 9 / 10, 1)
      candle.close = close
      let lots = turnover * milliseconds / 60_000
      candle.lots = lots / 2 + random.below(lots)
      candle.turnover = candle.lots * ((open + close) / 2)
      candles.append(candle)
      close = open
      end = end - length
    }
    return candles.reversed()
  }

  /// Takes a tick that began at an instant and lies within one minute; the minute that it closed.
  mutating func take(_ bar: PathBar, from start: Instant, to end: Instant) -> Candle? {
    let minute = TimeFrame.m1.opening(of: start)
    var candle = current ?? Candle(start: minute, price: bar.open)
    candle.absorb(bar)
    guard end >= minute + .minutes(1) else {
      current = candle
      return nil
    }
    current = nil
    minutes.append(candle)
    if minutes.count > Self.minuteDays.most * 1_440 { fold() }
    return candle
  }

  /// Puts the oldest minutes into half hours, and the oldest half hours into days.
  private mutating func fold() {
    guard let first = minutes.first else { return }
    let boundary = first.start.startOfDay + .days(1)
    let old = minutes.prefix { $0.start < boundary }
    halfHourly += Self.merged(old, .minutes(30))
    minutes.removeFirst(old.count)
    guard halfHourly.count > Self.halfHours + 1_000, let head = halfHourly.first else { return }
    let edge = head.start.startOfDay + .days(1)
    let parts = halfHourly.prefix { $0.start < edge }
    daily += Self.merged(parts, .day)
    halfHourly.removeFirst(parts.count)
  }

  private static func merged(
    _ candles: some Sequence<Candle>, _ interval: CandleInterval
  ) -> [Candle] {
    var result: [Candle] = []
    for candle in candles {
      let opening = interval.opening(of: candle.start)
      if let last = result.indices.last, result[last].start == opening {
        result[last].absorb(candle)
      } else {
        var first = candle
        first.start = opening
        result.append(first)
      }
    }
    return result
  }

  /// The candles that begin in a closed range of time, the oldest first; the last may be open.
  public func candles(_ interval: CandleInterval, from: Instant, to: Instant) -> [Candle] {
    let first = interval.opening(of: from)
    var parts: [Candle] = []
    if interval.length >= .days(1) { parts += Self.slice(daily, from: first, to: to) }
    if interval.length >= .minutes(30) { parts += Self.slice(halfHourly, from: first, to: to) }
    let end = interval.closing(of: interval.opening(of: to))
    parts += Self.slice(minutes, from: first, to: end - .minutes(1))
    if let current, current.start >= first, current.start < end { parts.append(current) }
    return Self.merged(parts, interval).filter { $0.start >= from && $0.start <= to }
  }

  /// All that begin from one instant to another, and the rest of the last one's day.
  private static func slice(
    _ candles: [Candle], from: Instant, to: Instant
  ) -> ArraySlice<Candle> {
    func place(_ instant: Instant) -> Int {
      var low = 0
      var high = candles.count
      while low < high {
        let middle = (low + high) / 2
        if candles[middle].start < instant { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let start = place(from)
    return candles[start..<max(start, place(to + .days(31)))]
  }

  /// The oldest instant of which candles are told.
  public var beginning: Instant { daily.first?.start ?? .epoch }

  /// The day up to now: where it opened, its highest and lowest price, and its volume.
  public func lastDay(until now: Instant) -> Candle? {
    let start = TimeFrame.m1.opening(of: now) - .minutes(1_439)
    let day = minutes.reversed().prefix { $0.start >= start }.reversed()
    var result: Candle?
    for candle in day + (current.map { [$0] } ?? []) {
      if result == nil { result = candle } else { result?.absorb(candle) }
    }
    return result
  }

  /// The price an hour ago.
  public func hourAgo(_ now: Instant) -> Int? {
    let start = TimeFrame.m1.opening(of: now) - .minutes(60)
    return minutes.reversed().first { $0.start <= start }?.close
  }
}
