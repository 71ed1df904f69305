public import Digest
public import Events

/// The state of a decider after an event of the log, kept so that a start need not fold everything.
public struct Snapshot: Sendable, Hashable {
  public var producer: Producer
  /// The last event that the state has seen.
  public var seq: SequenceNumber
  /// The chain of that event: a snapshot of another log or branch does not fit.
  public var chain: Digest256
  /// Names the code and configuration that made the state; another code does not read it.
  public var version: String
  public var state: [UInt8]

  public init(
    producer: Producer, seq: SequenceNumber, chain: Digest256, version: String, state: [UInt8]
  ) {
    self.producer = producer
    self.seq = seq
    self.chain = chain
    self.version = version
    self.state = state
  }
}

extension Snapshot {
  private static let mark = Array("martlet snapshot 1\n".utf8)

  /// The bytes of its file: lines of text, the state, SHA-256 of all that.
  var fileBytes: [UInt8] {
    var bytes = Snapshot.mark
    let head = "\(producer.rawValue)\n\(seq)\n\(chain)\n\(version)\n\(state.count)\n"
    bytes.append(contentsOf: head.utf8)
    bytes.append(contentsOf: state)
    bytes.append(contentsOf: SHA256.hash(bytes).bytes)
    return bytes
  }

  /// Reads what `fileBytes` gave; nil for anything torn or changed.
  init?(fileBytes bytes: [UInt8]) {
    guard bytes.count > 32, bytes.starts(with: Snapshot.mark),
      SHA256.hash(Array(bytes.dropLast(32))) == Digest256(bytes: bytes.suffix(32))
    else { return nil }
    var rest = bytes.dropFirst(Snapshot.mark.count).dropLast(32)
    func line() -> String? {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      defer { rest = rest[(end + 1)...] }
      return String(decoding: rest[..<end], as: UTF8.self)
    }
    guard let producer = line().flatMap(Producer.init(rawValue:)),
      let seq = line().flatMap({ SequenceNumber($0) }),
      let chain = line().flatMap({ Digest256($0) }), let version = line(),
      let count = line().flatMap({ Int($0) }), count == rest.count
    else { return nil }
    self.init(producer: producer, seq: seq, chain: chain, version: version, state: Array(rest))
  }
}
