import Events
import LedgerCore
import Quantities
import TestSupport

/// Random days of two accounts at two venues: contracts and coins, trades side by side, orders
/// that rest, fees in any asset, funding, deposits, transfers, candles, midnights.
///
/// What it should come to is kept by simple sums.
struct Trading {
  struct Market {
    let account: Name
    let instrument: Name
    let base: Name
    let quote: Name
    let kind: InstrumentKind
  }

  struct Key: Hashable {
    let account: Name
    let name: Name
  }

  struct Resting {
    let name: String
    let market: Int
    let trade: String
    let side: Side
    var quantity: Quantity
    var price: Price
    var filled: Quantity = 0
  }

  static let markets = [
    Market(account: "alpha", instrument: "a:BTC/USDT", base: "BTC", quote: "USDT", kind: .linear),
    Market(account: "alpha", instrument: "a:SOL/USDT", base: "SOL", quote: "USDT", kind: .linear),
    Market(account: "alpha", instrument: "a:ETH/USDT", base: "ETH", quote: "USDT", kind: .spot),
    Market(account: "beta", instrument: "b:BTC/USD", base: "BTC", quote: "USD", kind: .linear),
    Market(account: "beta", instrument: "b:ETH/BTC", base: "ETH", quote: "BTC", kind: .spot),
    Market(account: "beta", instrument: "a:BTC/USDT", base: "BTC", quote: "USDT", kind: .linear),
  ]
  static let accounts: [Name] = ["alpha", "beta"]
  static let assets: [Name] = ["USDT", "USD", "BTC", "SOL", "ETH", "BNB"]

  var seed: Seeded
  var now = Instant.noon
  var count = 0
  var orders: [Resting] = []
  /// What the fills of an instrument add up to.
  var positions: [Key: Quantity] = [:]
  /// What the fills of a trade in a market add up to; each is closed exactly now and then.
  var lots: [Key: Quantity] = [:]
  /// Received less paid for what was traded.
  var cash: [Key: Money] = [:]
  var deposits: [Key: Money] = [:]
  var fees: [Key: Money] = [:]
  var funding: [Key: Money] = [:]
  /// The last close, or the last fill before any.
  var prices: [Name: Price] = [:]
  private var candles: Set<Name> = []

  init(seed: Int) { self.seed = Seeded(seed) }

  mutating func opening() -> [Event] {
    var events: [Event] = [.configured, .ticked(.noon)]
    for market in Self.markets {
      events.append(
        .listed(market.instrument, base: market.base, quote: market.quote, kind: market.kind))
    }
    for account in Self.accounts {
      // Enough for every coin that may be bought, and for the fees on them.
      for asset in Self.assets { events.append(transfer(.deposit, 10_000_000, asset, account)) }
    }
    return events
  }

  mutating func next() -> Event {
    count += 1
    switch number(0..<20) {
    case 0:
      let kinds: [BalanceKind] = [.deposit, .withdrawal, .transferIn, .transferOut]
      return transfer(
        kinds[number(0..<4)], Money(number(1..<500)), Self.assets[number(0..<6)],
        Self.accounts[number(0..<2)])
    case 1..<6: return candle()
    case 6: return .ticked(now)
    case 7: return pay()
    case 8, 9: return request()
    case 10: return accept()
    case 11: return end()
    case 12: return amend()
    case 13: return .approved("\(number(0..<4))", number(0..<2) == 0 ? "one" : "two", at: now)
    default: return fill()
    }
  }

  mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &seed) }

  private mutating func transfer(
    _ kind: BalanceKind, _ amount: Money, _ asset: Name, _ account: Name
  ) -> Event {
    let isIn = kind == .deposit || kind == .transferIn
    deposits[Key(account: account, name: asset), default: 0] += isIn ? amount : -amount
    return .reported(kind, amount, asset, in: account, at: now)
  }

  private mutating func candle() -> Event {
    now += .minutes(Int64(number(1..<300)))
    let market = Self.markets[number(0..<6)]
    let price = price()
    prices[market.instrument] = price
    candles.insert(market.instrument)
    return .candle(price, of: market.instrument, closing: now)
  }

  private mutating func price() -> Price { Price(FixedPoint(number(9_000..<11_000)) / 100) }

  private mutating func quantity() -> Quantity {
    Quantity(FixedPoint(number(1..<5_000)) / 1_000)
  }

  private mutating func pay() -> Event {
    now += .seconds(1)
    let market = Self.markets[[0, 1, 3, 5][number(0..<4)]]
    let amount = Money(FixedPoint(number(-1_000..<1_000)) / 997)
    funding[Key(account: market.account, name: market.quote), default: 0] += amount
    return .funding(
      amount, on: market.instrument, in: market.quote, account: market.account,
      trade: number(0..<3) == 0 ? "\(number(0..<4))" : nil, at: now)
  }

  private mutating func request() -> Event {
    let market = number(0..<6)
    let held = position(market)
    if number(0..<3) == 0, let order = closing(market) { return ask(order) }
    // A coin is only sold where it is held.
    let isSale = number(0..<2) == 0 && (Self.markets[market].kind == .linear || held > 5)
    let order = Resting(
      name: "\(count)", market: market, trade: "\(number(0..<4))", side: isSale ? .sell : .buy,
      quantity: quantity(), price: price())
    return ask(order)
  }

  private mutating func ask(_ order: Resting) -> Event {
    orders.append(order)
    return .requested(
      order.name, order.side, order.quantity, limit: order.price,
      of: Self.markets[order.market].instrument, at: now)
  }

  /// An order for exactly what a trade holds.
  private mutating func closing(_ market: Int) -> Resting? {
    let trade = "\(number(0..<4))"
    let isOrdered = orders.contains { $0.market == market && $0.trade == trade }
    guard !isOrdered, let held = lots[lot(trade, market)], !held.isZero,
      Self.markets[market].kind == .linear || held.isNegative || position(market) >= held
    else { return nil }
    return Resting(
      name: "\(count)", market: market, trade: trade, side: held.isNegative ? .buy : .sell,
      quantity: held.magnitude, price: price())
  }

  private func lot(_ trade: String, _ market: Int) -> Key {
    Key(account: Self.markets[market].account, name: Name("\(market) \(trade)") ?? "")
  }

  private func position(_ market: Int) -> Quantity {
    let sold = orders.reduce(Quantity.zero) {
      let isHere = $1.market == market && $1.side == .sell
      return isHere ? $0 + $1.quantity - $1.filled : $0
    }
    let (account, name) = (Self.markets[market].account, Self.markets[market].instrument)
    return positions[Key(account: account, name: name), default: 0] - sold
  }

  private mutating func accept() -> Event {
    guard !orders.isEmpty else { return candle() }
    let order = orders[number(0..<orders.count)]
    return .accepted(order.name, of: Self.markets[order.market].instrument, at: now)
  }

  private mutating func end() -> Event {
    guard !orders.isEmpty else { return candle() }
    let order = orders.remove(at: number(0..<orders.count))
    return .cancelled(
      order.name, filled: order.filled, of: Self.markets[order.market].instrument, at: now)
  }

  private mutating func amend() -> Event {
    guard let index = orders.firstIndex(where: { $0.side == .buy }) else { return candle() }
    orders[index].quantity = orders[index].filled + quantity()
    orders[index].price = price()
    return .amended(
      orders[index].name, orders[index].quantity, limit: orders[index].price,
      of: Self.markets[orders[index].market].instrument, at: now)
  }

  private mutating func fill() -> Event {
    guard !orders.isEmpty else { return request() }
    let index = number(0..<orders.count)
    var order = orders[index]
    let market = Self.markets[order.market]
    let left = order.quantity - order.filled
    let quantity = number(0..<2) == 0 ? left : Swift.min(left, self.quantity())
    let price = price()
    order.filled += quantity
    orders[index] = order
    if order.filled == order.quantity { orders.remove(at: index) }
    let signed = order.side == .buy ? quantity : -quantity
    positions[Key(account: market.account, name: market.instrument), default: 0] += signed
    lots[lot(order.trade, order.market), default: 0] += signed
    cash[Key(account: market.account, name: market.quote), default: 0] -= price * signed
    if !candles.contains(market.instrument) { prices[market.instrument] = price }
    let feeAsset = [market.quote, market.quote, "BNB", market.base][number(0..<4)]
    let fee = Money(FixedPoint(number(-10..<100)) / 100_000)
    fees[Key(account: market.account, name: feeAsset), default: 0] += fee
    return .orderFilled(
      .fill(
        "\(count)", order: order.name, order.side, quantity, at: price, fee: fee, in: feeAsset,
        of: market.instrument, trade: order.trade, account: market.account, filled: order.filled,
        remaining: order.quantity - order.filled, time: now))
  }

  /// Deposits, what was received less what was paid, and what is left at the last prices.
  func worth(of asset: Name, in account: Name) -> Money {
    let key = Key(account: account, name: asset)
    let sum =
      (deposits[key] ?? 0) + (cash[key] ?? 0) - (fees[key] ?? 0) - (funding[key] ?? 0)
    return Self.markets.reduce(sum) { sum, market in
      guard market.account == account, market.quote == asset else { return sum }
      let held = positions[Key(account: account, name: market.instrument)] ?? 0
      return sum + (prices[market.instrument] ?? 0) * held
    }
  }
}
