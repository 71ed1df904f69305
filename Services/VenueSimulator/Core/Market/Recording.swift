public import Quantities

/// Candles of a real market, played again from the venue's start on.
public struct Recording: Sendable, Hashable {
  /// One candle.
  public struct Bar: Sendable, Hashable {
    public var open: Price
    public var high: Price
    public var low: Price
    public var close: Price
    public var volume: Quantity

    public init(open: Price, high: Price, low: Price, close: Price, volume: Quantity) {
      self.open = open
      self.high = high
      self.low = low
      self.close = close
      self.volume = volume
    }
  }

  /// Whose price it is: "BTC".
  public let coin: String
  /// How long each candle lasts.
  public let length: Interval
  public let bars: [Bar]

  public init(coin: String, length: Interval, bars: [Bar]) {
    precondition(length.isPositive && !bars.isEmpty, "a recording of nothing")
    self.coin = coin
    self.length = length
    self.bars = bars
  }
}

/// A recording in steps and lots, and how far it was played.
struct Playback: Sendable {
  private let length: Int
  private let bars: [(path: [Int], lots: Int)]
  private var position = 0

  init(_ recording: Recording, _ coin: Coin) {
    length = Int(recording.length.milliseconds)
    bars = recording.bars.map { bar in
      let steps = { (price: Price) in max(price.steps(of: coin.step), 10) }
      let isRising = bar.close >= bar.open
      // The way that costs least: first against the candle's direction, then with it.
      let path =
        isRising
        ? [bar.open, bar.low, bar.high, bar.close] : [bar.open, bar.high, bar.low, bar.close]
      return (path.map(steps), bar.volume.steps(of: coin.lot))
    }
  }

  /// Where it begins.
  var start: Int { bars[0].path[0] }

  /// The next so many milliseconds; nil when it is over.
  mutating func advance(milliseconds: Int, from price: Int) -> (prices: [Int], lots: Int)? {
    guard position < bars.count * length else { return nil }
    let end = min(position + milliseconds, bars.count * length)
    var prices: [Int] = []
    // Corners of candles that lie in between must not be cut off.
    var corner = position / length * 3 + (position % length * 3) / length + 1
    while corner * length < end * 3 {
      prices.append(bars[(corner - 1) / 3].path[(corner - 1) % 3 + 1])
      corner += 1
    }
    prices.append(self.price(at: end))
    let bar = bars[min((end - 1) / length, bars.count - 1)]
    let lots = bar.lots * end / length - bar.lots * position / length
    position = end
    return (prices, lots)
  }

  /// On the straight line between two corners.
  private func price(at time: Int) -> Int {
    let index = min((time - 1) / length, bars.count - 1)
    let within = (time - index * length) * 3
    let leg = min(within / length, 2)
    let path = bars[index].path
    return path[leg] + (path[leg + 1] - path[leg]) * (within - leg * length) / length
  }
}
