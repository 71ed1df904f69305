public import EventSourcing
public import Events

/// What a history needs of a stored event while a reader stands on it: the payload, and of the
/// envelope where it stands and what it answers.
///
/// It is lent to the closure of `LogFileReader.forEachPayload`. SQLite finds half of the columns
/// of a `LogRow`, which is most of the cost of a row.
public struct LogPayloadRow: ~Copyable {
  private let row: LogRow

  /// The columns that are read, in the places of `LogRow.columns`.
  static let columns =
    "seq, 0, id, producer, 0, cause, 0, NULL, NULL, type, version, NULL, payload, NULL"

  init(_ statement: Statement) { row = LogRow(statement) }

  public var seq: SequenceNumber { row.seq }
  public var version: Int { Int(row.version) }
  /// Canonical JSON.
  public var payload: RawSpan { row.payload }

  public func type() throws(LogError) -> EventType { try row.type() }

  /// Where the event stands, and what it answers.
  public func place() throws(LogError) -> EventPlace {
    EventPlace(seq: row.seq, id: try row.id(), producer: try row.producer(), cause: row.cause)
  }
}
