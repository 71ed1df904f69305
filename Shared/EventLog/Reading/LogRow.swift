import CSQLite
public import Digest
public import Events

/// One stored event while a reader stands on it: columns are read when they are asked for.
///
/// It is lent to the closure of `LogFileReader.forEach` and reads SQLite's own memory; what must
/// outlive the closure is copied by the caller.
@safe
public struct LogRow: ~Copyable {
  private let statement: OpaquePointer

  /// What a query must select, in this order.
  static let columns = """
    seq, time, id, producer, epoch, cause, ordinal, correlation, topic, type, version, subject,
    payload, chain
    """

  init(_ statement: Statement) { unsafe self.statement = statement.handle }

  public var seq: SequenceNumber { number(0) }
  /// Nanoseconds since 1970.
  public var time: Int64 { number(1) }
  public var epoch: Int64 { number(4) }
  /// The event that this one answers; 0 for none.
  public var cause: SequenceNumber { number(5) }
  public var ordinal: Int64 { number(6) }
  public var version: Int64 { number(10) }
  /// Canonical JSON.
  public var payload: RawSpan { bytes(12) }

  /// The name of the producer, known to this build or not.
  public var producerName: RawSpan { bytes(3) }
  /// The name of the topic.
  public var topicName: RawSpan { bytes(8) }
  /// The name of the type, known to this build or not.
  public var typeName: RawSpan { bytes(9) }
  /// The subject's text.
  public var subjectName: RawSpan { bytes(11) }

  public func id() throws(LogError) -> Identifier {
    guard let value = identifier(2) else { throw .unreadable(seq: seq, column: "id") }
    return value
  }

  public func producer() throws(LogError) -> Producer {
    let name = bytes(3)
    guard let value = Texts.producerNames[name] else {
      throw .unknownProducer(seq: seq, name: text(name))
    }
    return value
  }

  public func type() throws(LogError) -> EventType {
    let name = bytes(9)
    guard let value = Texts.typeNames[name] else { throw .unknownType(seq: seq, name: text(name)) }
    return value
  }

  public func subject() throws(LogError) -> Name {
    let text = bytes(11)
    guard let value = Name(utf8: text, from: 0, to: text.byteCount) else {
      throw .unreadable(seq: seq, column: "subject")
    }
    return value
  }

  public func correlation() throws(LogError) -> Identifier? {
    if unsafe sqlite3_column_type(statement, 7) == SQLITE_NULL { return nil }
    guard let value = identifier(7) else { throw .unreadable(seq: seq, column: "correlation") }
    return value
  }

  public func chain() throws(LogError) -> Digest256 {
    guard unsafe sqlite3_column_bytes(statement, 13) == 32,
      let start = unsafe sqlite3_column_blob(statement, 13)
    else { throw .unreadable(seq: seq, column: "chain") }
    return unsafe Digest256(
      words: (word(start, 0), word(start, 8), word(start, 16), word(start, 24)))
  }

  /// The whole event, copied.
  public func event() throws(LogError) -> StoredEvent {
    StoredEvent(
      seq: seq, time: time, producer: try producer(), epoch: epoch,
      proposal: Proposal(
        id: try id(), cause: cause, ordinal: Int(ordinal), correlation: try correlation(),
        type: try type(), version: Int(version), subject: try subject(),
        payload: unsafe payload.withUnsafeBytes { unsafe [UInt8]($0) }),
      chain: try chain())
  }

  /// The link of this row, computed from what is stored, decodable or not.
  func link(after previous: Digest256, with hasher: inout ChainHasher) throws(LogError)
    -> Digest256
  {
    hasher.begin(after: previous)
    hasher.field(seq)
    hasher.field(time)
    hasher.field(try id())
    hasher.field(producerName)
    hasher.field(epoch)
    hasher.field(cause)
    hasher.field(ordinal)
    hasher.field(try correlation())
    hasher.field(typeName)
    hasher.field(version)
    hasher.field(subjectName)
    return hasher.finish(payload: payload)
  }

  @inline(__always)
  private func number(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

  @_lifetime(borrow self)
  private func bytes(_ column: Int32) -> RawSpan {
    let start = unsafe sqlite3_column_blob(statement, column)
    let count = Int(unsafe sqlite3_column_bytes(statement, column))
    let span = unsafe RawSpan(
      _unsafeBytes: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  private func identifier(_ column: Int32) -> Identifier? {
    guard unsafe sqlite3_column_bytes(statement, column) == 16,
      let start = unsafe sqlite3_column_blob(statement, column)
    else { return nil }
    return unsafe Identifier(high: word(start, 0), low: word(start, 8))
  }

  private func text(_ bytes: RawSpan) -> String {
    unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

@inline(__always)
private func word(_ start: UnsafeRawPointer, _ offset: Int) -> UInt64 {
  unsafe UInt64(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
}
