import Bus
import EventSourcing
import Events
import JournalCore
import Synchronization
import TestSupport
import Testing

@testable import JournalService

/// The lock-step of six participants on real sockets, with processes that die.
@Suite(.serialized) struct LockstepBusTests {
  private static let bars = 40

  /// The participants, each in its own thread with its own link.
  private final class Services {
    let directory: String
    private(set) var running: [ToyService] = []

    init(_ directory: String) throws {
      self.directory = directory
      for index in 0..<5 { running.append(try start(index)) }
    }

    private func start(_ index: Int) throws -> ToyService {
      switch index {
      case 0: try ToyService(directory, .indicator, .indicator)
      case 1: try ToyService(directory, .signal, .signal)
      case 2: try ToyService(directory, .risk, .risk)
      case 3: try ToyService(directory, .execution, .execution, .paperVenue)
      default: try ToyService(directory, .ledger, .ledger)
      }
    }

    func restart(_ index: Int) throws {
      running[index].stop()
      running[index] = try start(index)
    }

    func stop() { for service in running { service.stop() } }

    var failure: (any Error)? {
      for service in running {
        if let error = service.failure.error.withLock({ $0 }) { return error }
      }
      return nil
    }
  }

  /// Runs the market to its end; `disturb` is called now and then.
  private func story(
    _ disturb: (RunningJournal, Services) throws -> Void = { _, _ in }
  ) throws -> [Identifier] {
    try withDirectory { directory in
      let journal = try RunningJournal(directory, options: options(.lockstep))
      defer { journal.kill() }
      let services = try Services(directory)
      defer { services.stop() }
      var market = try marketData(directory)
      let batches = ToySuite.candles(Self.bars)
      for batch in batches { try market.propose(batch, as: .marketData) }
      let deadline = monotonicNanoseconds() + 60_000_000_000
      var nextTrouble = batches.count
      while market.unacknowledged > 0, monotonicNanoseconds() < deadline {
        _ = try market.poll(timeout: 20)
        if market.unacknowledged < nextTrouble {
          nextTrouble -= 4
          try disturb(journal, services)
        }
      }
      #expect(services.failure == nil)
      return try settledStory(directory, until: deadline)
    }
  }

  private func settledStory(_ directory: String, until deadline: Int64) throws -> [Identifier] {
    let client = try LogClient(dataDirectory: directory)
    while monotonicNanoseconds() < deadline {
      let report = try client.statusReport()
      guard report.settled == report.head.log.seq else { continue }
      let events = try client.read(from: 1, limit: .max)
      return events.filter { $0.proposal.type.topic != .system }.map(\.proposal.id)
    }
    Issue.record("the cascade did not end: \(try client.statusReport())")
    return []
  }

  @Test func `six participants on sockets make the log that one loop makes`() throws {
    let undisturbed = LockstepTests.undisturbed(bars: Self.bars)
    let onSockets = try story()
    #expect(onSockets == undisturbed)
  }

  @Test(arguments: 0..<2)
  func `the same with services and the journal killed and started again`(seed: Int) throws {
    let undisturbed = LockstepTests.undisturbed(bars: Self.bars)
    var random = Seeded(seed)
    let disturbed = try story { journal, services in
      let victim = Int.random(in: 0...5, using: &random)
      if victim == 5 {
        journal.kill()
        try journal.start()
      } else {
        try services.restart(victim)
      }
    }
    #expect(disturbed == undisturbed)
  }
}
