import EventSourcing
import Events
import Quantities

@testable import ExecutionCore

/// Execution alone; the test plays the venue.
struct Bench {
  var execution = Replica<Execution>()
  var orders: [OrderPurpose: OrderRequested] = [:]
  private var fills = 0

  init(_ configuration: Configuration = .testing) {
    say(.configurationApplied(ConfigurationApplied(configuration: configuration)))
    say(.instrumentListed(.testing))
    say(.equityMarked(.testing()))
    say(.candleClosed(.testing(0, 100, 100, 100, 100)))
    tick(seconds: 0)
  }

  /// Feeds one event; the answers in words.
  @discardableResult
  mutating func say(_ event: Event) -> [String] {
    let answers = (execution.answer(event) ?? []).map(\.event)
    for case .orderRequested(let order) in answers { orders[order.purpose] = order }
    return answers.map(line)
  }

  @discardableResult
  mutating func tick(seconds: Int) -> [String] {
    say(.clockTicked(ClockTicked(at: .minute(1) + .seconds(Int64(seconds)))))
  }

  @discardableResult
  mutating func approve(_ number: Int = 1) -> [String] {
    say(.tradeApproved(.testing(number)))
  }

  /// An approval in a market where no other trade is.
  @discardableResult
  mutating func approve(apart number: Int) -> [String] {
    let market = Name("paper:M\(number)/USDT") ?? Name()
    var listing = InstrumentListed.testing
    listing.instrument = market
    var candle = CandleClosed.testing(0, 100, 100, 100, 100)
    candle.instrument = market
    var approval = TradeApproved.testing(number)
    approval.instrument = market
    say(.instrumentListed(listing))
    say(.candleClosed(candle))
    return say(.tradeApproved(approval))
  }

  /// The last order for a purpose.
  func order(_ purpose: OrderPurpose) -> OrderRequested {
    guard let order = orders[purpose] else { preconditionFailure("no such order") }
    return order
  }

  /// The order leaves; the venue has not answered.
  @discardableResult
  mutating func send(_ purpose: OrderPurpose) -> [String] {
    let it = order(purpose)
    return say(
      .orderSendStarted(
        OrderSendStarted(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          clientOrderID: "c", attempt: 1, signedAt: it.at, receiveWindow: .seconds(2))))
  }

  @discardableResult
  mutating func accept(_ purpose: OrderPurpose) -> [String] {
    let it = order(purpose)
    return send(purpose)
      + say(
        .orderAccepted(
          OrderAccepted(
            order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
            venueOrderID: "v", at: it.at)))
  }

  @discardableResult
  mutating func reject(_ purpose: OrderPurpose) -> [String] {
    let it = order(purpose)
    return say(
      .orderRejected(
        OrderRejected(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          code: "no", reason: "no", at: it.at)))
  }

  @discardableResult
  mutating func fill(
    _ purpose: OrderPurpose, _ quantity: Quantity, _ price: Price = 100
  ) -> [String] {
    let it = order(purpose)
    fills += 1
    return say(
      .orderFilled(
        OrderFilled(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          fill: Identifier(of: "fill", String(fills)), venueTradeID: "t", side: it.side,
          quantity: quantity, price: price, fee: 0, feeAsset: "USDT", liquidity: .taker,
          filled: 0, remaining: 0, at: it.at)))
  }

  @discardableResult
  mutating func cancelled(_ purpose: OrderPurpose, filled: Quantity = 0) -> [String] {
    let it = order(purpose)
    return say(
      .orderCancelled(
        OrderCancelled(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          filled: filled, at: it.at)))
  }

  @discardableResult
  mutating func doubt(_ purpose: OrderPurpose) -> [String] {
    let it = order(purpose)
    return say(
      .orderOutcomeUnknown(
        OrderOutcomeUnknown(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          why: "timeout", at: it.at)))
  }

  @discardableResult
  mutating func amended(_ purpose: OrderPurpose, _ quantity: Quantity, stop: Price) -> [String] {
    let it = order(purpose)
    return say(
      .orderAmended(
        OrderAmended(
          order: it.order, trade: it.trade, setup: it.setup, instrument: it.instrument,
          quantity: quantity, stopPrice: stop, at: it.at)))
  }

  @discardableResult
  mutating func close(_ number: Int) -> [String] {
    say(
      .closeRequested(
        CloseRequested(trade: Identifier(of: "trade", String(number)), reason: "lunch")))
  }

  /// What is open of the trade.
  var position: Quantity { trade?.tally.position ?? .zero }

  /// The question was asked before, as far as execution knows.
  mutating func ask(attempt: Int) -> [String] {
    Execution.evolve(
      &state,
      with: .reconciliationRequested(
        ReconciliationRequested(
          instrument: .market, attempt: attempt, at: execution.state.clock)))
    return []
  }

