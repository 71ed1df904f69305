import EventSourcing
import Events
import LedgerCore
import Quantities

/// A ledger and the facts that tests tell it.
final class Scenario {
  var replica = Replica<Ledger>()

  /// Account "paper" with 10 000 USDT, one linear and one spot instrument, Monday noon.
  static func ready() -> Scenario {
    let scenario = Scenario()
    scenario.given(
      .configured, .listed("BTC/USDT", base: "BTC"), .listed("ETH/USDT", base: "ETH", kind: .spot),
      .ticked(.noon), .deposited(10_000))
    return scenario
  }

  var state: Ledger.State { replica.state }

  func given(_ events: Event...) {
    for event in events { _ = replica.answer(event) }
  }

  @discardableResult func when(_ event: Event) -> [Event] {
    (replica.answer(event) ?? []).map(\.event)
  }

  func balance(
    _ kind: AccountKind, _ asset: Name, on instrument: Name = Name(), of account: Name = "paper"
  ) -> Money {
    state.balance(of: kind, in: asset, of: account, on: instrument)
  }

  func holding(_ instrument: Name = "BTC/USDT", of account: Name = "paper") -> Ledger.Holding? {
    state.holding(of: instrument, in: account)
  }
}

extension [Event] {
  var entries: [EntryPosted] {
    compactMap { if case .entryPosted(let entry) = $0 { entry } else { nil } }
  }

  var found: [DiscrepancyFound] {
    compactMap { if case .discrepancyFound(let found) = $0 { found } else { nil } }
  }

  var cleared: [DiscrepancyCleared] {
    compactMap { if case .discrepancyCleared(let cleared) = $0 { cleared } else { nil } }
  }

  var days: [DayClosed] {
    compactMap { if case .dayClosed(let day) = $0 { day } else { nil } }
  }

  var marks: [EquityMarked] {
    compactMap { if case .equityMarked(let mark) = $0 { mark } else { nil } }
  }
}

extension Instant {
  static let monday = Instant(Components(year: 2024, month: 3, day: 4))!
  static let noon = monday + .hours(12)
  static let tuesday = monday + .days(1)
}

extension Event {
  static var configured: Event {
    var configuration = Configuration()
    configuration.paper.account = "paper"
    configuration.paper.takerFee = "0.001"
    return .configurationApplied(ConfigurationApplied(configuration: configuration))
  }

  static func listed(
    _ instrument: Name, base: Name, quote: Name = "USDT", kind: InstrumentKind = .linear
  ) -> Event {
    .instrumentListed(
      InstrumentListed(
        instrument: instrument, base: base, quote: quote, kind: kind, tick: "0.1", lot: "0.001",
        minimumQuantity: "0.001", minimumNotional: 5, maximumLeverage: 10,
        maintenanceMargin: "0.004"))
  }

  static func ticked(_ at: Instant) -> Event { .clockTicked(ClockTicked(at: at)) }

  static func reported(
    _ kind: BalanceKind, _ amount: Money, _ asset: Name = "USDT", in account: Name = "paper",
    at: Instant = .noon
  ) -> Event {
    .balanceReported(
      BalanceReported(account: account, asset: asset, kind: kind, amount: amount, at: at))
  }

  static func deposited(_ amount: Money, _ asset: Name = "USDT", in account: Name = "paper")
    -> Event
  {
    reported(.deposit, amount, asset, in: account)
  }

  static func candle(
    _ close: Price, of instrument: Name = "BTC/USDT", _ frame: TimeFrame = .m1,
    closing: Instant = .noon
  ) -> Event {
    .candleClosed(
      CandleClosed(
        instrument: instrument, timeFrame: frame, openTime: closing - frame.interval, open: close,
        high: close, low: close, close: close, volume: 1, quality: .complete))
  }

  /// A fill that is the whole of its order.
  static func filled(
    _ name: String, _ side: Side, _ quantity: Quantity, at price: Price, fee: Money = 0,
    in feeAsset: Name = "USDT", of instrument: Name = "BTC/USDT", trade: String = "trade",
    account: Name = Name(), time: Instant = .noon
  ) -> Event {
    .orderFilled(
      .fill(
        name, order: name, side, quantity, at: price, fee: fee, in: feeAsset, of: instrument,
        trade: trade, account: account, filled: quantity, remaining: 0, time: time))
  }

