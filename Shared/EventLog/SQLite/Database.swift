import CSQLite
import Glibc

/// One connection to one SQLite file, used by one thread.
@safe
final class Database {
  /// How a file is opened.
  enum Access {
    case create
    case write
    /// Reads beside a writer.
    case read
    /// Reads a sealed file, which nobody changes: without locks, without a write-ahead log.
    case sealed
  }

  let handle: OpaquePointer
  let path: String

  init(_ path: String, _ access: Access) throws(LogError) {
    var handle: OpaquePointer?
    let flags =
      switch access {
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .write: SQLITE_OPEN_READWRITE
      case .read, .sealed: SQLITE_OPEN_READONLY
      }
    let options = access == .sealed ? "?immutable=1" : ""
    let code = unsafe sqlite3_open_v2(
      "file:" + Database.escaped(path) + options, &handle,
      flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let handle = unsafe handle else {
      let message = unsafe handle.map { unsafe String(cString: sqlite3_errmsg($0)) }
      unsafe sqlite3_close_v2(handle)
      throw .storage(path: path, code: code, message: message ?? "out of memory")
    }
    unsafe self.handle = handle
    self.path = path
    unsafe sqlite3_busy_timeout(handle, 5_000)
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// Runs statements that answer nothing.
  func execute(_ sql: String) throws(LogError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  func prepare(_ sql: String) throws(LogError) -> Statement {
    try Statement(sql, in: self)
  }

  /// The single number that a query answers; nil when it answers no row.
  func number(_ sql: String) throws(LogError) -> Int64? {
    let statement = try prepare(sql)
    return try statement.step() ? statement.number(0) : nil
  }

  /// The error of the last call.
  func failure(_ code: Int32) -> LogError {
    let message = unsafe String(cString: sqlite3_errmsg(handle))
    let extended = unsafe sqlite3_extended_errcode(handle)
    return .storage(
      path: path, code: extended & 0xff == code & 0xff ? extended : code, message: message)
  }

  /// What a checkpoint did, in frames of the write-ahead log.
  struct CheckpointResult {
    var frames: Int32
    var copied: Int32
    /// Whether the segment's file now holds everything.
    var isComplete: Bool { frames == copied }
  }

  /// Copies the write-ahead log into the file; nil when readers were in the way.
  func checkpoint(_ mode: Int32) throws(LogError) -> CheckpointResult? {
    var result = CheckpointResult(frames: 0, copied: 0)
    let code = unsafe sqlite3_wal_checkpoint_v2(
      handle, nil, mode, &result.frames, &result.copied)
    if code & 0xff == SQLITE_BUSY { return nil }
    guard code == SQLITE_OK else { throw failure(code) }
    return result
  }

  /// A path as it must stand in a `file:` address.
  private static func escaped(_ path: String) -> String {
    var text = ""
    for character in path {
      switch character {
      case "%": text += "%25"
      case "?": text += "%3f"
      case "#": text += "%23"
      default: text.append(character)
      }
    }
    return text
  }
}

extension LogError {
  /// Whether SQLite found no space, so that nothing was written and it may be tried again.
  var isFull: Bool {
    switch self {
    case .storage(_, let code, _):
      code & 0xff == SQLITE_FULL || code == sqliteSharedMemoryFull
    case .system(let call, _, let code): code == ENOSPC && call != "fsync"
    default: false
    }
  }

  /// Whether another connection was in the way.
  var isBusy: Bool {
    guard case .storage(_, let code, _) = self else { return false }
    return code & 0xff == SQLITE_BUSY
  }
}

/// `SQLITE_IOERR_SHMSIZE`: the index of the write-ahead log could not grow.
private let sqliteSharedMemoryFull: Int32 = SQLITE_IOERR | (19 << 8)
