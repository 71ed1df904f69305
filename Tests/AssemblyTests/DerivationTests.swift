import Assembly
import EventSourcing
import Events
import Quantities
import Testing

/// Derives a whole log again; the difference, if there is one.
private func difference(in log: [StoredEvent]) throws -> Difference? {
  var derivations = Derivations()
  do {
    for stored in log { try derivations.read(stored, Event(stored)) }
    try derivations.finish()
    return nil
  } catch let difference as Difference {
    return difference
  }
}

/// The first event of a type.
private func first(_ type: EventType) throws -> Int {
  try #require(RecordedRun.shared.log.firstIndex { $0.proposal.type == type })
}

/// The first digit of a value in quotes: with another one the payload stays canonical.
private func digit(in payload: [UInt8]) -> Int? {
  payload.indices.dropFirst(3).last { index in
    (UInt8(ascii: "1")...UInt8(ascii: "8")).contains(payload[index])
      && payload[(index - 3)..<index].elementsEqual("\":\"".utf8)
  }
}

@Test func `every conclusion of a run can be derived again`() throws {
  let log = RecordedRun.shared.log
  var derivations = Derivations()
  for stored in log { try derivations.read(stored, Event(stored)) }
  try derivations.finish()
  let answers = log.count { Producer.deciders.contains($0.producer) }
  #expect(derivations.agreed.reduce(0) { $0 + $1.count } == answers)
  // The run is worth deriving: every decider had something to say.
  #expect(derivations.agreed.allSatisfy { $0.count > 0 })
}

@Test(arguments: [
  EventType.indicatorsComputed, .signalFired, .tradeApproved, .orderRequested, .orderFilled,
  .equityMarked,
])
func `one changed byte of a conclusion is found`(_ type: EventType) throws {
  var log = RecordedRun.shared.log
  let index = try #require(
    log.firstIndex { $0.proposal.type == type && digit(in: $0.proposal.payload) != nil })
  let event = log[index]
  log[index].proposal.payload[try #require(digit(in: event.proposal.payload))] += 1
  let found = try difference(in: log)
  guard case .differs(event.producer, event.seq, log[index].proposal, event.proposal) = found
  else {
    Issue.record("found instead: \(String(describing: found))")
    return
  }
}

@Test func `a missing conclusion is found`() throws {
  var log = RecordedRun.shared.log
  // Nobody reads the books of a day, so nothing else can differ.
  let event = log.remove(at: try first(.dayClosed))
  let found = try difference(in: log)
  guard case .missing(.ledger, event.proposal.cause, event.proposal) = found else {
    Issue.record("found instead: \(String(describing: found))")
    return
  }
}

@Test func `a conclusion too many is found`() throws {
  var log = RecordedRun.shared.log
  let index = try first(.signalFired)
  var extra = log[index]
  extra.proposal.ordinal += 100
  log.insert(extra, at: index + 1)
  guard case .unexpected(.signal, extra.seq, extra.proposal) = try difference(in: log) else {
    Issue.record("the invented signal was not found")
    return
  }
}

@Test func `a changed fact makes its conclusions differ`() throws {
  var log = RecordedRun.shared.log
  let index = try #require(
    try log.indices.dropFirst(200).first {
      // Of the trigger frame: its volume goes into an average.
      guard case .candleClosed(let candle) = try Event(log[$0]) else { return false }
      return candle.timeFrame == .h1
    })
  guard case .candleClosed(var candle) = try Event(log[index]) else { return }
  candle.volume = candle.volume + "1"
  log[index].proposal.payload = Event.candleClosed(candle).json
  #expect(try difference(in: log) != nil)
}

@Test func `answers that are still under way are not missed`() throws {
  let log = RecordedRun.shared.log
  let start = try first(.tradeApproved) - 20
  var derivations = Derivations()
  for stored in log[..<start] { try derivations.read(stored, Event(stored)) }
  for index in start..<(start + 60) {
    try derivations.read(log[index], Event(log[index]))
    // Answers of one decider to one event are appended together, so a log ends behind them.
    let (last, next) = (log[index], log[index + 1])
    let isTorn = last.producer == next.producer && last.proposal.cause == next.proposal.cause
    guard !isTorn || last.proposal.cause == 0 else { continue }
    var ended = derivations
    try ended.finish()
  }
}

@Test func `a difference is told by field, place and bytes`() throws {
  var log = RecordedRun.shared.log
  let index = try first(.tradeApproved)
  let seq = log[index].seq
  let payload = String(decoding: log[index].proposal.payload, as: UTF8.self)
  let changed = payload.replacing(/"stop":"\d+/, with: "\"stop\":\"1")
  log[index].proposal.payload = Array(changed.utf8)
  let text = DifferenceReport(try #require(try difference(in: log))).text
  let lines = text.split(separator: "\n").map(String.init)
  #expect(
    lines[0] == "Event \(seq): risk concludes something else from event "
      + "\(log[index].proposal.cause).")
  #expect(lines[1].hasPrefix("  field     TradeApproved.stop, byte "))
  #expect(lines[2].hasPrefix("  expected  …") && lines[3].hasPrefix("  recorded  …"))
  #expect(lines[3].contains("\"stop\":\"1") && lines[2] != lines[3])
}

@Test func `every kind of difference names its event`() throws {
  let log = RecordedRun.shared.log
  var changed = log[try first(.tradeApproved)].proposal
  changed.subject = "another"
  let differs = Difference.differs(
    producer: .risk, seq: 7, recorded: changed, expected: log[try first(.tradeApproved)].proposal)
  #expect(DifferenceReport(differs).text.contains("field     subject"))
  let missing = Difference.missing(producer: .risk, cause: 8, expected: changed)
  #expect(DifferenceReport(missing).text.hasPrefix("Event 8: risk answers it with TradeApproved"))
  let unexpected = Difference.unexpected(producer: .risk, seq: 9, recorded: changed)
  #expect(DifferenceReport(unexpected).text.hasPrefix("Event 9: the log holds TradeApproved"))
  #expect([differs, missing, unexpected].map(\.seq) == [7, 8, 9])
}
