public import Digest

/// The place of an event in the log: 1, 2, 3, … without a gap. 0 stands for "none".
public typealias SequenceNumber = Int64

/// An event as its producer proposes it to the journal, payload still in bytes.
public struct Proposal: Sendable, Hashable {
  /// Derived from content; appending the same id twice is appending once.
  public var id: Identifier
  /// The event that this one answers; 0 for a fact that answers nothing in the log.
  public var cause: SequenceNumber
  /// The place among the producer's answers to the same cause, from 0.
  public var ordinal: Int
  /// The setup or command that the event belongs to.
  public var correlation: Identifier?
  public var type: EventType
  public var version: Int
  /// What the event is about: an instrument, an account, a service.
  public var subject: Name
  /// Canonical JSON.
  public var payload: [UInt8]

  public init(
    id: Identifier, cause: SequenceNumber = 0, ordinal: Int = 0, correlation: Identifier? = nil,
    type: EventType, version: Int = 1, subject: Name, payload: [UInt8]
  ) {
    self.id = id
    self.cause = cause
    self.ordinal = ordinal
    self.correlation = correlation
    self.type = type
    self.version = version
    self.subject = subject
    self.payload = payload
  }
}

/// An event as the log keeps it: a proposal with its place, its time and its link in the chain.
public struct StoredEvent: Sendable, Hashable {
  public var seq: SequenceNumber
  /// Nanoseconds since 1970, given by the journal, never decreasing; for people, not for deciders.
  public var time: Int64
  public var producer: Producer
  /// The incarnation of the producer; the journal refuses older ones.
  public var epoch: Int64
  public var proposal: Proposal
  /// SHA-256(previous chain ‖ canonical bytes of this event).
  public var chain: Digest256

  public init(
    seq: SequenceNumber, time: Int64, producer: Producer, epoch: Int64, proposal: Proposal,
    chain: Digest256
  ) {
    self.seq = seq
    self.time = time
    self.producer = producer
    self.epoch = epoch
    self.proposal = proposal
    self.chain = chain
  }

  /// What the chain hashes: the fields as text, one a line, the payload last.
  ///
  /// `seq, time, id, producer, epoch, cause, ordinal, correlation, type, version, subject, payload`;
  /// numbers in decimal, identifiers in hexadecimal, an absent correlation as an empty line, no
  /// line feed after the payload (canonical JSON holds none). Anyone can compute the chain again
  /// with a database shell and a SHA-256 program.
  public var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(proposal.payload.count + 192)
    func line(_ text: String) {
      bytes.append(contentsOf: text.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    line(String(seq))
    line(String(time))
    line(proposal.id.description)
    line(producer.rawValue)
    line(String(epoch))
    line(String(proposal.cause))
    line(String(proposal.ordinal))
    line(proposal.correlation?.description ?? "")
    line(proposal.type.rawValue)
    line(String(proposal.version))
    line(proposal.subject.description)
    bytes.append(contentsOf: proposal.payload)
    return bytes
  }

  /// The chain hash that this event must carry after `previous`.
  public func chained(after previous: Digest256) -> Digest256 {
    var hasher = ChainHasher()
    return hasher.link(self, after: previous)
  }
}
