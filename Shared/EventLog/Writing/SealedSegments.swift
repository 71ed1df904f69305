import Digest
import EventSourcing
import Events

/// The sealed segments as the writer needs them: to find ids that were appended long ago.
struct SealedSegments {
  private struct Entry {
    var first: SequenceNumber
    var path: String
    var seal: Seal
    var digest: Digest256
  }

  private var entries: [Entry] = []
  /// Connections that are open, the one used last at the end.
  private var connections: [(path: String, lookup: Statement)] = []
  private static let connectionLimit = 16

  var last: (seal: Seal, digest: Digest256)? { entries.last.map { ($0.seal, $0.digest) } }

  mutating func append(first: SequenceNumber, path: String, seal: Seal, digest: Digest256) {
    entries.append(Entry(first: first, path: path, seal: seal, digest: digest))
  }

  /// The event with an id, or nil.
  mutating func event(_ id: Identifier) throws(LogError) -> StoredEvent? {
    for entry in entries where entry.seal.filter.mayContain(id) {
      let lookup = try connection(entry.path)
      defer { lookup.reset() }
      lookup.bind(1, id)
      if try lookup.step() { return try LogRow(lookup).event() }
    }
    return nil
  }

  private mutating func connection(_ path: String) throws(LogError) -> Statement {
    if let index = connections.firstIndex(where: { $0.path == path }) {
      let found = connections.remove(at: index)
      connections.append(found)
      return found.lookup
    }
    let database = try openForReading(path)
    let lookup = try database.prepare("SELECT \(LogRow.columns) FROM events WHERE id = ?")
    if connections.count == SealedSegments.connectionLimit { connections.removeFirst() }
    connections.append((path, lookup))
    return lookup
  }
}
