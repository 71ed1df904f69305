import CSQLite
import Digest
import EventSourcing
import Events

/// The segment that is written: the last one of the log.
@safe
final class OpenSegment {
  let database: Database
  let meta: SegmentMeta
  var epochs: EpochTable
  /// The last event of the log, in this segment or before it.
  var head: LogHead

  private var ids: RecentIdentifiers
  private let insertion: Statement
  private let lookup: Statement
  private let beginning: Statement
  private let commitment: Statement
  private let pages: Statement
  private let pageBytes: Int64
  /// Frames in the write-ahead log after the last commit; SQLite's hook writes it.
  private let frames: UnsafeMutablePointer<Int32>

  /// Opens it and checks its last events.
  init(_ path: String, _ options: LogOptions) throws(LogError) {
    try checkWriteAheadLog(beside: path)
    let database = try Database(path, .write)
    let meta = try SegmentMeta.read(from: database)
    try database.execute(
      """
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = \(options.durable ? "FULL" : "OFF");
      PRAGMA wal_autocheckpoint = 0;
      PRAGMA cache_size = -65536;
      PRAGMA foreign_keys = OFF;
      """)
    let columns = Array(repeating: "?", count: 14).joined(separator: ", ")
    insertion = try database.prepare("INSERT INTO events VALUES (\(columns))")
    lookup = try database.prepare("SELECT \(LogRow.columns) FROM events WHERE seq = ?")
    beginning = try database.prepare("BEGIN IMMEDIATE")
    commitment = try database.prepare("COMMIT")
    pages = try database.prepare("PRAGMA page_count")
    pageBytes = try database.number("PRAGMA page_size") ?? 4096
    epochs = try EpochTable(meta: meta, from: database)
    ids = try RecentIdentifiers(database)
    head = try checkedHead(of: database, meta: meta, tail: options.checkedTail)
    unsafe frames = .allocate(capacity: 1)
    unsafe frames.initialize(to: 0)
    self.database = database
    self.meta = meta
    unsafe sqlite3_wal_hook(
      database.handle,
      { @Sendable context, _, _, count in
        unsafe context?.assumingMemoryBound(to: Int32.self).pointee = count
        return SQLITE_OK
      }, frames)
  }

  deinit {
    unsafe sqlite3_wal_hook(database.handle, nil, nil)
    unsafe frames.deallocate()
  }

  /// Bytes in the write-ahead log after the last commit.
  var pendingBytes: Int64 { Int64(unsafe frames.pointee) * pageBytes }

  /// Bytes of the segment, the write-ahead log included.
  func size() throws(LogError) -> Int64 {
    defer { pages.reset() }
    return try pages.step() ? pages.number(0) * pageBytes : 0
  }

  func begin() throws(LogError) { try beginning.run() }
  func commit() throws(LogError) { try commitment.run() }

  /// Takes back what was not committed; what SQLite took back by itself already is no error.
  func rollback() {
    unsafe sqlite3_exec(database.handle, "ROLLBACK", nil, nil, nil)
  }

  /// The event with an id, or nil.
  func event(_ id: Identifier) throws(LogError) -> StoredEvent? {
    var found: StoredEvent?
    _ = try ids.first(of: id) { seq throws(LogError) in
      defer { lookup.reset() }
      lookup.bind(1, seq)
      guard try lookup.step(), try LogRow(lookup).id() == id else { return false }
      found = try LogRow(lookup).event()
      return true
    }
    return found
  }

  /// Adds a row.
  func insert(_ event: borrowing StoredEvent) throws(LogError) {
    let code = bindAndStep(event)
    guard code == SQLITE_DONE else {
      let error = database.failure(code)
      insertion.reset()
      throw error
    }
    insertion.reset()
    ids.insert(event.proposal.id, at: event.seq)
  }

