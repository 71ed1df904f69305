import Quantities

/// What the market did in one tick of the venue, in steps of the price and lots.
struct PathBar: Sendable {
  var open: Int
  var high: Int
  var low: Int
  var close: Int
  var prints: [Print] = []

  /// A trade of others.
  struct Print: Sendable {
    var price: Int
    var lots: Int
    var isBuy: Bool
  }

  var lots: Int { prints.reduce(0) { $0 + $1.lots } }
}

/// A price that wanders around its opening, about three percent a day, drawn from a seed; or one
/// that was recorded, until the recording is over.
struct PricePath: Sendable {
  let home: Int
  private(set) var price: Int
  /// The price in 1 024ths of a step, so that a cheap coin moves as well as a dear one.
  private var fine: Int
  private let lotsInMinute: Int
  private var random: RandomNumbers
  /// Where the next tick opens, when it is told to jump.
  private var jump: Int?
  private var playback: Playback?

  init(_ coin: Coin, seed: UInt64, _ recording: Recording? = nil) {
    playback = recording.map { Playback($0, coin) }
    home = playback?.start ?? coin.openingPrice.steps(of: coin.step)
    price = home
    fine = home << 10
    lotsInMinute = coin.turnover
    random = RandomNumbers(seed: seed)
  }

  /// Lets the next tick open elsewhere.
  mutating func jump(by ratio: Ratio) {
    let target = price + Price(price).multiplied(by: ratio).wholeSteps
    jump = max(target, 10)
  }

  /// The market of the next so many milliseconds.
  mutating func advance(milliseconds: Int) -> PathBar {
    if let played = playback?.advance(milliseconds: milliseconds, from: price) {
      return play(played.prices, lots: played.lots)
    }
    playback = nil
    if let jump { settle(at: jump) }
    jump = nil
    var bar = PathBar(open: price, high: price, low: price, close: price)
    let parts = 3
    for _ in 0..<parts {
      let change = Self.change(of: fine, in: milliseconds / parts, random.normal())
      fine = max(
        fine + change + Self.pull(fine, to: home << 10, in: milliseconds / parts), 10 << 10)
      price = fine >> 10
      bar.high = max(bar.high, price)
      bar.low = min(bar.low, price)
      let isTraded = milliseconds > 1_000 || random.below(2) == 0
      guard isTraded else { continue }
      let mean = max(lotsInMinute * milliseconds / 60_000 / parts * 2, 2)
      bar.prints.append(
        PathBar.Print(
          price: price, lots: 1 + random.below(mean * 2),
          isBuy: change == 0 ? random.below(2) == 0 : change > 0))
    }
    bar.close = price
    return bar
  }

  private mutating func settle(at next: Int) {
    price = next
    fine = next << 10
  }

  /// A tick of a recording.
  private mutating func play(_ prices: [Int], lots: Int) -> PathBar {
    var bar = PathBar(open: price, high: price, low: price, close: price)
    for next in prices {
      bar.high = max(bar.high, next)
      bar.low = min(bar.low, next)
      let part = lots / prices.count
      if part > 0 {
        bar.prints.append(
          PathBar.Print(
            price: next, lots: part, isBuy: next == price ? random.below(2) == 0 : next > price))
      }
      settle(at: next)
    }
    bar.close = price
    return bar
  }

  /// A draw of the change of a price in some time: three percent a day is the deviation.
  static func change(of price: Int, in milliseconds: Int, _ normal: Int) -> Int {
    let deviation = price * root(milliseconds * 10_000) * 3_228 / 1_000_000
    return deviation * normal / 100_000 / 65_536
  }

  /// What brings it home in sixty days.
  static func pull(_ price: Int, to home: Int, in milliseconds: Int) -> Int {
    let days = 60 * 86_400_000
    return (home - price) * min(milliseconds, days / 4) / days
  }

  /// The whole part of a square root.
  static func root(_ value: Int) -> Int {
    guard value > 0 else { return 0 }
    var guess = 1 << ((Int.bitWidth - value.leadingZeroBitCount + 1) / 2)
    while true {
      let next = (guess + value / guess) / 2
      if next >= guess { return guess }
      guess = next
    }
  }
}

extension Measure {
  /// How many whole steps it has.
  func steps(of step: Self) -> Int { divided(by: step, rounding: .down).wholeSteps }

  /// The whole part.
  var wholeSteps: Int { Int(value.mantissa / FixedPoint.one.mantissa) }
}
