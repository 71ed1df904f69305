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
    HaltSection.run()
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
}
