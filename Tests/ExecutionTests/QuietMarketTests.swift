import EventSourcing
import Events
import ExecutionCore
import PaperVenue
import Quantities
import Testing

/// What is said while nothing is open.
struct QuietMarketTests {
  static let count = 2_000

  @Test func `bars and ticks are answered with nothing while nothing is open`() {
    var execution = Replica<Execution>()
    var venue = Replica<PaperVenue>()
    let setUp: [Event] = [
      .configurationApplied(ConfigurationApplied(configuration: .testing)),
      .instrumentListed(.testing),
    ]
    for event in setUp {
      _ = execution.answer(event)
      _ = venue.answer(event)
    }
    let bars = (0..<Self.count).map { Event.candleClosed(.testing($0, 100, 101, 99, 100)) }
    let ticks = (0..<Self.count).map { Event.clockTicked(ClockTicked(at: .minute($0))) }
    for event in bars + ticks {
      #expect((execution.answer(event) ?? []).isEmpty)
      #expect((venue.answer(event) ?? []).isEmpty)
    }
  }
}
