import CSQLite
import Digest
import Events
import EventSourcing
import Glibc

/// The same rows inserted straight into SQLite: a table with the same columns and its unique id, or
/// without that index, the same pragmas, one prepared statement, one transaction a batch. No chain.
@safe
final class PlainLog {
  private var database: OpaquePointer?
  private var insertion: OpaquePointer?
  private let path: String
  private var seq: Int64 = 0

  init(_ path: String, uniqueIds: Bool = true) {
    self.path = path
    remove()
    unsafe sqlite3_open_v2(
      path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
    execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = 8192; PRAGMA cache_size = -65536;
      CREATE TABLE events (
        seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, id BLOB NOT NULL \(uniqueIds ? "UNIQUE" : ""),
        producer TEXT NOT NULL, epoch INTEGER NOT NULL, cause INTEGER NOT NULL,
        ordinal INTEGER NOT NULL, correlation BLOB, topic TEXT NOT NULL, type TEXT NOT NULL,
        version INTEGER NOT NULL, subject TEXT NOT NULL, payload TEXT NOT NULL,
        chain BLOB NOT NULL
      ) STRICT;
      """)
    unsafe sqlite3_prepare_v2(
      database, "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", -1, &insertion, nil)
  }

  deinit {
    unsafe sqlite3_finalize(insertion)
    unsafe sqlite3_close(database)
  }

  func append(_ batches: [ProposalBatch]) {
    for batch in batches {
      execute("BEGIN IMMEDIATE")
      for proposal in batch.proposals { insert(proposal) }
      execute("COMMIT")
    }
  }

  func remove() {
    for suffix in ["", "-wal", "-shm"] { unsafe unlink(path + suffix) }
  }

  private func insert(_ proposal: Proposal) {
    seq += 1
    let words = (
      proposal.id.high, proposal.id.low, proposal.id.high, proposal.id.low, proposal.id.high,
      proposal.id.low
    )
    let code = unsafe withUnsafeBytes(of: words) { words in
      unsafe proposal.payload.withUnsafeBytes { payload in
        unsafe sqlite3_bind_int64(insertion, 1, seq)
        unsafe sqlite3_bind_int64(insertion, 2, seq)
        unsafe sqlite3_bind_blob(insertion, 3, words.baseAddress, 16, nil)
        unsafe sqlite3_bind_text(insertion, 4, producerText, -1, nil)
        unsafe sqlite3_bind_int64(insertion, 5, 1)
        unsafe sqlite3_bind_int64(insertion, 6, proposal.cause)
        unsafe sqlite3_bind_int64(insertion, 7, 0)
        unsafe sqlite3_bind_null(insertion, 8)
        unsafe sqlite3_bind_text(insertion, 9, topicText, -1, nil)
        unsafe sqlite3_bind_text(insertion, 10, typeText, -1, nil)
        unsafe sqlite3_bind_int64(insertion, 11, 1)
        unsafe sqlite3_bind_text(insertion, 12, subjectText, -1, nil)
        unsafe sqlite3_bind_text(
          insertion, 13, payload.baseAddress?.assumingMemoryBound(to: CChar.self),
          Int32(payload.count), nil)
        unsafe sqlite3_bind_blob(insertion, 14, words.baseAddress, 32, nil)
        return unsafe sqlite3_step(insertion)
      }
    }
    precondition(code == SQLITE_DONE, "the plain insert failed")
    unsafe sqlite3_reset(insertion)
  }

  private func execute(_ sql: String) {
    let code = unsafe sqlite3_exec(database, sql, nil, nil, nil)
    precondition(code == SQLITE_OK, "\(sql) failed")
  }

  private let producerText = unsafe strdup("market-data")
  private let topicText = unsafe strdup("market")
  private let typeText = unsafe strdup("CandleClosed")
  private let subjectText = unsafe strdup("paper:BTC/USDT")
}
