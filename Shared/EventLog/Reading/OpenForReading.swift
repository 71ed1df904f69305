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

/// Whether a segment has been sealed and its file holds everything.
///
/// A write-ahead log beside it that is not empty says no, also when somebody took the write
/// permission from an open segment.
func isFinished(_ path: String) -> Bool {
  guard let bits = permissions(of: path), bits & 0o222 == 0 else { return false }
  var status = stat()
  return unsafe stat(path + "-wal", &status) != 0 || status.st_size == 0
}
