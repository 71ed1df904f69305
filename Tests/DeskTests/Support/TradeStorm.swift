import EventSourcing
import Events
import ExecutionCore
import OrderDesk
import Quantities
import TestSupport
import Venues

/// Trades that execution leads over the desk, while everything goes wrong for a while.
struct TradeStorm {
  var world: DeskWorld
  var trades = 0
  private var seed: Seeded

  init(seed number: Int) {
    var seed = Seeded(number)
    var faults = Faults(&seed)
    // What nobody ordered makes trades differ for good, and is shown elsewhere.
    faults.overfills = 0
    faults.foreignOrders = 0
    faults.clockOffset = .zero
    self.init(seed: number, faults: faults)
  }

  init(seed number: Int, faults: Faults) {
    seed = Seeded(number)
    world = DeskWorld(seed: number, faults: faults, configuration: .trading, isTrading: true)
    world.venue.isReducing = true
    world.append(
      .equityMarked(
        EquityMarked(
          account: "main", asset: "USDT", balance: 1_000_000, unrealised: 0, equity: 1_000_000,
          deposits: 0, at: world.now)))
    world.append(
      .candleClosed(
        CandleClosed(
          instrument: market, timeFrame: .m1, openTime: world.now - .minutes(1), open: 100,
          high: 100, low: 100, close: 100, volume: 1_000, quality: .complete)))
  }

  mutating func run() -> [String] {
    for second in 0..<180 where world.complaints.isEmpty {
      if second % 15 == 10, state?.trades.isEmpty == true { approve() }
      pass()
    }
    world.faults = .none
    world.venue.faults = .none
    world.venue.closedUntil = .epoch
    world.isStreamSilent = false
    world.append(.closeAllRequested(CloseAllRequested(reason: "over")))
    for _ in 0..<300 where world.complaints.isEmpty { pass() }
    if world.complaints.isEmpty { check() }
    return world.complaints
  }

  var state: Execution.State? { world.execution?.state }

  /// A second goes by: the clock ticks, and the market takes some orders.
  mutating func pass() {
    world.append(.clockTicked(ClockTicked(at: world.now)))
    for place in world.venue.orders.indices where world.venue.orders[place].view.status.isLive {
      let view = world.venue.orders[place].view
      let left = view.quantity - view.filled
      switch view.kind {
      case .market: world.venue.fill(place, left)
      case .limit:
        if seed.chance(5) { world.venue.fill(place, seed.chance(50) ? left : min(left, "0.1")) }
      case .stop: if seed.chance(2) { world.venue.fill(place, left) }
      case .stopLimit, .takeProfit, .trailing: break
      }
    }
    world.run(.seconds(1))
  }

  /// One coin long at 100, stop at 90: targets at 115 and 130.
  mutating func approve() {
    trades += 1
    world.append(
      .tradeApproved(
        TradeApproved(
          trade: Identifier(of: "trade", String(trades)),
          setup: Identifier(of: "setup", String(trades)), strategy: "target-reacher",
          instrument: market, direction: .long, entry: .market, quantity: 1, reference: 100,
          entryLow: 95, entryHigh: 105, stop: 90, target1: 115, target2: 130, leverage: 1,
          equity: 1_000_000, budget: 20_000, lossPerUnit: 10, lossAtStop: 10, asOf: world.now,
          expiresAt: world.now + .minutes(5))))
  }

  /// Trades are over, nothing is held, and both sides agree.
  private mutating func check() {
    for trade in state.map({ Array($0.trades) }) ?? [] {
      world.complain("trade \(trade.id.short) is not over: \(trade.phase)")
    }
    if !world.venue.long.isZero { world.complain("the venue still holds \(world.venue.long)") }
    for accord in state?.accords ?? [] where accord.isDiverged || accord.difference != nil {
      world.complain("not in accord: \(accord)")
    }
    if let doubt = world.desk.doubts.first { world.complain("still in doubt: \(doubt)") }
    for (name, count) in world.venue.arrivals where count > 1 { world.complain("twice: \(name)") }
  }
}

extension Configuration {
  /// Trades by the shipped strategy, with limits so wide that none stands in the way.
  static var trading: Configuration {
    var configuration = Configuration.standard
    configuration.strategies[0].triggerFrame = .m5
    configuration.risk.leverage = 3
    configuration.risk.riskPerTrade = "0.02"
    configuration.risk.maximumNotional = 100
    configuration.risk.accountLeverage = 100
    configuration.risk.priceCollar = 100
    configuration.risk.staleAfter = .days(1_000)
    configuration.risk.cancelStaleAfter = .days(1_000)
    configuration.risk.ordersPerSecond = 100
    configuration.risk.ordersPerMinute = 1_000
    configuration.paper.account = "main"
    configuration.paper.mode = .hedge
    configuration.paper.reconciliation = .minutes(1)
    return configuration
  }
}
