import Events
import PaperVenue
public import Quantities

/// What the venue has to tell somebody.
public enum Happening: Sendable {
  /// A coin's market moved.
  case ticked(coin: Int)
  /// A minute of a coin ended then.
  case minuteClosed(coin: Int, end: Instant)
  case order(account: Int, Order)
  case execution(account: Int, Execution)
  case position(account: Int, instrument: Int, index: Int)
  case wallet(account: Int)
}

/// A venue without its protocol: markets from a seed, accounts, orders, and a matching engine.
///
/// It knows no clock: `advance` tells it the time. The same seed, the same times and the same
/// calls give the same venue.
public struct Exchange: Sendable {
  public let seed: UInt64
  public let instruments: [Instrument]
  public internal(set) var markets: [Market]
  public internal(set) var accounts: [Account] = []
  /// The end of the last tick.
  public private(set) var clock: Instant
  /// The time that it was told last.
  public private(set) var now: Instant
  /// What can be taken at the touch, in lots of the coin.
  public var liquidity = 100_000
  /// Whether every order is filled for a lot more than it asked for.
  public var overfills = false
  /// Whether a client order id may be used again once its order is over.
  public var reusesNames = false
  var happenings: [Happening] = []
  var issued = 0

  static let tick: Interval = .milliseconds(100)

  /// Coins without a recording have a price from the seed.
  public init(seed: UInt64, start: Instant, recordings: [Recording] = []) {
    self.seed = seed
    let start = Instant(milliseconds: start.milliseconds / 100 * 100)
    clock = start
    now = start
    let coins = Coin.all
    instruments = coins.indices.flatMap { coins[$0].instruments(at: $0) }
    markets = coins.indices.map { place in
      Market(
        coins[place], seed: RandomNumbers.hash(seed, UInt64(place) + 1), start: start,
        recordings.first { $0.coin == coins[place].symbol })
    }
  }

  /// The place of an instrument.
  public func instrument(_ symbol: String, _ category: Category) -> Int? {
    instruments.firstIndex { $0.symbol == symbol && $0.category == category }
  }

  public func market(of instrument: Int) -> Market { markets[instruments[instrument].coin] }

  public func lastPrice(of instrument: Int) -> Price { market(of: instrument).lastPrice }

  /// What happened since the last call, in order.
  public mutating func takeHappenings() -> [Happening] {
    defer { happenings.removeAll(keepingCapacity: true) }
    return happenings
  }

  /// Moves the markets on to a time; one far away is reached in coarser ticks.
  public mutating func advance(to time: Instant) {
    while step(towards: time) {}
  }

  /// Moves the markets on by one tick, if its end is not later than a time; whether it did.
  public mutating func step(towards time: Instant) -> Bool {
    let left = time - clock
    let length = tickLength(left)
    guard length <= left else {
      now = max(now, time)
      return false
    }
    let end = clock + length
    turn(from: clock, to: end)
    clock = end
    return true
  }

  private func tickLength(_ left: Interval) -> Interval {
    if left > .minutes(10), TimeFrame.m1.isOpening(clock) { return .minutes(1) }
    if left > .seconds(10), TimeFrame.s1.isOpening(clock) { return .seconds(1) }
    return Self.tick
  }

  private mutating func turn(from start: Instant, to end: Instant) {
    now = max(now, end)
    for coin in markets.indices {
      let closed = markets[coin].tick(from: start, to: end)
      for instrument in instruments.indices where instruments[instrument].coin == coin {
        for account in accounts.indices { meet(instrument, account, at: end) }
      }
      happenings.append(.ticked(coin: coin))
      if closed != nil { happenings.append(.minuteClosed(coin: coin, end: end)) }
    }
    let funding = TimeFrame(seconds: Int32(Instrument.fundingInterval.seconds))
    if funding.isOpening(end) { chargeFunding(at: end) }
  }

  /// Lets the next tick of a coin's market open elsewhere.
  public mutating func jump(coin symbol: String, by ratio: Ratio) {
    guard let coin = markets.firstIndex(where: { $0.coin.symbol == symbol }) else { return }
    markets[coin].jump(by: ratio)
  }

  /// A name that no other thing of the venue has, in the form of a UUID.
  mutating func uniqueID(_ kind: String) -> Identifier {
    issued += 1
    return Identifier(of: "venue-simulator", kind, "\(seed)", "\(issued)")
  }

  /// Opens an account.
  public mutating func open(_ key: APIKey, deposits: [(coin: String, amount: Money)]) {
    let uid = 100_000 + accounts.count + 1
    accounts.append(
      Account(
        uid: uid, key: key, engine: Self.engine("\(uid)"), instruments: instruments,
        coins: ["USDT"]))
    let account = accounts.count - 1
    for instrument in instruments.indices { list(instrument, account) }
    for deposit in deposits { credit(account, deposit.coin, deposit.amount) }
  }

  /// Replaces a quantity by the next lot, and so on, is the protocol's; here it must fit.
  func isOnTick(_ price: Price, _ instrument: Instrument) -> Bool {
    price.isPositive && price.isMultiple(of: instrument.tick)
  }
}
