import EventSourcing
import Events
import JournalCore

/// Small deterministic participants that set off cascades like the real ones.
enum ToySuite {
  static func interests(of producer: Producer) -> Set<EventType> {
    switch producer {
    case .indicator: [.candleClosed]
    case .signal: [.indicatorsComputed, .orderFilled]
    case .risk: [.signalFired, .haltRequested]
    case .execution: [.tradeApproved, .orderFilled]
    case .paperVenue: [.orderRequested, .candleClosed]
    case .ledger: [.orderFilled, .tradeClosed]
    case .marketData, .journal, .operator, .desk: []
    }
  }

  private static func answerType(of producer: Producer) -> EventType {
    switch producer {
    case .indicator: .indicatorsComputed
    case .signal: .signalFired
    case .risk: .tradeApproved
    case .execution: .orderRequested
    case .paperVenue: .orderFilled
    default: .entryPosted
    }
  }

  /// As many answers as the id of the event says: none, one or two, fewer deep in a cascade.
  static func answers(of producer: Producer, to event: ToyLog.Entry) -> [Proposal] {
    guard interests(of: producer).contains(event.proposal.type) else { return [] }
    let choice = Identifier(answerOf: producer, to: event.proposal.id, ordinal: 99).low % 8
    let count = producer == .indicator ? 1 : choice < 3 ? 1 : choice == 3 ? 2 : 0
    return (0..<count).map { ordinal in
      Proposal(
        id: Identifier(answerOf: producer, to: event.proposal.id, ordinal: ordinal),
        cause: event.seq, ordinal: ordinal, type: answerType(of: producer), subject: "toy",
        payload: Array("{}".utf8))
    }
  }

  static func candles(_ count: Int) -> [[Proposal]] {
    (0..<count).map { bar in
      (0..<1 + bar % 3).map { part in
        Proposal(
          id: Identifier(of: "candle", "\(bar)", "\(part)"),
          type: part == 0 ? .clockTicked : .candleClosed, subject: "toy", payload: [])
      }
    }
  }
}

/// A log in memory that appends like the real one.
struct ToyLog {
  struct Entry: Equatable {
    var seq: SequenceNumber
    var producer: Producer
    var epoch: Int64
    var proposal: Proposal
  }

  private(set) var entries: [Entry] = []
  private var places: [Identifier: Int] = [:]
  var epochs: [Producer: Int64] = [:]
  /// The last event of every transaction.
  private(set) var transactions: [SequenceNumber] = []

  mutating func append(_ batches: [ProposalBatch]) -> [[AppendOutcome]] {
    let outcomes = batches.map { batch in
      batch.proposals.map { proposal -> AppendOutcome in
        if let outcome = find(proposal) { return outcome }
        let seq = SequenceNumber(entries.count + 1)
        places[proposal.id] = entries.count
        entries.append(
          Entry(seq: seq, producer: batch.producer, epoch: batch.epoch, proposal: proposal))
        return .appended(seq)
      }
    }
    transactions.append(SequenceNumber(entries.count))
    return outcomes
  }

  func find(_ proposal: Proposal) -> AppendOutcome? {
    guard let place = places[proposal.id] else { return nil }
    let entry = entries[place]
    return entry.proposal == proposal ? .duplicate(entry.seq) : .conflict(entry.seq)
  }

  /// The ids of what is not about the processes themselves.
  var story: [Identifier] {
    entries.filter { $0.proposal.type.topic != .system }.map(\.proposal.id)
  }

  /// The sequencer that a restarted journal has.
  func sequencer(_ mode: Sequencer.Mode = .lockstep) -> Sequencer {
    guard mode == .lockstep else {
      return Sequencer(mode: mode, epochs: epochs, settled: SequenceNumber(entries.count))
    }
    let answer = entries.last {
      Producer.deciders.contains($0.producer) && $0.proposal.type.topic != .system
    }
    let settled = answer?.proposal.cause ?? 0
    return Sequencer(
      mode: mode, epochs: epochs, settled: settled,
      types: entries.dropFirst(Int(settled)).map(\.proposal.type))
  }
}
