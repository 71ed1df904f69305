import Digest
import Events

/// The last word of a segment: what it ends with, and a digest over its small tables.
struct Seal: Sendable {
  var last: SequenceNumber
  var time: Int64
  var chain: Digest256
  /// Wall clock in nanoseconds.
  var sealed: Int64
  /// Tells quickly that an id is not in the segment.
  var filter: IdentifierFilter

  /// The hash of the seal, of the segment's `meta` and of its epochs.
  func digest(meta: SegmentMeta, epochs: Digest256) -> Digest256 {
    let text = """
      \(meta.digest)
      \(epochs)
      \(last)
      \(time)
      \(chain)
      \(sealed)
      \(SHA256.hash(filter.bytes))

      """
    return SHA256.hash(Array(text.utf8))
  }

  func write(to database: Database, digest: Digest256) throws(LogError) {
    let statement = try database.prepare("INSERT INTO seals VALUES (?, ?, ?, ?, ?, ?)")
    statement.bind(1, last)
    statement.bind(2, time)
    statement.bind(3, chain)
    statement.bind(4, sealed)
    statement.bind(5, filter.bytes)
    statement.bind(6, digest)
    try statement.run()
  }

  /// Reads the seal and its stored digest; nil while the segment is open.
  static func read(from database: Database) throws(LogError) -> (seal: Seal, digest: Digest256)? {
    let row = try database.prepare("SELECT last, time, chain, sealed, filter, digest FROM seals")
    guard try row.step() else { return nil }
    guard let chain = row.digest(2), let digest = row.digest(5),
      let filter = IdentifierFilter(bytes: row.bytes(4))
    else {
      throw .broken(seq: row.number(0), reason: "the seal of \(database.path) cannot be read")
    }
    let seal = Seal(
      last: row.number(0), time: row.number(1), chain: chain, sealed: row.number(3),
      filter: filter)
    return (seal, digest)
  }
}
