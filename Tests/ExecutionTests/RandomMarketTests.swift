import EventSourcing
import Events
import ExecutionCore
import Foundation
import PaperVenue
import Quantities
import Testing

/// Execution and the paper venue against each other in markets that nobody planned.
struct RandomMarketTests {
  private static var configuration: Configuration {
    var configuration = Configuration.testing
    configuration.paper.slippage = "0.0003"
    configuration.strategies[0].timeout = .minutes(90)
    configuration.strategies[0].runnerTimeout = .minutes(240)
    return configuration
  }

  /// Runs a market of so many minutes, then flattens and lets everything leave.
  private static func run(
    seed: Int, minutes: Int, through disturb: (inout Floor, Int) -> Void = { _, _ in },
    _ audit: (Floor) -> Void = { _ in }, watch: ((Floor, Event) -> Void)? = nil
  ) -> Floor {
    var floor = Floor(configuration)
    floor.watch = watch
    var market = RandomMarket(seed: seed)
    for minute in 0..<minutes {
      for batch in market.next() {
        floor.publish(batch)
        audit(floor)
      }
      disturb(&floor, minute)
    }
    let halted = TradingHalted(
      reason: .requested, flatten: true, at: .minute(market.minute + 1))
    floor.publish(.tradingHalted(halted))
    for minute in 1...5 {
      floor.bar(market.minute + minute, 100, 100, 100, 100, volume: 10_000)
      audit(floor)
    }
    return floor
  }

  @Test(arguments: 0..<16)
  func `entries are exits and position, always, and nothing rests unprotected`(seed: Int) {
    let auditor = Auditor()
    let floor = Self.run(seed: seed, minutes: 800, auditor.audit, watch: auditor.watch)
    auditor.conclude(floor)
    // A market in which nothing happens proves nothing.
    #expect(auditor.closed.values.reduce(0, +) > 10)
    #expect(auditor.closed.keys.count > 3)
    #expect(auditor.partialFills > 5)
  }

  @Test(arguments: 0..<8)
  func `a state that was written and read goes on as if nothing had been`(seed: Int) throws {
    let undisturbed = Self.run(seed: seed, minutes: 400)
    let encoder = JSONEncoder()
    let decoder = JSONDecoder()
    let disturbed = Self.run(seed: seed, minutes: 400) { floor, minute in
      guard minute % 31 == seed else { return }
      do {
        let execution = try encoder.encode(floor.execution.state)
        let venue = try encoder.encode(floor.venue.state)
        floor.execution = Replica(
          restoring: try decoder.decode(Execution.State.self, from: execution))
        floor.venue = Replica(restoring: try decoder.decode(PaperVenue.State.self, from: venue))
      } catch { Issue.record(error) }
    }
    #expect(undisturbed.log == disturbed.log)
    #expect(undisturbed.execution.state == disturbed.execution.state)
    #expect(undisturbed.venue.state == disturbed.venue.state)
  }

  @Test(arguments: 0..<8)
  func `folding the log gives the state back without deciding anything`(seed: Int) {
    let floor = Self.run(seed: seed, minutes: 400)
    var execution = Replica<Execution>()
    var venue = Replica<PaperVenue>()
    for (event, answers) in zip(floor.log, floor.answers) {
      execution.replay(event, answers: answers.execution)
      venue.replay(event, answers: answers.venue)
    }
    #expect(execution.state == floor.execution.state)
    #expect(venue.state == floor.venue.state)
  }
}