  static func approved(
    _ trade: String, _ strategy: Name, on instrument: Name = "BTC/USDT", at: Instant = .noon
  ) -> Event {
    var approved = TradeApproved()
    approved.trade = Identifier(of: "trade", trade)
    approved.setup = Identifier(of: "setup", trade)
    approved.strategy = strategy
    approved.instrument = instrument
    approved.asOf = at
    approved.expiresAt = at + .minutes(5)
    return .tradeApproved(approved)
  }

  static func tradeClosed(
    _ trade: String, profit: Money, on instrument: Name = "BTC/USDT", at: Instant = .noon
  ) -> Event {
    var closed = TradeClosed()
    closed.trade = Identifier(of: "trade", trade)
    closed.instrument = instrument
    closed.profit = profit
    closed.at = at
    return .tradeClosed(closed)
  }

  static func funding(
    _ amount: Money, on instrument: Name = "BTC/USDT", in asset: Name = "USDT",
    account: Name = "paper", trade: String? = nil, payment: String = "", at: Instant = .noon
  ) -> Event {
    .fundingCharged(
      FundingCharged(
        account: account,
        payment: Identifier(
          of: "payment", account.description, instrument.description, trade ?? "",
          "\(at.nanoseconds)", payment),
        instrument: instrument, trade: trade.map { Identifier(of: "trade", $0) }, asset: asset,
        quantity: 0, price: 0,
        rate: 0, amount: amount, at: at))
  }

  static func requested(
    _ order: String, _ side: Side, _ quantity: Quantity, limit: Price?,
    of instrument: Name = "ETH/USDT", reduceOnly: Bool = false, at: Instant = .noon
  ) -> Event {
    .orderRequested(
      OrderRequested(
        order: Identifier(of: "order", order), trade: Identifier(of: "trade"),
        setup: Identifier(of: "setup"), instrument: instrument, side: side,
        kind: limit == nil ? .market : .limit, purpose: .entry, quantity: quantity,
        limitPrice: limit, reduceOnly: reduceOnly, timeInForce: .goodTillCancelled, attempt: 1,
        at: at))
  }

  static func accepted(
    _ order: String, of instrument: Name = "ETH/USDT", at: Instant = .noon
  ) -> Event {
    var accepted = OrderAccepted()
    accepted.order = Identifier(of: "order", order)
    accepted.instrument = instrument
    accepted.at = at
    return .orderAccepted(accepted)
  }

  static func cancelled(
    _ order: String, filled: Quantity, of instrument: Name = "ETH/USDT", at: Instant = .noon
  ) -> Event {
    var cancelled = OrderCancelled()
    cancelled.order = Identifier(of: "order", order)
    cancelled.instrument = instrument
    cancelled.filled = filled
    cancelled.at = at
    return .orderCancelled(cancelled)
  }

  static func amended(
    _ order: String, _ quantity: Quantity, limit: Price, of instrument: Name = "ETH/USDT",
    at: Instant = .noon
  ) -> Event {
    var amended = OrderAmended()
    amended.order = Identifier(of: "order", order)
    amended.instrument = instrument
    amended.quantity = quantity
    amended.limitPrice = limit
    amended.at = at
    return .orderAmended(amended)
  }
}

extension OrderFilled {
  static func fill(
    _ name: String, order: String, _ side: Side, _ quantity: Quantity, at price: Price,
    fee: Money = 0, in feeAsset: Name = "USDT", of instrument: Name = "BTC/USDT",
    trade: String = "trade", account: Name = Name(), filled: Quantity, remaining: Quantity,
    time: Instant = .noon
  ) -> OrderFilled {
    OrderFilled(
      order: Identifier(of: "order", order), trade: Identifier(of: "trade", trade),
      setup: Identifier(of: "setup", trade), instrument: instrument, account: account,
      fill: Identifier(of: "fill", name), venueTradeID: "1", side: side, quantity: quantity,
      price: price, fee: fee, feeAsset: feeAsset, liquidity: .taker, filled: filled,
      remaining: remaining, at: time)
  }
}
