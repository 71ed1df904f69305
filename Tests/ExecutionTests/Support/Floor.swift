import EventSourcing
import Events
import ExecutionCore
import PaperVenue
import Quantities

/// Execution and the paper venue in lock-step over one queue, as the journal would run them.
struct Floor {
  var execution = Replica<Execution>()
  var venue = Replica<PaperVenue>()
  var log: [Event] = []
  /// What execution and the venue answered to each event of the log.
  var answers: [(execution: [Event], venue: [Event])] = []
  /// Called with each event after both have answered it.
  var watch: ((Floor, Event) -> Void)?

  init(_ configuration: Configuration = .testing, _ listing: InstrumentListed = .testing) {
    publish(.configurationApplied(ConfigurationApplied(configuration: configuration)))
    publish(.instrumentListed(listing))
    publish(.equityMarked(.testing()), .candleClosed(.testing(0, 100, 100, 100, 100)))
  }

  /// Appends events as one batch and lets their cascade die out.
  @discardableResult
  mutating func publish(_ events: Event...) -> [Event] { publish(events) }

  @discardableResult
  mutating func publish(_ events: [Event]) -> [Event] {
    let start = log.count
    var queue = events
    var next = 0
    while next < queue.count {
      let event = queue[next]
      next += 1
      log.append(event)
      let ordered = (execution.answer(event) ?? []).map(\.event)
      let stated = (venue.answer(event) ?? []).map(\.event)
      answers.append((ordered, stated))
      queue += ordered + stated
      watch?(self, event)
      precondition(queue.count < 10_000, "the cascade does not die out")
    }
    return Array(log[start...])
  }

  /// Ticks the clock to the close of the bar, then closes it.
  @discardableResult
  mutating func bar(
    _ minute: Int, _ open: Price, _ high: Price, _ low: Price, _ close: Price,
    volume: Quantity = 1_000, frame: TimeFrame = .m1
  ) -> [Event] {
    let candle = CandleClosed.testing(
      minute, open, high, low, close, volume: volume, frame: frame)
    return publish(.clockTicked(ClockTicked(at: candle.closeTime)), .candleClosed(candle))
  }

  /// The trade of the tests, while it is not over.
  var trade: Execution.Trade? { execution.state.trades.first }
}

extension Instant {
  /// Minutes after the start of the tests' market.
  static func minute(_ minute: Int) -> Instant {
    Instant(seconds: 1_600_000_200) + .minutes(Int64(minute))
  }
}

extension Name {
  static let market: Name = "paper:BTC/USDT"
}

extension Configuration {
  /// Costs that make sums easy to follow: 0.05 % taker, 0.02 % maker, no slippage.
  static var testing: Configuration {
    var configuration = Configuration.standard
    configuration.strategies[0].triggerFrame = .m5
    configuration.risk.fee = "0.0005"
    configuration.risk.leverage = 5
    configuration.risk.unbind()
    configuration.paper.takerFee = "0.0005"
    configuration.paper.makerFee = "0.0002"
    configuration.paper.slippage = 0
    configuration.paper.participation = "0.1"
    configuration.paper.reconciliation = .seconds(0)
    return configuration
  }
}

extension RiskConfiguration {
  /// Makes limits so wide that none stands in the way.
  mutating func unbind() {
    riskPerTrade = "0.02"
    maximumNotional = 100
    accountLeverage = 100
    maximumTrades = 100
    maximumSetups = 100
    maximumPerInstrument = 100
    priceCollar = 100
    staleAfter = .days(1_000)
    cancelStaleAfter = .days(1_000)
    ordersPerSecond = 100
    ordersPerMinute = 1_000
  }
}

extension EquityMarked {
  static func testing(
    _ equity: Money = 1_000_000, balance: Money? = nil, asset: Name = "USDT",
    account: Name = "paper"
  ) -> EquityMarked {
    EquityMarked(
      account: account, asset: asset, balance: balance ?? equity, unrealised: 0, equity: equity,
      deposits: 0, at: .minute(1))
  }
}

extension InstrumentListed {
  static var testing: InstrumentListed {
    InstrumentListed(
      instrument: .market, base: "BTC", quote: "USDT", kind: .linear, tick: "0.1", lot: "0.001",
      minimumQuantity: "0.001", minimumNotional: 5, maximumLeverage: 10,
      maintenanceMargin: "0.005")
  }
}

extension CandleClosed {
  static func testing(
    _ minute: Int, _ open: Price, _ high: Price, _ low: Price, _ close: Price,
    volume: Quantity = 1_000, frame: TimeFrame = .m1
  ) -> CandleClosed {
    CandleClosed(
      instrument: .market, timeFrame: frame, openTime: .minute(minute), open: open, high: high,
      low: low, close: close, volume: volume, quality: .complete)
  }
}

extension TradeApproved {
  /// One coin long at 100, stop at 90: targets at 115 and 130.
  static func testing(
    _ number: Int = 1, direction: Direction = .long, entry: EntryStyle = .market,
    quantity: Quantity = 1, limit: Price? = nil, stop: Price? = nil, at minute: Int = 1,
    life: Interval = .minutes(5)
  ) -> TradeApproved {
    TradeApproved(
      trade: Identifier(of: "trade", String(number)),
      setup: Identifier(of: "setup", String(number)),
      strategy: "target-reacher", instrument: .market, direction: direction, entry: entry,
      quantity: quantity, reference: 100, entryLow: 95, entryHigh: 105, limitPrice: limit,
      stop: stop ?? (direction == .long ? 90 : 110), target1: 115, target2: 130, leverage: 1,
      equity: 1_000_000, budget: 20_000, lossPerUnit: 10, lossAtStop: 10, asOf: .minute(minute),
      expiresAt: .minute(minute) + life)
  }
}

extension IndicatorsComputed {
  static func testing(atr: Double, openTime: Instant) -> IndicatorsComputed {
    IndicatorsComputed(
      instrument: .market, timeFrame: .m5, openTime: openTime, close: 100, atr14: atr,
      degenerate: false, degraded: false)
  }
}
