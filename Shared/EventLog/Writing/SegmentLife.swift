import CSQLite
import Digest
import EventSourcing
import Events
import Glibc

extension LogDirectory {
  /// Makes a segment under another name, then gives it its own: it is there whole or not at all.
  func makeSegment(_ meta: SegmentMeta, epochs: [Producer: Int64]) throws(LogError) {
    let unborn = unborn(first: meta.first)
    for suffix in ["", "-wal", "-shm", "-journal"] { try removeIfPresent(unborn + suffix) }
    try fillSegment(unborn, meta, epochs)
    guard unsafe rename(unborn, segment(first: meta.first)) == 0 else {
      throw .system(call: "rename", path: unborn, code: errno)
    }
    try synchronizeDirectory(log)
  }

  private func fillSegment(
    _ path: String, _ meta: SegmentMeta, _ epochs: [Producer: Int64]
  ) throws(LogError) {
    let database = try Database(path, .create)
    try database.execute("PRAGMA synchronous = FULL; BEGIN; " + SegmentSchema.creation)
    try meta.write(to: database)
    var table = EpochTable(meta: meta)
    for producer in Producer.allCases {
      guard let epoch = epochs[producer] else { continue }
      try table.append(producer, epoch: epoch, time: meta.created, to: database)
    }
    try database.execute("COMMIT; PRAGMA journal_mode = WAL;")
  }
}

extension OpenSegment {
  /// Says the last word of the segment, durably: it takes no more events.
  func seal(at now: Int64) throws(LogError) -> (seal: Seal, digest: Digest256) {
    try begin()
    do {
      try database.execute(SegmentSchema.sealing)
      let seal = Seal(
        last: head.seq, time: head.time, chain: head.chain, sealed: now, filter: try filter())
      let digest = seal.digest(meta: meta, epochs: epochs.chain)
      try seal.write(to: database, digest: digest)
      try commit()
      return (seal, digest)
    } catch {
      rollback()
      throw error
    }
  }

  private func filter() throws(LogError) -> IdentifierFilter {
    var filter = IdentifierFilter(count: Int(head.seq - meta.first + 1))
    let rows = try database.prepare("SELECT id FROM events ORDER BY id")
    while try rows.step() {
      guard let id = rows.identifier(0) else {
        throw .broken(seq: meta.first, reason: "an id in \(database.path) has not 16 bytes")
      }
      filter.insert(id)
    }
    return filter
  }
}

/// Leaves one read-only file of a sealed segment; what readers hold up is finished another time.
///
/// A crash anywhere in it is made good by doing it again.
func finishSealedSegment(_ path: String) throws(LogError) {
  let leftovers = permissions(of: path + "-wal") != nil || permissions(of: path + "-shm") != nil
  if isFinished(path) && !leftovers { return }
  guard unsafe chmod(path, 0o644) == 0 else {
    throw .system(call: "chmod", path: path, code: errno)
  }
  guard try copyWholeLog(path) else { return }
  guard unsafe chmod(path, 0o444) == 0 else {
    throw .system(call: "chmod", path: path, code: errno)
  }
}

/// Whether the segment's file holds everything, so that it can be read alone.
private func copyWholeLog(_ path: String) throws(LogError) -> Bool {
  let database = try Database(path, .write)
  unsafe sqlite3_busy_timeout(database.handle, 50)
  try database.execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;")
  var result = try database.checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
  if result == nil { result = try database.checkpoint(SQLITE_CHECKPOINT_PASSIVE) }
  guard result?.isComplete == true else { return false }
  unsafe sqlite3_busy_timeout(database.handle, 0)
  do throws(LogError) {
    // needs the file for itself; a reader that has it open keeps the write-ahead log, empty
    try database.execute("PRAGMA journal_mode = DELETE")
  } catch {
    if !error.isBusy { throw error }
  }
  return true
}
