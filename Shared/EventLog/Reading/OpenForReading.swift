import Glibc

/// Opens a segment to read from it, beside a writer or without one.
///
/// A finished segment is one file without write permission that nobody changes any more: it is read
/// without locks. All others are read through their write-ahead log.
func openForReading(_ path: String) throws(LogError) -> Database {
  if isFinished(path) { return try Database(path, .sealed) }
  do {
    let database = try Database(path, .read)
    _ = try database.number("SELECT first FROM meta")
    return database
  } catch {
    // a directory in which no index of a write-ahead log can be made: a backup, a read-only disk
    guard !error.isBusy, permissions(of: path + "-wal") == nil, permissions(of: path) != nil else {
      throw error
    }
    return try Database(path, .sealed)
  }
}

/// Whether a segment has been sealed and nothing is left to do for it.
func isFinished(_ path: String) -> Bool {
  guard let bits = permissions(of: path) else { return false }
  return bits & 0o222 == 0
}
