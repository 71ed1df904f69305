public import Digest
public import Events

/// A digest over the conclusions of a run, in the order of the log.
///
/// It covers type, subject and payload, which hold nothing that depends on the run, so that it is
/// the same for a backtest, for many processes and for a replay of the same facts.
@safe
public struct ConclusionDigest: ~Copyable {
  private var hasher = SHA256()
  private var writer = JSONWriter(capacity: 1024)
  /// How many conclusions have been added.
  public private(set) var count = 0

  public init() {}

  /// Adds an event if it is a conclusion.
  public mutating func add(_ event: Event) {
    let type = event.type
    guard type.isConclusion else { return }
    writer.removeAll()
    writer.line(type.rawValue)
    writer.line(event.subject)
    event.write(to: &writer)
    writer.endLine()
    writer.hash(into: &hasher)
    count += 1
  }

  /// Adds a conclusion whose payload is in bytes already.
  public mutating func add(_ type: EventType, subject: Name, payload: [UInt8]) {
    writer.removeAll()
    writer.line(type.rawValue)
    writer.line(subject)
    writer.line(payload)
    writer.hash(into: &hasher)
    count += 1
  }

  /// The digest of everything added.
  public consuming func value() -> Digest256 { hasher.finalize() }
}
