public import Quantities

/// A trade that the venue tells everybody.
public struct PublicTrade: Sendable, Hashable {
  public var id: UInt64
  public var at: Instant
  public var price: Price
  public var quantity: Quantity
  /// The taker's.
  public var side: Side
  /// The tick of the venue, which orders messages.
  public var sequence: Int
}

/// The market of one coin: its price, its candles, its tape.
public struct Market: Sendable {
  let coin: Coin
  let seed: UInt64
  private(set) var path: PricePath
  public private(set) var history: CandleHistory
  /// The last thousand trades, the oldest first.
  public private(set) var tape: [PublicTrade] = []
  /// Of the trades that the last tick brought.
  public private(set) var fresh: [PublicTrade] = []
  /// Ticks since the start.
  public private(set) var tickCount: Int
  private var trades: UInt64 = 0
  private(set) var lastBar: PathBar

  init(_ coin: Coin, seed: UInt64, start: Instant, _ recording: Recording?) {
    self.coin = coin
    self.seed = seed
    path = PricePath(coin, seed: seed, recording)
    history = CandleHistory(
      from: path.price, home: path.home, start: start, turnover: coin.turnover,
      seed: RandomNumbers.hash(seed, 1))
    // So large that no message of a book has the number that means a restart.
    tickCount = 1_000_000
    let price = path.price
    lastBar = PathBar(open: price, high: price, low: price, close: price)
  }

  /// The step of the price.
  public var step: Price { coin.step }
  /// The unit of the volume.
  public var lot: Quantity { coin.lot }
  /// The last price in steps.
  public var price: Int { path.price }
  /// The last price.
  public var lastPrice: Price { Price(coin.step.value * FixedPoint(price)) }

  /// Lets the next tick open elsewhere.
  mutating func jump(by ratio: Ratio) { path.jump(by: ratio) }

  /// The next tick; the minute that it closed.
  mutating func tick(from start: Instant, to end: Instant) -> Candle? {
    tickCount += 1
    lastBar = path.advance(milliseconds: Int((end - start).milliseconds))
    fresh = lastBar.prints.map { print in
      trades += 1
      return PublicTrade(
        id: trades, at: end, price: price(of: print.price),
        quantity: quantity(of: print.lots), side: print.isBuy ? .buy : .sell,
        sequence: tickCount)
    }
    tape += fresh
    if tape.count > 2_000 { tape.removeFirst(tape.count - 1_000) }
    return history.take(lastBar, from: start, to: end)
  }

  /// A price of so many steps.
  public func price(of steps: Int) -> Price { Price(coin.step.value * FixedPoint(steps)) }

  /// A volume of so many lots.
  public func quantity(of lots: Int) -> Quantity { Quantity(coin.lot.value * FixedPoint(lots)) }

  /// What so many steps times lots are worth.
  public func money(of turnover: Int) -> Money {
    Money(coin.step.value * coin.lot.value * FixedPoint(turnover))
  }

  /// The rate that is charged at the end of an interval of funding; within 0.03 percent.
  public func fundingRate(at instant: Instant) -> Ratio {
    let draw = RandomNumbers.hash(seed, 2, UInt64(bitPattern: instant.seconds))
    return Ratio(FixedPoint("0.000001") * FixedPoint(Int(draw % 601) - 300))
  }
}
