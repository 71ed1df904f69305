public import Quantities

/// What is offered and wanted at a moment, the best first.
public struct OrderBook: Sendable, Hashable {
  /// A price and what waits there.
  public struct Level: Sendable, Hashable {
    public var price: Price
    public var size: Quantity
  }

  public var bids: [Level]
  public var asks: [Level]

  public init(bids: [Level], asks: [Level]) {
    self.bids = bids
    self.asks = asks
  }

  /// The changes that lead from an older book to this one: a size of zero takes a level away.
  public func changes(since older: OrderBook) -> OrderBook {
    OrderBook(
      bids: Self.changes(older.bids, bids, isBid: true),
      asks: Self.changes(older.asks, asks, isBid: false))
  }

  /// Walks both sides at once; both are sorted.
  private static func changes(_ old: [Level], _ new: [Level], isBid: Bool) -> [Level] {
    var result: [Level] = []
    var i = 0
    var j = 0
    while i < old.count || j < new.count {
      if j >= new.count {
        result.append(Level(price: old[i].price, size: .zero))
        i += 1
      } else if i >= old.count {
        result.append(new[j])
        j += 1
      } else if old[i].price == new[j].price {
        if old[i].size != new[j].size { result.append(new[j]) }
        i += 1
        j += 1
      } else if (old[i].price > new[j].price) == isBid {
        result.append(Level(price: old[i].price, size: .zero))
        i += 1
      } else {
        result.append(new[j])
        j += 1
      }
    }
    return result
  }
}

extension Market {
  /// The book of an instrument: the touch one tick beside the last price, then levels on a grid
  /// whose sizes change now and then.
  public func book(of instrument: Instrument, depth: Int) -> OrderBook {
    let last = price * instrument.ticksInStep
    let grid = 10
    var bids: [OrderBook.Level] = []
    var asks: [OrderBook.Level] = []
    var bid = last - 1
    var ask = last + 1
    for _ in 0..<depth {
      if bid > 0 { bids.append(level(bid, instrument, isBid: true)) }
      asks.append(level(ask, instrument, isBid: false))
      bid = (bid - 1) / grid * grid
      ask = (ask / grid + 1) * grid
    }
    return OrderBook(bids: bids, asks: asks)
  }

  private func level(
    _ ticks: Int, _ instrument: Instrument, isBid: Bool
  ) -> OrderBook.Level {
    let phase = RandomNumbers.hash(seed, UInt64(ticks), isBid ? 1 : 0)
    let age = (UInt64(tickCount) + phase % 64) / 64
    let lots = 1 + Int(RandomNumbers.hash(phase, age) % 2_000)
    let size = lot.value * FixedPoint(lots)
    return OrderBook.Level(
      price: Price(instrument.tick.value * FixedPoint(ticks)),
      size: Quantity(size).rounded(toLot: instrument.lot, .down))
  }
}
