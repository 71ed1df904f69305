import Assembly
import Counting
import EventSourcing
import Events
import ExecutionCore
import LedgerCore
import MarketDataCore
import MarketDataFiles
import Quantities
import RiskCore

/// What an event of a whole session costs the deciders that stand before the money, each alone;
/// and how long a person's halt takes to the last cancellation.
enum GuardSection {
  static func run() throws {
    let events = try session()
    figure("events of a session", spaced(Double(events.count)))
    measure("risk", Risk.self, events)
    measure("execution", Execution.self, events)
    measure("ledger", Ledger.self, events)
    for count in [10, 100, 1_000] { measureHalt(resting: count) }
  }

  /// All events of a backtest of the generated market, in their order.
  private static func session() throws -> [Event] {
    var configuration = Configuration.standard
    configuration.market.days = 60
    configuration.market.instruments = 3
    var market = try market(from: configuration)
    var suite = Suite()
    var log: [Event] = [.configurationApplied(ConfigurationApplied(configuration: configuration))]
    var next = 0
    var facts: [Event] = []
    repeat {
      while next < log.count {
        suite.answer(log[next], into: &log)
        next += 1
      }
      guard market.nextStep(into: &facts) else { break }
      log += facts
    } while true
    return log
  }

  private static func measure<D: Decider>(
    _ name: String, _ decider: D.Type, _ events: [Event]
  ) {
    let inputs = events.count { D.Input($0) != nil }
    var allocations: UInt64 = 0
    let time = medianDuration(of: 5) {
      var replica = Replica<D>()
      let before = counting_allocations()
      for index in events.indices { _ = replica.answer(events[index]) }
      allocations = UInt64(counting_allocations() - before)
    }
    figure(
      name,
      "\(tenths(time.processor / Double(events.count) * 1e9)) ns an event, "
        + "\(tenths(time.processor / Double(inputs) * 1e9)) ns an input, "
        + "\(hundredths(Double(allocations) / Double(events.count))) allocations an event, "
        + "\(spaced(Double(inputs))) inputs")
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

  private static func restingEntries(_ count: Int) -> Replica<Execution> {
    let instrument: Name = "bench:BTC/USDT"
    var replica = Replica<Execution>()
    var configuration = Configuration.standard
    configuration.risk.maximumTrades = count
    configuration.risk.maximumPerInstrument = count
    configuration.risk.ordersPerSecond = count
    configuration.risk.ordersPerMinute = count
    configuration.risk.accountLeverage = 100
    let candle = CandleClosed(
      instrument: instrument, timeFrame: .m1, openTime: .epoch, open: 100, high: 100, low: 100,
      close: 100, volume: 1, quality: .complete)
    let setUp: [Event] = [
      .configurationApplied(ConfigurationApplied(configuration: configuration)),
      .instrumentListed(TradingFloor.listing(of: instrument)),
      .equityMarked(TradingFloor.equity(of: configuration)),
      .clockTicked(ClockTicked(at: candle.closeTime)), .candleClosed(candle),
    ]
    for event in setUp { _ = replica.answer(event) }
    for number in 0..<count {
      let approval = TradingFloor.approval(number, of: instrument, at: candle.closeTime)
      for case .orderRequested(let order) in replica.answer(.tradeApproved(approval)) ?? [] {
        _ = replica.answer(
          .orderSendStarted(
            OrderSendStarted(
              order: order.order, trade: order.trade, setup: order.setup,
              instrument: instrument, clientOrderID: "c", attempt: 1, signedAt: order.at,
              receiveWindow: .seconds(2))))
        _ = replica.answer(
          .orderAccepted(
            OrderAccepted(
              order: order.order, trade: order.trade, setup: order.setup, instrument: instrument,
              venueOrderID: "v", at: order.at)))
      }
    }
    return replica
  }
}
