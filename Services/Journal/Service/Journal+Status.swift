import Bus
import Events
import JournalCore

/// How many events a second were appended lately.
struct EventRate {
  private static let window = 20
  var count = 0
  private var samples: [(time: Int64, count: Int)] = []

  mutating func sample(now: Int64) {
    samples.append((now, count))
    if samples.count > EventRate.window { samples.removeFirst() }
  }

  /// Events a second over the last samples.
  var perSecond: Int {
    guard let first = samples.first, let last = samples.last, last.time > first.time else {
      return 0
    }
    return Int(Double(last.count - first.count) / (Double(last.time - first.time) / 1e9))
  }
}

extension Journal {
  /// What `martlet status` asks for.
  var status: StatusReport {
    let now = monotonicNanoseconds()
    let participants = sequencer.standings.filter { $0.epoch > 0 && $0.producer != .journal }.map {
      standing in
      let contact = contacts[standing.producer.index]
      return ParticipantStatus(
        producer: standing.producer,
        isConnected: contact.peer != nil && now - contact.lastHeard < Journal.contactTimeout,
        epoch: standing.epoch, answeredThrough: standing.answeredThrough,
        applied: contact.applied, pending: standing.pending)
    }
    return StatusReport(
      head: head, mode: sequencer.mode == .lockstep ? .lockstep : .live,
      eventsPerSecond: rate.perSecond, settled: sequencer.settled,
      waitingFacts: sequencer.waitingFacts, refusals: refusals,
      strangers: station.gatekeeper.refused - selfTests, participants: participants)
  }
}
