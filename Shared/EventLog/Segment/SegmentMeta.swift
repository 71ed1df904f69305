import Digest
import Events

/// What a segment says about itself, written once when it is made.
struct SegmentMeta: Sendable, Hashable {
  /// Names the log: the same in all its segments, different in every other log.
  var log: Identifier
  var first: SequenceNumber
  /// Wall clock in nanoseconds.
  var created: Int64
  /// The time of the last event before this segment.
  var previousTime: Int64
  /// The link that the first event continues.
  var previousChain: Digest256
  /// The digest of the seal of the segment before; zero for the first.
  var previousSeal: Digest256

  /// The hash of all fields: a changed one is noticed.
  var digest: Digest256 {
    let text = """
      \(log)
      \(SegmentSchema.version)
      \(first)
      \(created)
      \(previousTime)
      \(previousChain)
      \(previousSeal)

      """
    return SHA256.hash(Array(text.utf8))
  }

  func write(to database: Database) throws(LogError) {
    let statement = try database.prepare("INSERT INTO meta VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)")
    statement.bind(1, log)
    statement.bind(2, SegmentSchema.version)
    statement.bind(3, first)
    statement.bind(4, created)
    statement.bind(5, previousTime)
    statement.bind(6, previousChain)
    statement.bind(7, previousSeal)
    statement.bind(8, digest)
    try statement.run()
  }

  /// Reads and checks it; a file of another kind or version is `foreign`.
  static func read(from database: Database) throws(LogError) -> SegmentMeta {
    guard try database.number("PRAGMA application_id") == SegmentSchema.applicationId else {
      throw .foreign(path: database.path, reason: "it is no segment of a Martlet log")
    }
    let version = try database.number("PRAGMA user_version") ?? 0
    guard version == SegmentSchema.version else {
      throw .foreign(path: database.path, reason: "its format is version \(version)")
    }
    let row = try database.prepare(
      """
      SELECT log, first, created, previous_time, previous_chain, previous_seal, digest, format
      FROM meta
      """)
    guard try row.step(), let log = row.identifier(0), let chain = row.digest(4),
      let seal = row.digest(5)
    else { throw .foreign(path: database.path, reason: "its table meta cannot be read") }
    let meta = SegmentMeta(
      log: log, first: row.number(1), created: row.number(2), previousTime: row.number(3),
      previousChain: chain, previousSeal: seal)
    guard row.digest(6) == meta.digest, row.number(7) == SegmentSchema.version else {
      throw .broken(seq: meta.first, reason: "the table meta of \(database.path) was changed")
    }
    return meta
  }
}
