import Bus
import EventLog
import EventSourcing
import Events
import Foundation
import JournalCore
import Testing

@testable import JournalService

/// Figures, printed; run with MARTLET_BENCHMARK=1 in a release build.
@Suite(
  .serialized, .enabled(if: ProcessInfo.processInfo.environment["MARTLET_BENCHMARK"] != nil))
struct LatencyTests {
  private func durable(_ mode: Sequencer.Mode, roster: [Producer] = []) -> Journal.Options {
    var options = options(mode, roster: roster)
    options.log.durable = true
    return options
  }

  private func report(_ what: String, _ nanoseconds: [Int64]) {
    let sorted = nanoseconds.sorted()
    let p50 = Double(sorted[sorted.count / 2]) / 1e3
    let p99 = Double(sorted[sorted.count * 99 / 100]) / 1e3
    print("\(what): p50 \(p50) us, p99 \(p99) us, \(sorted.count) times")
  }

  @Test(arguments: [Transport.ipc, .tcp(ports: nil)])
  func `one event acknowledged over the bus`(transport: Transport) throws {
    try withDirectory { directory in
      var options = durable(.live)
      options.transport = transport
      let journal = try RunningJournal(directory, options: options)
      defer { journal.kill() }
      var link = try marketData(directory)
      _ = try link.poll { !$0.welcomes.isEmpty }
      var times: [Int64] = []
      for index in 0..<3_000 {
        let begin = monotonicNanoseconds()
        try link.propose([.candle("\(index)")], as: .marketData)
        while try link.poll(timeout: 100).acknowledgements.isEmpty {}
        times.append(monotonicNanoseconds() - begin)
      }
      report("one event acknowledged over \(transport)", times)
    }
  }

  @Test func `batches of 256 events`() throws {
    try withDirectory { directory in
      let journal = try RunningJournal(directory, options: durable(.live))
      defer { journal.kill() }
      var link = try marketData(directory)
      _ = try link.poll { !$0.welcomes.isEmpty }
      let batches = (0..<800).map { batch in (0..<256).map { Proposal.candle("\(batch).\($0)") } }
      let begin = monotonicNanoseconds()
      for batch in batches { try link.propose(batch, as: .marketData) }
      while link.unacknowledged > 0 { _ = try link.poll(timeout: 100) }
      let seconds = Double(monotonicNanoseconds() - begin) / 1e9
      print("batches of 256: \(Int(800 * 256 / seconds)) events a second")
    }
  }

  /// One candle, an answer, an answer to that: two hops of a cascade, with the durable appends.
  @Test func `a step of a cascade in lock-step`() throws {
    try withDirectory { directory in
      let journal = try RunningJournal(
        directory, options: durable(.lockstep, roster: [.indicator, .signal]))
      defer { journal.kill() }
      let indicator = try ToyService(directory, .indicator, .indicator)
      let signal = try ToyService(directory, .signal, .signal)
      defer { indicator.stop(); signal.stop() }
      var link = try marketData(directory)
      _ = try link.poll { !$0.welcomes.isEmpty }
      var times: [Int64] = []
      for index in 0..<1_500 {
        let begin = monotonicNanoseconds()
        try link.propose([.candle("\(index)")], as: .marketData)
        // The candle is acknowledged when it is durable; its answer comes one step later.
        var answer: Int64?
        while answer == nil {
          for event in try link.poll(timeout: 100).events where event.producer == .indicator {
            answer = monotonicNanoseconds()
          }
        }
        times.append((answer! - begin) / 2)
      }
      report("a step of a cascade", times)
    }
  }
}
