import Bus
import Digest
import EventLog
import EventSourcing
import Events
import JournalCore
import Synchronization
import Testing

@testable import JournalService

extension JournalLink {
  /// Polls until the turns together satisfy the condition; fails the test after `seconds`.
  mutating func poll(
    seconds: Double = 10, until done: (LinkTurn) -> Bool
  ) throws -> LinkTurn {
    var all = LinkTurn()
    let deadline = monotonicNanoseconds() + Int64(seconds * 1e9)
    while monotonicNanoseconds() < deadline {
      let turn = try poll(timeout: 20)
      all.events += turn.events
      all.acknowledgements += turn.acknowledgements
      all.refusals += turn.refusals
      all.welcomes += turn.welcomes
      all.fenced = turn.fenced ?? all.fenced
      if done(all) { return all }
    }
    Issue.record("nothing came in \(seconds) s: \(all)")
    return all
  }
}

func options(_ mode: Sequencer.Mode, roster: [Producer] = Producer.deciders) -> Journal.Options {
  var options = Journal.Options()
  options.mode = mode
  options.roster = roster
  options.log.durable = false
  return options
}

func marketData(_ directory: String) throws -> JournalLink {
  try JournalLink(
    dataDirectory: directory, service: .marketData, participations: [Participation(.marketData)])
}

@Suite(.serialized) struct JournalBusTests {
  @Test func `what is proposed is acknowledged with its place and comes back as an event`() throws {
    try withDirectory { directory in
      let journal = try RunningJournal(directory, options: options(.live))
      defer { journal.kill() }
      var link = try marketData(directory)
      let welcome = try link.poll { !$0.welcomes.isEmpty }.welcomes[0]
      #expect(welcome.epoch == 1)
      #expect(welcome.mode == .live)
      try link.propose([.candle("1"), .candle("2")], as: .marketData)
      let turn = try link.poll { !$0.acknowledgements.isEmpty && $0.events.count == 2 }
      #expect(turn.acknowledgements[0].places.map(\.seq) == [1, 2])
      #expect(turn.events.map(\.seq) == [1, 2])
      #expect(turn.events[0].chained(after: .zero) == turn.events[0].chain)
      try link.propose([.candle("2")], as: .marketData)
      let again = try link.poll { !$0.acknowledgements.isEmpty }
      #expect(again.acknowledgements[0].places == [Place(seq: 2, isDuplicate: true)])
    }
  }

  @Test func `a killed journal is found again, and what it did not answer is sent again`() throws {
    try withDirectory { directory in
      let journal = try RunningJournal(directory, options: options(.live))
      defer { journal.kill() }
      var link = try marketData(directory)
      try link.propose([.candle("1")], as: .marketData)
      _ = try link.poll { !$0.acknowledgements.isEmpty }
      journal.kill()
      for bar in 2...40 { try link.propose([.candle("\(bar)")], as: .marketData) }
      let quiet = monotonicNanoseconds() + 1_300_000_000
      while monotonicNanoseconds() < quiet { _ = try link.poll(timeout: 50) }
      let wasConnected = link.isConnected
      #expect(!wasConnected)
      try journal.start()
      let turn = try link.poll { $0.acknowledgements.count == 39 && $0.events.count >= 39 }
      #expect(turn.acknowledgements.flatMap(\.places).map(\.seq) == Array(2...40))
      #expect(turn.events.last?.seq == 40)
      let deadline = monotonicNanoseconds() + 10_000_000_000
      while !link.isConnected, monotonicNanoseconds() < deadline { _ = try link.poll(timeout: 50) }
      let (isConnected, epoch) = (link.isConnected, link.epoch(of: .marketData))
      #expect(isConnected)
      #expect(epoch == 1)
    }
  }

  @Test func `an older incarnation is fenced`() throws {
    try withDirectory { directory in
      let journal = try RunningJournal(directory, options: options(.live))
      defer { journal.kill() }
      var old = try marketData(directory)
      _ = try old.poll { !$0.welcomes.isEmpty }
      var new = try marketData(directory)
      let welcome = try new.poll { !$0.welcomes.isEmpty }.welcomes[0]
      #expect(welcome.epoch == 2)
      try old.propose([.candle("old")], as: .marketData)
      let turn = try old.poll { $0.fenced != nil }
      #expect(turn.fenced == .marketData)
      #expect(turn.acknowledgements.isEmpty)
      try new.propose([.candle("new")], as: .marketData)
      let events = try new.poll { !$0.events.isEmpty }.events
      #expect(events.map(\.proposal.id) == [Proposal.candle("new").id])
    }
  }

