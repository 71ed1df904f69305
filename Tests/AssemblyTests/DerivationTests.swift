import Assembly
import EventSourcing
import Events
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

/// A conclusion from the middle of the log.
private func conclusion(_ type: EventType) throws -> Int {
  try #require(RecordedRun.shared.log.firstIndex { $0.proposal.type == type })
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
  let index = try conclusion(type)
  let event = log[index]
  // The last digit of the payload: it stays canonical and means something else.
  let digit = try #require(
    event.proposal.payload.lastIndex { (UInt8(ascii: "1")...UInt8(ascii: "8")).contains($0) })
  log[index].proposal.payload[digit] += 1
  let found = try difference(in: log)
  guard case .differs(event.producer, event.seq, log[index].proposal, event.proposal) = found
  else {
    Issue.record("found instead: \(String(describing: found))")
    return
  }
}

@Test func `a missing conclusion is found`() throws {
  var log = RecordedRun.shared.log
  let event = log.remove(at: try conclusion(.tradeApproved))
  guard case .missing(.risk, event.proposal.cause, event.proposal) = try difference(in: log) else {
    Issue.record("the missing approval was not found")
    return
  }
}

@Test func `a conclusion too many is found`() throws {
  var log = RecordedRun.shared.log
  let index = try conclusion(.signalFired)
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
    log.indices.dropFirst(200).first { log[$0].proposal.type == .candleClosed })
  guard case .candleClosed(var candle) = try Event(log[index]) else { return }
  candle.volume = candle.volume + "1"
  log[index].proposal.payload = Event.candleClosed(candle).json
  #expect(try difference(in: log) != nil)
}

@Test func `an answer that is still under way is not missed`() throws {
  let log = RecordedRun.shared.log
  for end in stride(from: log.count, to: log.count - 40, by: -1) {
    #expect(try difference(in: Array(log[..<end])) == nil)
  }
}
