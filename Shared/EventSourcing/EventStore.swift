public import Digest
public import Events

/// The last event of a log, and the link that the next one continues.
public struct LogHead: Sendable, Hashable {
  public var seq: SequenceNumber
  /// Nanoseconds since 1970 of the last event; the next one is not earlier.
  public var time: Int64
  public var chain: Digest256

  public init(seq: SequenceNumber, time: Int64, chain: Digest256) {
    self.seq = seq
    self.time = time
    self.chain = chain
  }

  /// The head of a log without events.
  public static let empty = LogHead(seq: 0, time: 0, chain: .zero)
}

/// What became of one proposal.
public enum AppendOutcome: Sendable, Hashable {
  /// Appended now, durable when the batch's call returns.
  case appended(SequenceNumber)
  /// The same id with the same bytes is in the log already, there.
  case duplicate(SequenceNumber)
  /// The same id with other bytes is in the log already, there; nothing was appended.
  case conflict(SequenceNumber)
}

/// Proposals of one producer that are appended together or not at all.
public struct ProposalBatch: Sendable, Hashable {
  public var producer: Producer
  public var epoch: Int64
  public var proposals: [Proposal]

  public init(producer: Producer, epoch: Int64, proposals: [Proposal]) {
    self.producer = producer
    self.epoch = epoch
    self.proposals = proposals
  }
}

/// Where events can be read in the order of the log: on disk, over the bus, or in memory.
public protocol EventReader {
  associatedtype Failure: Error

  /// The last event that is durable.
  mutating func head() throws(Failure) -> LogHead

  /// At most `limit` events from `first` on, in order; fewer only at the end of the log.
  mutating func read(from first: SequenceNumber, limit: Int) throws(Failure) -> [StoredEvent]
}