  /// What it had said may be forgotten for the new one's sake, and nobody would say it again.
  @Test func `an older incarnation that has nothing to say is fenced all the same`() throws {
    try withDirectory { directory in
      let journal = try RunningJournal(directory, options: options(.live))
      defer { journal.kill() }
      var old = try marketData(directory)
      _ = try old.poll { !$0.welcomes.isEmpty }
      do {
        var new = try marketData(directory)
        _ = try new.poll { !$0.welcomes.isEmpty }
      }
      let turn = try old.poll { $0.fenced != nil }
      #expect(turn.fenced == .marketData)
    }
  }

  @Test func `a type that belongs to another is refused and written down`() throws {
    try withDirectory { directory in
      let journal = try RunningJournal(directory, options: options(.live))
      defer { journal.kill() }
      var link = try JournalLink(
        dataDirectory: directory, service: .signal, participations: [Participation(.signal)])
      var order = Proposal.candle("order")
      order.type = .orderAccepted
      let number = try link.propose([order], as: .signal)
      var fired = Proposal.candle("signal")
      fired.type = .signalFired
      try link.propose([fired], as: .signal)
      let turn = try link.poll { !$0.refusals.isEmpty && !$0.events.isEmpty }
      #expect(turn.refusals[0].number == number)
      #expect(turn.refusals[0].code == .notYourType)
      #expect(turn.events.map(\.proposal.type) == [.signalFired])
      #expect(journal.diary(about: "proposal_refused").count == 1)
    }
  }

  @Test func `a key speaks for its own producers only`() throws {
    try withDirectory { directory in
      let journal = try RunningJournal(directory, options: options(.live))
      defer { journal.kill() }
      var link = try JournalLink(
        dataDirectory: directory, service: .signal, participations: [Participation(.risk)])
      let turn = try link.poll { !$0.refusals.isEmpty }
      #expect(turn.refusals[0].code == .notYourProducer)
      #expect(turn.welcomes.isEmpty)
      var observer = try JournalLink(
        dataDirectory: directory, service: .observer, participations: [Participation(.operator)])
      let refusal = try observer.poll { !$0.refusals.isEmpty }.refusals[0]
      #expect(refusal.code == .notYourProducer)
    }
  }

  @Test func `a late reader reads the log and joins the live events`() throws {
    try withDirectory { directory in
      let journal = try RunningJournal(directory, options: options(.live))
      defer { journal.kill() }
      var writer = try marketData(directory)
      for batch in 0..<50 {
        try writer.propose((0..<100).map { .candle("\(batch).\($0)") }, as: .marketData)
      }
      _ = try writer.poll { $0.acknowledgements.count == 50 }
      var reader = try JournalLink(dataDirectory: directory, service: .observer, participations: [])
      _ = try reader.poll { $0.events.count == 5_000 }
      try writer.propose([.candle("last")], as: .marketData)
      _ = try writer.poll { !$0.acknowledgements.isEmpty }
      let live = try reader.poll { !$0.events.isEmpty }.events
      #expect(live.map(\.seq) == [5_001])
      let client = try LogClient(dataDirectory: directory)
      #expect(try client.head().seq == 5_001)
      #expect(try client.read(from: 4_000, limit: 1_500).map(\.seq) == Array(4_000...5_001))
      let report = try client.statusReport()
      #expect(report.head.log.seq == 5_001)
      #expect(report.participants.map(\.producer) == [.marketData])
      #expect(report.participants[0].isConnected)
    }
  }

  @Test func `a reader that was cut off for a while misses nothing`() throws {
    try withDirectory { directory in
      let journal = try RunningJournal(directory, options: options(.live))
      defer { journal.kill() }
      var reader = try JournalLink(dataDirectory: directory, service: .observer, participations: [])
      var writer = try marketData(directory)
      try writer.propose([.candle("first")], as: .marketData)
      _ = try writer.poll { !$0.acknowledgements.isEmpty }
      _ = try reader.poll { !$0.events.isEmpty }
      // Far more messages than both queues hold, while the reader does not look.
      var sent = 0
      for batch in 0..<26_000 {
        try writer.propose([.candle("b\(batch)")], as: .marketData)
        sent += 1
        while writer.unacknowledged > 1_000 { _ = try writer.poll(timeout: 5) }
      }
      while writer.unacknowledged > 0 { _ = try writer.poll(timeout: 5) }
      let events = try reader.poll(seconds: 30) { $0.events.count >= sent }.events
      #expect(events.map(\.seq) == Array(2...Int64(sent + 1)))
    }
  }
}
