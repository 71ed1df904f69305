public import Digest
public import EventSourcing
public import Events

/// What a verification of a log found.
public struct LogVerificationReport: Sendable, Hashable {
  /// Segments that were read.
  public var segments = 0
  /// Events that were read and found in order.
  public var events: Int64 = 0
  /// The last event that was found in order.
  public var head = LogHead.empty
  /// The first thing that is wrong; nil when the log holds.
  public var problem: LogProblem?

  public init() {}

  /// Whether nothing is wrong.
  public var holds: Bool { problem == nil }
}

/// The first thing that is wrong in a log: where, and what differs.
public struct LogProblem: Error, Sendable, Hashable {
  /// What differs.
  public enum Difference: Sendable, Hashable {
    /// The number that should come next is missing.
    case gap(found: SequenceNumber)
    /// The event is earlier than the one before it; nanoseconds.
    case timeWentBack(from: Int64, to: Int64)
    /// A column was changed after the event was chained: the next link continues the stored chain.
    case fieldsChanged(stored: Digest256, computed: Digest256)
    /// The column `chain` was changed: the next link continues the computed chain.
    case chainChanged(stored: Digest256, computed: Digest256)
    /// The chain does not fit, and nothing after it tells which side was changed.
    case chainDiffers(stored: Digest256, computed: Digest256)
    /// The column `topic` is not the type's.
    case topicChanged(stored: String)
    /// The type is unknown to this build, so that its topic cannot be checked.
    case unknownType(String)
    /// The id stands at another event too.
    case idTwice(Identifier, other: SequenceNumber)
    /// The index of ids does not hold the ids of the events.
    case idIndexDiffers
    /// A table beside the events, or the link between two segments.
    case segment(String)
    /// The file cannot be read there.
    case unreadable(String)
  }

  public var seq: SequenceNumber
  /// The path of the segment.
  public var file: String
  public var difference: Difference

  public init(seq: SequenceNumber, file: String, difference: Difference) {
    self.seq = seq
    self.file = file
    self.difference = difference
  }
}

extension LogProblem: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    "event \(seq) in \(file): \(difference.description)"
  }
}

extension LogProblem.Difference: CustomStringConvertible {
  public var description: String {
    switch self {
    case .gap(let found): "it is missing, \(found) follows"
    case .timeWentBack(let from, let to): "its time goes back from \(from) to \(to)"
    case .fieldsChanged(let stored, let computed):
      "a column was changed, its chain is \(stored) but its columns give \(computed)"
    case .chainChanged(let stored, let computed):
      "its column chain was changed to \(stored), the next event continues \(computed)"
    case .chainDiffers(let stored, let computed):
      "its chain is \(stored) but its columns give \(computed)"
    case .topicChanged(let stored): "its topic '\(stored)' is not the one of its type"
    case .unknownType(let name): "its type '\(name)' is unknown to this build"
    case .idTwice(let id, let other): "its id \(id) stands at event \(other) too"
    case .idIndexDiffers: "the index of ids from here on does not hold the ids of the events"
    case .segment(let reason): reason
    case .unreadable(let reason): "it cannot be read: \(reason)"
    }
  }
}