  /// Binds without a copy: everything lives until the step is done.
  private func bindAndStep(_ event: borrowing StoredEvent) -> Int32 {
    let proposal = event.proposal
    let correlation = proposal.correlation ?? .zero
    let words = (
      proposal.id.high.bigEndian, proposal.id.low.bigEndian, correlation.high.bigEndian,
      correlation.low.bigEndian, event.chain.words.0.bigEndian, event.chain.words.1.bigEndian,
      event.chain.words.2.bigEndian, event.chain.words.3.bigEndian
    )
    var subject = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
    unsafe withUnsafeMutableBytes(of: &subject) { bytes in
      for index in 0..<proposal.subject.count { unsafe bytes[index] = proposal.subject[index] }
    }
    guard let texts = Texts.types[proposal.type] else { return SQLITE_MISUSE }
    let producer = Texts.producers[event.producer.index]
    let row = unsafe insertion.handle
    unsafe sqlite3_bind_int64(row, 1, event.seq)
    unsafe sqlite3_bind_int64(row, 2, event.time)
    unsafe sqlite3_bind_text(row, 4, producer.start, producer.count, nil)
    unsafe sqlite3_bind_int64(row, 5, event.epoch)
    unsafe sqlite3_bind_int64(row, 6, proposal.cause)
    unsafe sqlite3_bind_int64(row, 7, Int64(proposal.ordinal))
    unsafe sqlite3_bind_text(row, 9, texts.topic.start, texts.topic.count, nil)
    unsafe sqlite3_bind_text(row, 10, texts.type.start, texts.type.count, nil)
    unsafe sqlite3_bind_int64(row, 11, Int64(proposal.version))
    return unsafe withUnsafeBytes(of: words) { words in
      unsafe withUnsafeBytes(of: subject) { subject in
        unsafe proposal.payload.withUnsafeBytes { payload in
          let start = words.baseAddress!
          unsafe sqlite3_bind_blob(row, 3, start, 16, nil)
          if proposal.correlation == nil {
            unsafe sqlite3_bind_null(row, 8)
          } else {
            unsafe sqlite3_bind_blob(row, 8, start + 16, 16, nil)
          }
          unsafe sqlite3_bind_text(
            row, 12, subject.baseAddress?.assumingMemoryBound(to: CChar.self),
            Int32(proposal.subject.count), nil)
          unsafe bindPayload(row, payload)
          unsafe sqlite3_bind_blob(row, 14, start + 32, 32, nil)
          return unsafe sqlite3_step(row)
        }
      }
    }
  }

  /// An empty array has no address, and a NULL address would be bound as NULL.
  private func bindPayload(_ row: OpaquePointer, _ payload: UnsafeRawBufferPointer) {
    guard let start = payload.baseAddress, unsafe !payload.isEmpty else {
      unsafe sqlite3_bind_text(row, 13, "", 0, nil)
      return
    }
    unsafe sqlite3_bind_text(
      row, 13, start.assumingMemoryBound(to: CChar.self), Int32(payload.count), nil)
  }
}

/// Throws where the log of pages was changed: going on would append other events in the place of
/// those that can no longer be read, and closing a connection that may write would remove the file.
private func checkWriteAheadLog(beside path: String) throws(LogError) {
  guard let frame = try WriteAheadLog.changedFrame(besideSegment: path) else { return }
  let database = try openForReading(path)
  let head = try checkedHead(of: database, meta: SegmentMeta.read(from: database), tail: 1)
  throw .broken(
    seq: head.seq + 1, reason: "frame \(frame) of \(path)-wal was changed and cuts it off there")
}

/// The last event of an open segment, after its last events have been checked.
func checkedHead(of database: Database, meta: SegmentMeta, tail: Int) throws(LogError) -> LogHead {
  var head = LogHead(seq: meta.first - 1, time: meta.previousTime, chain: meta.previousChain)
  guard let last = try database.number("SELECT max(seq) FROM events"), last >= meta.first else {
    return head
  }
  let start = max(meta.first, last - Int64(max(1, tail)))
  let rows = try database.prepare(
    "SELECT \(LogRow.columns) FROM events WHERE seq >= ? ORDER BY seq")
  rows.bind(1, start)
  var hasher = ChainHasher()
  while try rows.step() {
    let row = LogRow(rows)
    let chain = try row.chain()
    if row.seq > start || start == meta.first {
      guard row.seq == head.seq + 1 else {
        throw .broken(seq: head.seq + 1, reason: "it is missing in \(database.path)")
      }
      guard row.time >= head.time else {
        throw .broken(seq: row.seq, reason: "it is earlier than the event before it")
      }
      guard try row.link(after: head.chain, with: &hasher) == chain else {
        throw .broken(seq: row.seq, reason: "it was changed: its chain hash does not fit")
      }
    }
    head = LogHead(seq: row.seq, time: row.time, chain: chain)
  }
  return head
}
