import Digest
import EventSourcing
import Events
import JournalCore

/// The journal's disk: what was written, and what of it survives.
///
/// It appends as the real log does: one transaction at a time, an id once, the chain over it all.
struct Disk {
  /// How a transaction under way ended in a crash.
  enum Loss: String {
    case nothing, all, torn, kept
  }

  private(set) var events: [StoredEvent] = []
  /// The events that a finished fsync covers.
  private(set) var durable = 0
  /// Those that really are on the disk; less only when it lies.
  private var kept = 0
  private(set) var epochs: [Producer: Int64] = [:]
  private var places: [Identifier: Int] = [:]
  private var hasher = Hashing()
  var isLying = false {
    didSet { hasLied = hasLied || isLying }
  }
  private(set) var hasLied = false

  /// A reference, so that the disk can be copied.
  private final class Hashing {
    private var hasher = ChainHasher()
    func link(_ event: StoredEvent, after chain: Digest256) -> Digest256 {
      hasher.link(event, after: chain)
    }
  }

  var head: LogHead {
    guard durable > 0 else { return .empty }
    let last = events[durable - 1]
    return LogHead(seq: last.seq, time: last.time, chain: last.chain)
  }

  func epoch(of producer: Producer) -> Int64 { epochs[producer] ?? 0 }

  mutating func raiseEpoch(of producer: Producer, to epoch: Int64) { epochs[producer] = epoch }

  /// What the durable log says of a proposal.
  func find(_ proposal: Proposal) -> AppendOutcome? {
    guard let place = places[proposal.id] else { return nil }
    let stored = events[place]
    return stored.proposal == proposal ? .duplicate(stored.seq) : .conflict(stored.seq)
  }

  /// Writes a transaction; it is not durable before `sync`.
  mutating func write(_ batches: [ProposalBatch], wall: Int64) -> [[AppendOutcome]] {
    batches.map { batch in
      batch.proposals.map { proposal in
        if let outcome = find(proposal) { return outcome }
        let previous = events.last
        var stored = StoredEvent(
          seq: SequenceNumber(events.count + 1), time: max(previous?.time ?? 0, wall),
          producer: batch.producer, epoch: batch.epoch, proposal: proposal, chain: .zero)
        stored.chain = hasher.link(stored, after: previous?.chain ?? .zero)
        places[proposal.id] = events.count
        events.append(stored)
        return .appended(stored.seq)
      }
    }
  }

  /// The events of the transaction under way.
  var unsynced: ArraySlice<StoredEvent> { events[durable...] }

  mutating func sync() {
    durable = events.count
    if !isLying { kept = durable }
  }

  /// The machine goes down; what is on the disk afterwards.
  mutating func crash(_ dice: inout Dice) -> Loss {
    if kept < durable { return lose(downTo: kept, .all) }
    guard durable < events.count else { return .nothing }
    switch dice.number(0...2) {
    case 0: return lose(downTo: durable, .all)
    case 1:
      // Some of it is there, but not its end: the transaction counts as never begun.
      return lose(downTo: durable, .torn)
    default:
      sync()
      return .kept
    }
  }

  /// Whether it has said to keep what it has not.
  var hasSomethingToHide: Bool { kept < durable }

  /// Loses the last of what it had kept.
  mutating func forget(_ count: Int) { kept = max(0, min(kept, durable - count)) }

  private mutating func lose(downTo count: Int, _ loss: Loss) -> Loss {
    for event in events[count...] { places[event.proposal.id] = nil }
    events.removeLast(events.count - count)
    durable = count
    return loss
  }

  func read(from first: SequenceNumber, limit: Int) -> [StoredEvent] {
    guard first >= 1, first <= SequenceNumber(durable) else { return [] }
    let start = Int(first) - 1
    return Array(events[start..<min(start + limit, durable)])
  }
}

extension Disk {
  /// The sequencer of a journal that starts on this disk.
  func sequencer(_ mode: Sequencer.Mode, roster: [Producer]) -> Sequencer {
    guard mode == .lockstep else {
      return Sequencer(
        mode: mode, roster: roster, epochs: epochs, settled: SequenceNumber(durable))
    }
    let answer = events[..<durable].last { event in
      roster.contains(event.producer) && event.proposal.type.topic != .system
    }
    let settled = answer?.proposal.cause ?? 0
    return Sequencer(
      mode: mode, roster: roster, epochs: epochs, settled: settled,
      types: events[Int(settled)..<durable].map(\.proposal.type))
  }
}
