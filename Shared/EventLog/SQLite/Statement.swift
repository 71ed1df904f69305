import CSQLite
import Digest
import Events

/// A prepared statement; its bound bytes must live until it has been stepped.
@safe
final class Statement {
  let handle: OpaquePointer
  let database: Database

  init(_ sql: String, in database: Database) throws(LogError) {
    var handle: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle = unsafe handle else { throw database.failure(code) }
    unsafe self.handle = handle
    self.database = database
  }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Goes to the next row; false at the end.
  @inline(__always)
  func step() throws(LogError) -> Bool {
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    guard code == SQLITE_DONE else {
      let error = database.failure(code)
      reset()
      throw error
    }
    return false
  }

  /// Runs a statement that answers no row, and makes it ready for the next time.
  func run() throws(LogError) {
    _ = try step()
    reset()
  }

  func reset() { unsafe sqlite3_reset(handle) }

  // MARK: Parameters, from 1

  func bind(_ index: Int32, _ number: Int64) {
    unsafe sqlite3_bind_int64(handle, index, number)
  }

  /// Binds the bytes as a text; they are copied.
  func bind(_ index: Int32, _ text: String) {
    unsafe sqlite3_bind_text(handle, index, text, -1, copied)
  }

  /// Binds the bytes of a name as a text; they are copied.
  func bind(_ index: Int32, _ name: Name) { bind(index, name.description) }

  /// Binds 16 bytes, or NULL; they are copied.
  func bind(_ index: Int32, _ identifier: Identifier?) {
    guard let identifier else {
      unsafe sqlite3_bind_null(handle, index)
      return
    }
    let words = (identifier.high.bigEndian, identifier.low.bigEndian)
    unsafe withUnsafeBytes(of: words) { bytes in
      _ = unsafe sqlite3_bind_blob(handle, index, bytes.baseAddress, 16, copied)
    }
  }

  /// Binds 32 bytes; they are copied.
  func bind(_ index: Int32, _ digest: Digest256) { bind(index, digest.bytes) }

  /// Binds bytes; they are copied.
  func bind(_ index: Int32, _ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { bytes in
      _ = unsafe sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), copied)
    }
  }

  // MARK: Columns, from 0

  func number(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

  func isNull(_ column: Int32) -> Bool {
    unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

  func digest(_ column: Int32) -> Digest256? { Digest256(bytes: bytes(column)) }

  func identifier(_ column: Int32) -> Identifier? {
    guard unsafe sqlite3_column_bytes(handle, column) == 16,
      let start = unsafe sqlite3_column_blob(handle, column)
    else { return nil }
    return unsafe Identifier(
      high: UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }
}

/// `SQLITE_TRANSIENT`: SQLite copies what is bound.
private var copied: sqlite3_destructor_type {
  unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
