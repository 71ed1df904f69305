import EventSourcing
import Events
import Foundation
import Quantities
import RiskCore

/// A risk decider and the facts that tests tell it.
final class Scenario {
  var replica = Replica<Risk>()
  /// Whether a bar at the price of a trigger comes before it.
  var feedsPrices = true

  /// Configured, one instrument, 10 000 USDT, Monday noon.
  static func ready(_ configuration: RiskConfiguration = .testing) -> Scenario {
    let scenario = Scenario()
    scenario.given(
      .configured(configuration), .listed("paper:BTC/USDT"), .listed("paper:ETH/USDT"),
      .ticked(.noon), .marked(equity: 10_000))
    return scenario
  }

  func given(_ events: Event...) {
    for event in events { _ = replica.answer(event) }
  }

  func when(_ event: Event) -> [Event] {
    (replica.answer(event) ?? []).map(\.event)
  }

  /// The refusal that a trigger gets; nil when it is approved.
  func refusal(of trigger: SetupTriggered) -> TradeRefused? {
    feed(trigger)
    guard case .tradeRefused(let refused)? = when(.setupTriggered(trigger)).first else {
      return nil
    }
    return refused
  }

  /// The approval that a trigger gets; nil when it is refused.
  func approval(of trigger: SetupTriggered) -> TradeApproved? {
    feed(trigger)
    guard case .tradeApproved(let approved)? = when(.setupTriggered(trigger)).first else {
      return nil
    }
    return approved
  }
}

extension Scenario {
  /// Goes on from the coded form of the state alone.
  func restart() throws {
    let kept = try JSONEncoder().encode(replica.state)
    replica = Replica(restoring: try JSONDecoder().decode(Risk.State.self, from: kept))
  }

  private func feed(_ trigger: SetupTriggered) {
    guard feedsPrices else { return }
    given(.bar(trigger.instrument, trigger.reference, closing: replica.state.now ?? trigger.at))
  }
}

extension Instant {
  static let monday = Instant(Components(year: 2024, month: 3, day: 4))!
  static let noon = monday + .hours(12)
  static let tuesday = monday + .days(1)
}

extension RiskConfiguration {
  /// Limits that tests were computed with; those that would stand in the way are wide.
  static let testing = RiskConfiguration().with {
    $0.riskPerTrade = "0.01"
    $0.leverage = 5
    $0.fee = "0.0005"
    $0.maximumNotional = 3
    $0.maximumPerInstrument = 2
    $0.accountLeverage = 100
    $0.groupRisk = 1
    $0.groupExposure = 100
    $0.valueAtRisk = 100
    $0.conditionalValueAtRisk = 100
    $0.consecutiveLosses = 100
    $0.ordersPerSecond = 100
    $0.ordersPerMinute = 100
    $0.queuedOrders = 0
  }

  func with(_ change: (inout RiskConfiguration) -> Void) -> RiskConfiguration {
    var copy = self
    change(&copy)
    return copy
  }
}

extension Event {
  static func configured(_ risk: RiskConfiguration) -> Event {
    var configuration = Configuration()
    configuration.risk = risk
    configuration.paper.account = "paper"
    return .configurationApplied(ConfigurationApplied(configuration: configuration))
  }

  static func listed(
    _ instrument: Name, kind: InstrumentKind = .linear, tick: Price = "0.1",
    lot: Quantity = "0.001", minimumQuantity: Quantity = "0.001", minimumNotional: Money = 5,
    maximumLeverage: Ratio = 10
  ) -> Event {
    .instrumentListed(
      InstrumentListed(
        instrument: instrument, base: "BTC", quote: "USDT", kind: kind, tick: tick, lot: lot,
        minimumQuantity: minimumQuantity, minimumNotional: minimumNotional,
        maximumLeverage: maximumLeverage, maintenanceMargin: "0.004"))
  }

  /// A flat bar of a minute, or of another time frame, that closes then.
  static func bar(
    _ instrument: Name, _ price: Price, closing: Instant, _ timeFrame: TimeFrame = .m1
  ) -> Event {
    .candleClosed(
      CandleClosed(
        instrument: instrument, timeFrame: timeFrame,
        openTime: timeFrame.opening(of: closing - .nanoseconds(1)), open: price, high: price,
        low: price, close: price, volume: 1, quality: CandleQuality()))
  }

  static func ticked(_ at: Instant) -> Event { .clockTicked(ClockTicked(at: at)) }

  static func marked(
    equity: Money, balance: Money? = nil, deposits: Money = 10_000, at: Instant = .noon,
    asset: Name = "USDT"
  ) -> Event {
    let balance = balance ?? equity
    return .equityMarked(
      EquityMarked(
        account: "paper", asset: asset, balance: balance, unrealised: equity - balance,
        equity: equity, deposits: deposits, at: at))
  }

  static func opened(
    _ trade: Identifier, on instrument: Name, quantity: Quantity, entry: Price, stop: Price,
    direction: Direction = .long
  ) -> Event {
    .tradeOpened(
      TradeOpened(
        trade: trade, setup: .zero, strategy: "test", instrument: instrument,
        direction: direction, quantity: quantity, entry: entry, stop: stop, target1: entry,
        target2: entry, risk: 0, fees: 0, at: .noon))
  }

  static func closed(
    _ trade: Identifier, on instrument: Name, net: Money = 0, multiple: Ratio = 0,
    at: Instant = .noon
  ) -> Event {
    var closed = TradeClosed()
    closed.trade = trade
    closed.strategy = "test"
    closed.net = net
    closed.multiple = multiple
    closed.at = at
    closed.instrument = instrument
    return .tradeClosed(closed)
  }

  static func abandoned(_ trade: Identifier) -> Event {
    var abandoned = TradeAbandoned()
    abandoned.trade = trade
    return .tradeAbandoned(abandoned)
  }

  static func entryRequested(_ trade: Identifier) -> Event {
    var order = OrderRequested()
    order.trade = trade
    order.purpose = .entry
    return .orderRequested(order)
  }
}

extension SetupTriggered {
  /// A long on BTC: reference 27 412.5, stop 26 998, valid for six hours from noon.
  static func long(
    _ name: String = "one", on instrument: Name = "paper:BTC/USDT", entry: EntryStyle = .market,
    reference: Price = "27412.5", stop: Price = "26998"
  ) -> SetupTriggered {
    trigger(name, .long, on: instrument, entry: entry, reference: reference, stop: stop)
  }

  static func short(
    _ name: String = "one", on instrument: Name = "paper:BTC/USDT", entry: EntryStyle = .market,
    reference: Price = "27412.5", stop: Price = "27655"
  ) -> SetupTriggered {
    trigger(name, .short, on: instrument, entry: entry, reference: reference, stop: stop)
  }

  private static func trigger(
    _ name: String, _ direction: Direction, on instrument: Name, entry: EntryStyle,
    reference: Price, stop: Price
  ) -> SetupTriggered {
    let distance = reference - stop
    return SetupTriggered(
      setup: Identifier(of: "setup", name), instrument: instrument, strategy: "test",
      type: .supportRejection, direction: direction, level: .zero, at: .noon,
      reference: reference,
      entryLow: min(reference - distance * "0.5", reference + distance * "0.25"),
      entryHigh: max(reference - distance * "0.5", reference + distance * "0.25"), entry: entry,
      stop: stop, target1: reference + distance * "1.5", target2: reference + distance * 3,
      confidence: 50, regime: Regime(), levelPrice: 0, levelStrength: 50, atr: 100, reward: 1.2,
      expiresAt: .noon + .hours(6))
  }
}
