import EventSourcing
import Events
import Testing

@Suite struct RederivationTests {
  private func derive(_ events: [StoredEvent]) throws -> Int {
    var derivation = Rederivation<Tally>()
    for stored in events { try derivation.read(stored, try Event(stored)) }
    try derivation.finish()
    return derivation.agreed
  }

  @Test(arguments: 0..<20)
  func `an honest log agrees in every conclusion`(seed: Int) throws {
    let log = SampleLog(ticks: 100, lag: seed % 5, seed: seed)
    #expect(try derive(log.events) == log.final.state.said)
  }

  @Test func `a changed conclusion is named with both its forms`() throws {
    var events = SampleLog(ticks: 30, lag: 0, seed: 3).events
    let index = try #require(events.firstIndex { $0.producer == .signal })
    let honest = events[index].proposal
    var fired = SignalFired()
    fired.value = 99
    events[index].proposal.payload = Event.signalFired(fired).json
    #expect {
      _ = try derive(events)
    } throws: { error in
      error as? Difference
        == .differs(
          producer: .signal, seq: events[index].seq, recorded: events[index].proposal,
          expected: honest)
    }
  }

  @Test func `a missing conclusion is named with its cause`() throws {
    var events = SampleLog(ticks: 30, lag: 0, seed: 3).events
    let index = try #require(events.firstIndex { $0.producer == .signal })
    let lost = events.remove(at: index).proposal
    #expect {
      _ = try derive(events)
    } throws: { error in
      error as? Difference == .missing(producer: .signal, cause: lost.cause, expected: lost)
    }
  }

  @Test func `a conclusion that nothing leads to is named`() throws {
    var log = SampleLog(ticks: 1, lag: 0, seed: 3)
    let extra = Proposal(
      answer: 0, of: .signal, to: 1, id: log.events[0].proposal.id, .signalFired(SignalFired()))
    let stored = log.append(extra, .signal)
    #expect {
      _ = try derive(log.events)
    } throws: { error in
      error as? Difference
        == .unexpected(producer: .signal, seq: stored.seq, recorded: stored.proposal)
    }
  }

  @Test func `answers that are still under way are not missed`() throws {
    let log = SampleLog(ticks: 30, lag: 0, seed: 3)
    let last = try #require(log.events.lastIndex { $0.producer == .signal })
    let start = try #require(
      log.events[...last].lastIndex { $0.producer == .signal && $0.proposal.ordinal == 0 })
    _ = try derive(Array(log.events[..<start]))
  }
}
