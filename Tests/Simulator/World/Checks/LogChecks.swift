import Bus
import Digest
import EventSourcing
import Events
import JournalCore

/// C4, C5, C12: the log has no gap, its chain holds, its time does not go back, and nobody takes an
/// event that is not in it.
struct ChainCheck {
  private var chains: [Digest256] = []
  private var time: Int64 = 0

  mutating func durable(_ stored: StoredEvent) throws(Violation) {
    guard stored.seq == SequenceNumber(chains.count + 1) else {
      throw Violation("C4", "event \(stored.seq) follows event \(chains.count)")
    }
    guard stored.chained(after: chains.last ?? .zero) == stored.chain else {
      throw Violation("C4", "the chain breaks at event \(stored.seq)")
    }
    guard stored.time >= time else {
      throw Violation("C12", "the log's time goes back at event \(stored.seq)")
    }
    chains.append(stored.chain)
    time = stored.time
  }

  /// The chain after an event; nil when the log has no such event.
  func chain(at seq: SequenceNumber) -> Digest256? {
    seq == 0 ? .zero : seq <= SequenceNumber(chains.count) ? chains[Int(seq) - 1] : nil
  }

  func applied(
    _ stored: StoredEvent, by name: String, durable: Int
  ) throws(Violation) {
    guard stored.seq <= SequenceNumber(durable), chain(at: stored.seq) == stored.chain else {
      throw Violation("C5", "\(name) took event \(stored.seq), which is not durable")
    }
  }
}

/// C3, C13: what was acknowledged is in the log, in that place and with those bytes, for ever.
struct AppendCheck {
  private struct Key: Hashable {
    var producer: Producer
    var epoch: Int64
    var number: Int64
  }

  private var waiting: [Key: [Proposal]] = [:]
  private var last: SequenceNumber = 0
  private(set) var acknowledged = 0

  mutating func proposed(_ message: Sequencer.Submission) {
    let key = Key(producer: message.producer, epoch: message.epoch, number: message.number)
    waiting[key] = message.proposals
  }

  /// - Parameter epoch: the one that the producer has.
  mutating func acknowledged(
    _ producer: Producer, _ number: Int64, epoch: Int64, _ outcomes: [AppendOutcome],
    by disk: Disk
  ) throws(Violation) {
    let key = Key(producer: producer, epoch: epoch, number: number)
    guard let proposals = waiting[key] else { return }
    guard proposals.count == outcomes.count else {
      throw Violation(
        "C3", "message \(number) of \(producer.rawValue) has \(outcomes.count) outcomes")
    }
    for (proposal, outcome) in zip(proposals, outcomes) {
      guard case .appended(let seq) = outcome.place, seq <= SequenceNumber(disk.durable),
        disk.events[Int(seq) - 1].proposal == proposal
      else {
        throw Violation(
          "C3", "\(producer.rawValue) was told that its \(proposal.type.rawValue) is durable")
      }
      last = max(last, seq)
      acknowledged += 1
    }
  }

  /// What became of acknowledged events after a crash, and at the end.
  func finish(_ disk: Disk) throws(Violation) {
    guard last <= SequenceNumber(disk.durable) else {
      throw Violation("C3", "acknowledged events are lost: \(last) of \(disk.durable)")
    }
  }
}

extension AppendOutcome {
  /// The same place, whether it was taken now or before.
  fileprivate var place: AppendOutcome {
    switch self {
    case .appended, .conflict: self
    case .duplicate(let seq): .appended(seq)
    }
  }
}

/// C8: who was fenced appends nothing.
struct FenceCheck {
  private var epochs: [Int64] = Array(repeating: 0, count: Producer.allCases.count)

  mutating func raised(_ producer: Producer, to epoch: Int64) throws(Violation) {
    guard epoch > epochs[producer.index] else {
      throw Violation("C8", "the epoch of \(producer.rawValue) was not raised")
    }
    epochs[producer.index] = epoch
  }

  func durable(_ stored: StoredEvent) throws(Violation) {
    guard stored.epoch == epochs[stored.producer.index] else {
      throw Violation(
        "C8",
        "event \(stored.seq) is of epoch \(stored.epoch) of \(stored.producer.rawValue), "
          + "which has \(epochs[stored.producer.index])")
    }
  }
}

/// C11: every queue has an end.
struct BoundsCheck {
  private(set) var longestInbox = 0
  private(set) var longestOutbox = 0

  mutating func inbox(_ count: Int, limit: Int) throws(Violation) {
    longestInbox = max(longestInbox, count)
    if count > limit { throw Violation("C11", "\(count) messages wait for the journal") }
  }

  mutating func sequencer(_ sequencer: Sequencer) throws(Violation) {
    let most = Sequencer.factLimit + 1
    if sequencer.waitingFacts > most {
      throw Violation("C11", "\(sequencer.waitingFacts) batches of facts wait")
    }
  }

  mutating func link(_ link: LinkState, of name: String) throws(Violation) {
    longestOutbox = max(longestOutbox, link.unacknowledged)
    if link.unacknowledged > 4_096 {
      throw Violation("C11", "\(name) keeps \(link.unacknowledged) messages")
    }
    if link.readyCount > Subscription.bufferLimit {
      throw Violation("C11", "\(link.readyCount) events wait for \(name)")
    }
  }
}
