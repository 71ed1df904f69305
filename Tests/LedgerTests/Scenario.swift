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

  func when(_ event: Event) -> [Event] {
    (replica.answer(event) ?? []).map(\.event)
  }

  func balance(_ kind: AccountKind, _ asset: Name, of account: Name = "paper") -> Money {
    state.balance(of: kind, in: asset, of: account)
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
    _ kind: BalanceKind, _ amount: Money, _ asset: Name = "USDT", at: Instant = .noon
  ) -> Event {
    .balanceReported(
      BalanceReported(account: "paper", asset: asset, kind: kind, amount: amount, at: at))
  }

  static func deposited(_ amount: Money, _ asset: Name = "USDT") -> Event {
    reported(.deposit, amount, asset)
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
    in feeAsset: Name = "USDT", of instrument: Name = "BTC/USDT", time: Instant = .noon
  ) -> Event {
    .orderFilled(
      .fill(
        name, order: name, side, quantity, at: price, fee: fee, in: feeAsset, of: instrument,
        filled: quantity, remaining: 0, time: time))
  }
}

extension OrderFilled {
  static func fill(
    _ name: String, order: String, _ side: Side, _ quantity: Quantity, at price: Price,
    fee: Money = 0, in feeAsset: Name = "USDT", of instrument: Name = "BTC/USDT",
    filled: Quantity, remaining: Quantity, time: Instant = .noon
  ) -> OrderFilled {
    OrderFilled(
      order: Identifier(of: "order", order), trade: Identifier(of: "trade"),
      setup: Identifier(of: "setup"), instrument: instrument, fill: Identifier(of: "fill", name),
      venueTradeID: "1", side: side, quantity: quantity, price: price, fee: fee,
      feeAsset: feeAsset, liquidity: .taker, filled: filled, remaining: remaining, at: time)
  }
}
