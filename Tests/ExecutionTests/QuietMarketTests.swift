import EventSourcing
import Events
import ExecutionCore
import PaperVenue
import Quantities
import Testing

/// What a bar costs while nothing is open.
struct QuietMarketTests {
  static let count = 20_000

  /// The figure is printed; only a build with optimization is held to it, with room for a busy
  /// machine.
  @Test func `a bar costs next to nothing while nothing is open`() {
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
    report("execution, bar", bars) { execution.answer($0)?.count ?? 0 }
    report("execution, tick", ticks) { execution.answer($0)?.count ?? 0 }
    report("paper venue, bar", bars) { venue.answer($0)?.count ?? 0 }
  }

  private func report(_ name: String, _ events: [Event], _ answer: (Event) -> Int) {
    var answers = 0
    let clock = ContinuousClock()
    let time = clock.measure {
      for index in 0..<Self.count { answers += answer(events[index]) }
    }
    let nanoseconds = Double(time.components.attoseconds) / 1e9 / Double(Self.count)
    print("\(name): \(Int(nanoseconds.rounded())) ns per event")
    #expect(answers == 0)
    #if !DEBUG
      #expect(nanoseconds < 300)
    #endif
  }
}