  /// The venue states position and orders: what execution thinks they are, but for what is given.
  @discardableResult
  mutating func report(
    long: Quantity? = nil, short: Quantity = 0, without missing: [OrderPurpose] = [],
    and others: [ReportedOrder] = [], filled: Quantity? = nil
  ) -> [String] {
    let orders = execution.state.trades.flatMap(\.orders).filter {
      $0.phase.isAtVenue && !missing.contains($0.purpose)
    }
    let reported =
      others
      + orders.map {
        ReportedOrder(
          order: $0.id, side: $0.side, quantity: $0.quantity, filled: filled ?? $0.filled)
      }
    let held = execution.state.trades.reduce(Quantity.zero) { $0 + $1.tally.position }
    say(
      .positionReported(
        PositionReported(
          account: "paper", instrument: .market, long: long ?? held, short: short,
          at: .minute(1))))
    return say(
      .ordersReported(
        OrdersReported(
          account: "paper", instrument: .market, orders: reported.sorted { $0.order < $1.order },
          at: .minute(1))))
  }

  /// The venue and the log were found to differ there.
  mutating func freeze() {
    Execution.evolve(
      &state,
      with: .instrumentDiverged(
        InstrumentDiverged(
          instrument: .market, what: .orders, expected: 1, actual: 0,
          at: execution.state.clock)))
  }

  private var state: Execution.State {
    get { execution.state }
    set { execution = Replica(restoring: newValue) }
  }

  var trade: Execution.Trade? { execution.state.trades.first }

  /// A trade whose entry rests.
  static func pending(_ configuration: Configuration = .testing) -> Bench {
    var bench = Bench(configuration)
    bench.approve()
    bench.accept(.entry)
    return bench
  }

  /// A trade with an acknowledged stop and both targets.
  static func open(_ configuration: Configuration = .testing) -> Bench {
    var bench = pending(configuration)
    bench.fill(.entry, 1)
    bench.accept(.stop)
    bench.accept(.target1)
    bench.accept(.target2)
    return bench
  }

  /// A trade whose first target is taken and whose stop is at break-even.
  static func partial(_ configuration: Configuration = .testing) -> Bench {
    var bench = open(configuration)
    bench.fill(.target1, "0.5", 115)
    bench.amended(.stop, "0.5", stop: "100.2")
    return bench
  }

  /// A trade of which only the runner is left.
  static func runner(_ configuration: Configuration = .testing) -> Bench {
    var bench = partial(configuration)
    bench.fill(.target2, "0.3", 130)
    bench.amended(.stop, "0.2", stop: "100.2")
    // Two changes of the stop are enough for one second.
    bench.tick(seconds: 1)
    bench.say(.candleClosed(.testing(5, 130, 140, 128, 135, frame: .m5)))
    return bench
  }

  /// A trade whose exit is on its way.
  static func closing(_ configuration: Configuration = .testing) -> Bench {
    var bench = open(configuration)
    bench.tick(seconds: 48 * 3_600)
    bench.cancelled(.target1)
    bench.cancelled(.target2)
    bench.accept(.exit)
    return bench
  }

  /// A flat trade whose targets are still to be cancelled.
  static func closed() -> Bench {
    var bench = open()
    bench.fill(.stop, 1, 90)
    return bench
  }

  /// A trade that contradicts its orders.
  static func diverged() -> Bench {
    var bench = open()
    bench.fill(.target2, "0.4", 130)
    return bench
  }
}

extension Bench {
  /// A trade of which a part is on its way out.
  static func cutting() -> Bench {
    var bench = open()
    bench.say(.exposureReductionRequested(.testing("0.4")))
    bench.accept(.exit)
    return bench
  }

  /// A trade of which more left than was held.
  static func overdrawn() -> Bench {
    var bench = runner()
    bench.fill(.target2, "0.3", 130)
    return bench
  }
}

extension FundingCharged {
  static func testing(_ amount: Money) -> FundingCharged {
    FundingCharged(
      account: "paper", payment: Identifier(of: "payment"), instrument: .market,
      trade: Identifier(of: "trade", "1"), asset: "USDT", quantity: 1, price: 100, rate: "0.0001",
      amount: amount, at: .minute(1))
  }
}

extension ExternalOrderSeen {
  static func testing(_ origin: OrderOrigin) -> ExternalOrderSeen {
    ExternalOrderSeen(
      account: "paper", order: Identifier(of: "external"),
      trade: origin == .liquidation ? Identifier(of: "trade", "1") : nil, instrument: .market,
      venueOrderID: "x", origin: origin, side: .sell, kind: .market, quantity: 1, filled: 0,
      at: .minute(1))
  }
}

extension LimitBreached {
  static func testing(_ limit: LimitKind, asset: Name = "USDT") -> LimitBreached {
    LimitBreached(
      limit: limit, account: "paper", asset: asset, value: 2, allowed: 1, mode: limit.mode,
      at: .minute(1))
  }
}

extension LimitReset {
  static func testing(_ limit: LimitKind, asset: Name = "USDT") -> LimitReset {
    LimitReset(limit: limit, account: "paper", asset: asset, mode: .active, at: .minute(1))
  }
}

extension LimitChanged {
  static var testing: LimitChanged {
    LimitChanged(limit: .maximumTrades, from: 100, to: 50, at: .minute(1))
  }
}

extension ExposureReductionRequested {
  static func testing(_ quantity: Quantity, of number: Int = 1) -> ExposureReductionRequested {
    ExposureReductionRequested(
      trade: Identifier(of: "trade", String(number)), instrument: .market, quantity: quantity,
      held: 2, allowed: 1, at: .minute(1))
  }
}
