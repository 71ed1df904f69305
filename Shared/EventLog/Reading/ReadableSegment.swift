import Digest
import EventSourcing
import Events

/// One segment as a reader sees it; its connection is opened when it is needed.
final class ReadableSegment {
  let first: SequenceNumber
  let path: String
  /// Its last event once it is known to be sealed.
  private(set) var last: SequenceNumber?

  private var connection: Connection?
  /// Rows that are read in one go: bounds how long a slow reader holds back the writer's log.
  private static let rowsAtOnce = 8192

  /// A connection and its statements.
  private final class Connection {
    let database: Database
    let meta: SegmentMeta
    let isSealed: Bool
    let range: Statement
    let payloads: Statement
    let lastRow: Statement
    var lookups: [String: Statement] = [:]

    init(_ path: String) throws(LogError) {
      isSealed = isFinished(path)
      database = try openForReading(path)
      meta = try SegmentMeta.read(from: database)
      range = try database.prepare(
        "SELECT \(LogRow.columns) FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?")
      payloads = try database.prepare(
        "SELECT \(LogPayloadRow.columns) FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?"
      )
      lastRow = try database.prepare(
        "SELECT seq, time, chain FROM events ORDER BY seq DESC LIMIT 1")
    }
  }

  init(first: SequenceNumber, path: String) {
    self.first = first
    self.path = path
  }

  var isOpen: Bool { connection != nil }
  func close() { connection = nil }

  func meta() throws(LogError) -> SegmentMeta { try connected().meta }

  /// The last event up to the end of this segment.
  func head() throws(LogError) -> LogHead {
    let connection = try connected()
    let row = connection.lastRow
    defer { row.reset() }
    guard try row.step() else {
      let meta = connection.meta
      return LogHead(seq: meta.first - 1, time: meta.previousTime, chain: meta.previousChain)
    }
    guard let chain = row.digest(2) else { throw .unreadable(seq: row.number(0), column: "chain") }
    return LogHead(seq: row.number(0), time: row.number(1), chain: chain)
  }

  /// Looks whether the segment has been sealed; true when it is now known to be.
  func noticeSeal() throws(LogError) -> Bool {
    if last != nil { return true }
    let connection = try connected()
    last = try connection.database.number("SELECT last FROM seals")
    // a connection through the write-ahead log keeps the writer from tidying up
    if last != nil && !connection.isSealed { close() }
    return last != nil
  }

  /// Lends rows to the closure and moves `next` behind them; false when the closure has enough.
  func forEach(
    from next: inout SequenceNumber, through last: SequenceNumber,
    _ body: (borrowing LogRow) throws(LogError) -> Bool
  ) throws(LogError) -> Bool {
    let rows = try connected().range
    let row = LogRow(rows)
    return try step(rows, from: &next, through: last) { () throws(LogError) in try body(row) }
  }

  /// The same with rows that hold the payload and little else.
  func forEachPayload(
    from next: inout SequenceNumber, through last: SequenceNumber,
    _ body: (borrowing LogPayloadRow) throws(LogError) -> Bool
  ) throws(LogError) -> Bool {
    let rows = try connected().payloads
    let row = LogPayloadRow(rows)
    return try step(rows, from: &next, through: last) { () throws(LogError) in try body(row) }
  }

  /// Steps through a range, so many rows at a time.
  @inline(__always)
  private func step(
    _ rows: Statement, from next: inout SequenceNumber, through last: SequenceNumber,
    _ body: () throws(LogError) -> Bool
  ) throws(LogError) -> Bool {
    while true {
      defer { rows.reset() }
      rows.bind(1, next)
      rows.bind(2, last)
      rows.bind(3, Int64(ReadableSegment.rowsAtOnce))
      var count = 0
      while try rows.step() {
        let seq = rows.number(0)
        guard seq == next else { throw .broken(seq: next, reason: "it is missing in \(path)") }
        next = seq + 1
        count += 1
        guard try body() else { return false }
      }
      if count < ReadableSegment.rowsAtOnce { return true }
    }
  }

  /// Runs a query for events with its parameters bound by the closure.
  func query(
    _ condition: String, _ bind: (Statement) -> Void,
    _ body: (borrowing LogRow) throws(LogError) -> Bool
  ) throws(LogError) -> Bool {
    let connection = try connected()
    let sql = "SELECT \(LogRow.columns) FROM events WHERE \(condition)"
    let rows: Statement
    if let known = connection.lookups[sql] {
      rows = known
    } else {
      rows = try connection.database.prepare(sql)
      connection.lookups[sql] = rows
    }
    defer { rows.reset() }
    bind(rows)
    while try rows.step() {
      guard try body(LogRow(rows)) else { return false }
    }
    return true
  }

  private func connected() throws(LogError) -> Connection {
    if let connection { return connection }
    let fresh = try Connection(path)
    connection = fresh
    return fresh
  }
}
