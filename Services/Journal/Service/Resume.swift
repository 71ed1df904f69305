import EventLog
import EventSourcing
import Events
import JournalCore

extension Sequencer {
  /// Takes up the order where the log ends.
  ///
  /// In lock-step the last answer in the log says what is settled: the answers to an event are
  /// appended together, and in the order of the events.
  init(
    mode: Mode, roster: [Producer], resuming log: borrowing SegmentedLog,
    reader: inout LogFileReader
  ) throws(LogError) {
    var epochs: [Producer: Int64] = [:]
    for producer in Producer.allCases { epochs[producer] = log.currentEpoch(of: producer) }
    let head = log.head.seq
    switch mode {
    case .live: self.init(mode: mode, roster: roster, epochs: epochs, settled: head)
    case .lockstep:
      let settled = try lastCause(through: head, of: roster, in: &reader)
      var types: [EventType] = []
      var next = settled + 1
      while next <= head {
        let events = try reader.read(from: next, limit: 4_096)
        guard let last = events.last else { break }
        types += events.map(\.proposal.type)
        next = last.seq + 1
      }
      self.init(mode: mode, roster: roster, epochs: epochs, settled: settled, types: types)
    }
  }
}

/// The cause of the last answer in the log; 0 when there is none.
private func lastCause(
  through head: SequenceNumber, of roster: [Producer], in reader: inout LogFileReader
) throws(LogError) -> SequenceNumber {
  var end = head
  while end > 0 {
    let start = max(1, end - 1_023)
    let events = try reader.read(from: start, limit: Int(end - start + 1))
    let answer = events.last { event in
      roster.contains(event.producer) && event.proposal.type.topic != .system
    }
    if let answer { return answer.proposal.cause }
    end = start - 1
  }
  return 0
}
