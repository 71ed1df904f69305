import EventSourcing
import Events
import ExecutionCore
import Quantities

/// How long a person's halt takes to the last cancellation, by the decider alone.
enum HaltSection {
  static func run() {
    for count in [10, 100, 1_000] { measureHalt(resting: count) }
  }

  /// From `HaltRequested` to the last `OrderCancelRequested`, over entries that rest.
  private static func measureHalt(resting count: Int) {
    let execution = restingEntries(count)
    let times = (0..<max(100, 20_000 / count)).map { _ in
      var copy = execution
      return seconds {
        let said = copy.answer(.haltRequested(HaltRequested(reason: "bench"))) ?? []
        let cancellations = said.count {
          if case .orderCancelRequested = $0 { true } else { false }
        }
        precondition(cancellations == count)
      }
    }
    figure("halt to the last of \(spaced(Double(count))) cancellations", percentiles(times))
  }

  /// An entry in each of so many instruments.
  private static func restingEntries(_ count: Int) -> Replica<Execution> {
    var replica = Replica<Execution>()
    let configuration = configuration(for: count)
    let setUp: [Event] = [
      .configurationApplied(ConfigurationApplied(configuration: configuration)),
      .equityMarked(TradingFloor.equity(of: configuration)),
    ]
    for event in setUp { _ = replica.answer(event) }
    for number in 0..<count {
      let instrument = Name("bench:A\(number)/USDT") ?? Name()
      let candle = CandleClosed(
        instrument: instrument, timeFrame: .m1, openTime: .epoch, open: 100, high: 100, low: 100,
        close: 100, volume: 1, quality: .complete)
      let market: [Event] = [
        .instrumentListed(TradingFloor.listing(of: instrument)),
        .clockTicked(ClockTicked(at: candle.closeTime)), .candleClosed(candle),
      ]
      for event in market { _ = replica.answer(event) }
      enter(number, in: instrument, at: candle.closeTime, &replica)
    }
    return replica
  }

  private static func configuration(for count: Int) -> Configuration {
    var configuration = Configuration.standard
    configuration.risk.maximumTrades = count
    configuration.risk.ordersPerSecond = count
    configuration.risk.ordersPerMinute = count
    configuration.risk.accountLeverage = 100
    return configuration
  }

  private static func enter(
    _ number: Int, in instrument: Name, at now: Instant, _ replica: inout Replica<Execution>
  ) {
    let approval = TradingFloor.approval(number, of: instrument, at: now)
    for case .orderRequested(let order) in replica.answer(.tradeApproved(approval)) ?? [] {
      _ = replica.answer(
        .orderSendStarted(
          OrderSendStarted(
            order: order.order, trade: order.trade, setup: order.setup, instrument: instrument,
            clientOrderID: "c", attempt: 1, signedAt: order.at, receiveWindow: .seconds(2))))
      _ = replica.answer(
        .orderAccepted(
          OrderAccepted(
            order: order.order, trade: order.trade, setup: order.setup, instrument: instrument,
            venueOrderID: "v", at: order.at)))
    }
  }
}
