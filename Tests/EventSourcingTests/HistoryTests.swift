import Digest
import EventSourcing
import Events
import TestSupport
import Testing

@Suite struct HistoryTests {
  @Test(arguments: 0..<30)
  func `a history from the log is the history of the run, however late the answers came`(
    seed: Int
  ) throws {
    let log = SampleLog(ticks: 100, lag: seed % 7, seed: seed)
    var history = History<Tally>()
    for stored in log.events { history.read(stored, try Event(stored)) }
    let rest = history.finish()
    var replica = history.replica
    for input in rest { _ = replica.answer(input.event) }
    #expect(replica.state == log.final.state)
  }

  @Test(arguments: 0..<30)
  func `killed at any event, it decides the rest to the same bytes`(seed: Int) throws {
    let log = SampleLog(ticks: 60, lag: 4, seed: seed)
    var generator = Seeded(seed)
    let end = log.cut(using: &generator)
    var history = History<Tally>()
    for stored in log.events[..<end] { history.read(stored, try Event(stored)) }
    let rest = history.finish()
    var replica = history.replica
    let recorded = Set(log.events.map(\.proposal))
    for input in rest {
      for (ordinal, answer) in (replica.answer(input.event) ?? []).enumerated() {
        let proposal = Proposal(
          answer: ordinal, of: .signal, to: input.seq, id: input.id, answer.event)
        #expect(recorded.contains(proposal))
      }
    }
  }

  @Test(arguments: 0..<20)
  func `from a kept state it comes to the same state`(seed: Int) throws {
    let log = SampleLog(ticks: 80, lag: 0, seed: seed)
    var generator = Seeded(seed)
    var history = History<Tally>()
    for stored in log.events[..<log.cut(using: &generator)] {
      history.read(stored, try Event(stored))
    }
    _ = history.finish()
    var second = History<Tally>(
      Replica(restoring: history.replica.state), foldedThrough: history.foldedThrough)
    for stored in log.events { second.read(stored, try Event(stored)) }
    let rest = second.finish()
    var replica = second.replica
    for input in rest { _ = replica.answer(input.event) }
    #expect(replica.state == log.final.state)
  }

  @Test func `a progress mark says that what is before it is answered`() throws {
    var log = SampleLog(ticks: 2, lag: 0, seed: 1)
    var mark = Proposal(
      fact: .progressMarked(ProgressMarked(service: "signal", stateHash: .zero)),
      id: Identifier(of: "mark"))
    mark.cause = 2
    log.append(mark, .signal)
    var history = History<Tally>()
    for stored in log.events { history.read(stored, try Event(stored)) }
    #expect(history.finish().isEmpty)
    #expect(history.replica.state.ticks == 2)
  }

  @Test func `what the journal knows to be answered is not decided again`() throws {
    let log = SampleLog(ticks: 5, lag: 0, seed: 1)
    var history = History<Tally>()
    for stored in log.events { history.read(stored, try Event(stored)) }
    #expect(history.finish(settled: Int64(log.events.count)).isEmpty)
  }
}
