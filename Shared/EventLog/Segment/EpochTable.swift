import Digest
import Events

/// The epochs of the producers as a segment keeps them: rows that can only be added, chained like
/// the events, the newest of a producer counts.
struct EpochTable: Sendable {
  private(set) var current: [Producer: Int64] = [:]
  private(set) var chain: Digest256
  private var count: Int64 = 0

  /// An empty table in the segment of `meta`.
  init(meta: SegmentMeta) { chain = meta.digest }

  /// Reads and checks the rows of a segment.
  init(meta: SegmentMeta, from database: Database) throws(LogError) {
    self.init(meta: meta)
    let row = try database.prepare(
      "SELECT number, producer, epoch, time, chain FROM epochs ORDER BY number")
    while try row.step() {
      let name = row.text(1)
      let link = EpochTable.link(
        after: chain, number: row.number(0), producer: name, epoch: row.number(2),
        time: row.number(3))
      guard row.number(0) == count + 1, row.digest(4) == link else {
        throw .broken(
          seq: meta.first,
          reason: "row \(count + 1) of the table epochs of \(database.path) was changed")
      }
      guard let producer = Producer(rawValue: name) else {
        throw .unknownProducer(seq: meta.first, name: name)
      }
      current[producer] = row.number(2)
      chain = link
      count += 1
    }
  }

  /// Adds a row to the segment.
  mutating func append(
    _ producer: Producer, epoch: Int64, time: Int64, to database: Database
  ) throws(LogError) {
    let link = EpochTable.link(
      after: chain, number: count + 1, producer: producer.rawValue, epoch: epoch, time: time)
    let statement = try database.prepare("INSERT INTO epochs VALUES (?, ?, ?, ?, ?)")
    statement.bind(1, count + 1)
    statement.bind(2, producer.rawValue)
    statement.bind(3, epoch)
    statement.bind(4, time)
    statement.bind(5, link)
    try statement.run()
    current[producer] = epoch
    chain = link
    count += 1
  }

  private static func link(
    after previous: Digest256, number: Int64, producer: String, epoch: Int64, time: Int64
  ) -> Digest256 {
    let text = "\(previous)\n\(number)\n\(producer)\n\(epoch)\n\(time)\n"
    return SHA256.hash(Array(text.utf8))
  }
}
