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
  private var line: [UInt8] = []
  /// How many conclusions have been added.
  public private(set) var count = 0

  public init() {}

  /// Adds an event if it is a conclusion.
  public mutating func add(_ event: Event) {
    let type = event.type
    guard type.isConclusion else { return }
    writer.removeAll()
    event.write(to: &writer)
    add(type, subject: event.subject, payload: writer.bytes)
  }

  /// Adds a conclusion whose payload is in bytes already.
  public mutating func add(_ type: EventType, subject: Name, payload: [UInt8]) {
    line.removeAll(keepingCapacity: true)
    line.append(contentsOf: type.rawValue.utf8)
    line.append(UInt8(ascii: "\n"))
    for index in 0..<subject.count { line.append(subject[index]) }
    line.append(UInt8(ascii: "\n"))
    hasher.update(line)
    hasher.update(payload)
    hasher.update([UInt8(ascii: "\n")])
    count += 1
  }

  /// The digest of everything added.
  public consuming func value() -> Digest256 { hasher.finalize() }
}
