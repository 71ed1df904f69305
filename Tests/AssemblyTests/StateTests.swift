import Assembly
import Digest
import EventSourcing
import Events
import MarketDataFiles
import Quantities
import Testing

private func derived(_ log: ArraySlice<StoredEvent>) throws -> [Producer: Digest256] {
  var derivations = Derivations()
  for stored in log { try derivations.read(stored, Event(stored)) }
  try derivations.finish()
  return try hashes(derivations.states)
}

private func replayed(_ log: ArraySlice<StoredEvent>) throws -> [Producer: Digest256] {
  var replays = Replays()
  for stored in log { try replays.read(stored, Event(stored)) }
  replays.finish()
  return try hashes(replays.states)
}

private func backtest() throws -> Backtest {
  var market = try market(from: .small)
  var backtest = Backtest(.small)
  backtest.run(&market)
  return backtest
}

@Test func `backtest, derivation and replay of the same facts lead to the same states`() throws {
  let log = RecordedRun.shared.log[...]
  let states = try hashes(backtest().states)
  #expect(states.count == Producer.deciders.count)
  #expect(try derived(log) == states)
  #expect(try replayed(log) == states)
}

@Test func `a log that was cut anywhere is replayed to the derived states`() throws {
  let log = RecordedRun.shared.log
  for end in [1, 2, 500, 1_003, log.count / 2 + 1] {
    // Answers of one decider to one event are appended together.
    let cut = try #require(log.indices[end...].first { log[$0].proposal.ordinal == 0 })
    #expect(try replayed(log[..<cut]) == derived(log[..<cut]), "cut after \(cut) events")
  }
}

@Test func `a backtest of the same seed concludes the same, of another seed something else`()
  throws
{
  let digest = try backtest().conclusionDigest()
  let again = try backtest().conclusionDigest()
  #expect(again == digest)
  var configuration = Configuration.small
  configuration.market.seed += 1
  var market = try market(from: configuration)
  var third = Backtest(configuration)
  third.run(&market)
  let other = third.conclusionDigest()
  #expect(other != digest)
}

@Test func `the digest of a log is that of the backtest`() throws {
  var digest = ConclusionDigest()
  for stored in RecordedRun.shared.log where stored.proposal.type.isConclusion {
    let proposal = stored.proposal
    digest.add(proposal.type, subject: proposal.subject, payload: proposal.payload)
  }
  let backtest = try backtest()
  let (count, expected) = (digest.count, backtest.conclusions)
  #expect(count == expected)
  let (value, wanted) = (digest.value(), backtest.conclusionDigest())
  #expect(value == wanted)
}

@Test func `the summary counts what the log holds`() throws {
  var summary = SessionSummary()
  for stored in RecordedRun.shared.log { summary.note(try Event(stored)) }
  let log = RecordedRun.shared.log
  #expect(summary.events == log.count)
  #expect(summary.candles == log.count { $0.proposal.type == .candleClosed })
  #expect(summary.trades.count == log.count { $0.proposal.type == .tradeClosed })
  #expect(summary.trades.count > 0, "the market of the tests should lead to trades")
  let opened = log.count { $0.proposal.type == .tradeOpened }
  #expect(summary.openTrades == opened - summary.trades.count)
  #expect(summary.courses.count == 1 && summary.courses[0].equity.isPositive)
}
