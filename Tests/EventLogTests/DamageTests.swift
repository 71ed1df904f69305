import CSQLite
import Digest
import EventLog
import EventSourcing
import Events
import Foundation
import Testing

/// One changed column of a stored row.
struct Damage: Sendable, CustomTestStringConvertible {
  var column: String
  var change: String
  var testDescription: String { "\(column) = \(change)" }
}

/// A change of one byte, or of the least bit of a number, in each column of an event.
private let damages: [Damage] = [
  Damage(column: "seq", change: "seq + 1000000"),
  Damage(column: "time", change: "time + 1"),
  Damage(column: "time", change: "time - 1"),
  Damage(column: "id", change: "CAST(substr(id, 1, 15) || x'00' AS BLOB)"),
  Damage(column: "producer", change: "'market-datb'"),
  Damage(column: "epoch", change: "epoch + 1"),
  Damage(column: "cause", change: "cause + 1"),
  Damage(column: "ordinal", change: "ordinal + 1"),
  Damage(column: "correlation", change: "zeroblob(16)"),
  Damage(column: "correlation", change: "x''"),
  Damage(column: "topic", change: "'markeu'"),
  Damage(column: "topic", change: "'control'"),
  Damage(column: "type", change: "'CandleCloseD'"),
  Damage(column: "version", change: "version + 1"),
  Damage(column: "subject", change: "subject || 'x'"),
  Damage(column: "payload", change: "replace(payload, '\"n\"', '\"m\"')"),
  Damage(column: "payload", change: "payload || ' '"),
  Damage(column: "chain", change: "CAST(substr(chain, 1, 31) || x'00' AS BLOB)"),
]

@Suite struct DamageTests {
  let directory = TemporaryDirectory()

  private func makeLog(count: Int, options: LogOptions = smallSegments()) throws {
    var log = try SegmentedLog(directory: directory.path, options: options)
    for start in stride(from: 0, to: count, by: 20) {
      _ = try log.append([batch(start..<start + 20)])
    }
  }

  @Test func `a whole log holds`() throws {
    try makeLog(count: 1000)
    let report = try LogVerification.verifyChain(directory: directory.path)
    #expect(report.holds && report.events == 1000 && report.head.seq == 1000)
    #expect(report.segments == (try segmentFiles(directory.path).count))
  }

  @Test(arguments: damages) func `a changed column is found and named`(damage: Damage) throws {
    try makeLog(count: 1000)
    let files = try segmentFiles(directory.path)
    for (file, seq) in [(files[0], 37), (files[0], 1), (files[files.count - 1], 1000)] {
      let backup = try Data(contentsOf: URL(filePath: file))
      edit(file, "UPDATE events SET \(damage.column) = \(damage.change) WHERE seq = \(seq)")
      let report = try LogVerification.verifyChain(directory: directory.path)
      let problem = try #require(report.problem)
      #expect(problem.seq == seq && problem.file == file, "\(problem)")
      try restore(backup, to: file)
    }
    #expect(try LogVerification.verifyChain(directory: directory.path).holds)
  }

  @Test func `the report tells a changed field from a changed chain`() throws {
    try makeLog(count: 100, options: smallSegments(1 << 30))
    let file = try segmentFiles(directory.path)[0]
    let backup = try Data(contentsOf: URL(filePath: file))
    edit(file, "UPDATE events SET epoch = 2 WHERE seq = 50")
    let changed = try LogVerification.verifyChain(directory: directory.path).problem
    guard case .fieldsChanged = changed?.difference else { Issue.record("\(changed!)"); return }
    try restore(backup, to: file)
    edit(file, "UPDATE events SET chain = zeroblob(32) WHERE seq = 50")
    let chain = try LogVerification.verifyChain(directory: directory.path).problem
    guard case .chainChanged = chain?.difference else { Issue.record("\(chain!)"); return }
  }

  @Test(arguments: [
    "UPDATE meta SET created = created + 1", "UPDATE meta SET previous_time = previous_time + 1",
    "UPDATE meta SET log = zeroblob(16)", "UPDATE meta SET first = first + 1",
    "UPDATE meta SET previous_chain = zeroblob(32)", "UPDATE meta SET digest = zeroblob(32)",
    "UPDATE meta SET previous_seal = zeroblob(32)", "UPDATE meta SET format = 2",
    "UPDATE epochs SET epoch = epoch + 1", "UPDATE epochs SET producer = 'signal'",
    "DELETE FROM epochs", "DELETE FROM meta", "DELETE FROM seals",
    "UPDATE seals SET last = last - 1", "UPDATE seals SET sealed = sealed + 1",
    "UPDATE seals SET filter = zeroblob(length(filter))", "UPDATE seals SET time = time + 1",
    "UPDATE seals SET chain = zeroblob(32)", "UPDATE seals SET digest = zeroblob(32)",
    "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
    "DELETE FROM events WHERE seq = (SELECT min(seq) FROM events)",
    "INSERT INTO events SELECT seq + 1, time, zeroblob(16), producer, epoch, cause, ordinal, "
      + "correlation, topic, type, version, subject, payload, chain FROM events "
      + "WHERE seq = (SELECT max(seq) FROM events)",
  ])
  func `a changed table beside the events is found`(sql: String) throws {
    do {
      var log = try SegmentedLog(directory: directory.path, options: smallSegments())
      try log.raiseEpoch(of: .risk, to: 3)
      for start in stride(from: 0, to: 600, by: 20) {
        _ = try log.append([batch(start..<start + 20)])
      }
    }
    let files = try segmentFiles(directory.path)
    edit(files[1], sql)
    let problem = try #require(
      try LogVerification.verifyChain(directory: directory.path).problem)
    #expect(problem.file == files[1] || problem.file == files[2], "\(problem)")
    // what was sealed with another content keeps the log from being written too
    if !sql.contains("events") {
      #expect(throws: LogError.self) {
        _ = try SegmentedLog(directory: directory.path, options: smallSegments())
      }
    }
  }

  @Test func `a segment that is gone is found`() throws {
    try makeLog(count: 1000)
    let files = try segmentFiles(directory.path)
    try FileManager.default.removeItem(atPath: files[1])
    #expect(try !LogVerification.verifyChain(directory: directory.path).holds)
    #expect(throws: LogError.self) { _ = try SegmentedLog(directory: directory.path) }
    var reader = try LogFileReader(directory: directory.path)
    #expect(throws: LogError.self) { try reader.read(from: 1, limit: 1000) }
  }

  @Test func `a changed tail keeps the log from being opened`() throws {
    try makeLog(count: 100, options: smallSegments(1 << 30))
    edit(
      try segmentFiles(directory.path)[0], "UPDATE events SET payload = '{}' WHERE seq = 90")
    #expect {
      _ = try SegmentedLog(directory: directory.path)
    } throws: { error in
      guard case LogError.broken(seq: 90, _) = error else { return false }
      return true
    }
  }

  @Test(arguments: [
    "UPDATE events SET time = 1", "DELETE FROM events", "UPDATE meta SET first = 2",
    "DELETE FROM meta", "UPDATE epochs SET epoch = 9", "DELETE FROM epochs",
    "UPDATE seals SET last = 1", "DELETE FROM seals",
  ])
  func `update and delete are refused by the file itself`(sql: String) throws {
    var options = smallSegments()
    options.segmentBytes = 1
    do {
      var log = try SegmentedLog(directory: directory.path, options: options)
      try log.raiseEpoch(of: .risk, to: 3)
      _ = try log.append([batch(0..<3)])
    }
    let file = try segmentFiles(directory.path)[0]
    #expect(execute(file, sql) == "the log is append-only")
    #expect(try LogVerification.verifyChain(directory: directory.path).holds)
  }

  @Test func `the index of ids is checked against the events`() throws {
    try makeLog(count: 1000)
    let file = try segmentFiles(directory.path)[0]
    // the file's own description is edited, so that the index is another one
    edit(
      file,
      """
      DROP INDEX events_by_id; CREATE UNIQUE INDEX events_by_id ON events (id) WHERE seq <> 7;
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX events_by_id ON events (id)'
        WHERE name = 'events_by_id';
      """)
    let problem = try LogVerification.verifyChain(directory: directory.path).problem
    #expect(problem?.difference == .idIndexDiffers)
  }
}

/// Changes a segment against its triggers, as someone with a database shell can.
func edit(_ file: String, _ sql: String) {
  let tables = ["meta", "events", "epochs", "seals"]
  let drops = tables.map {
    "DROP TRIGGER IF EXISTS \($0)_update; DROP TRIGGER IF EXISTS \($0)_delete;"
  }
  let permissions = [FileAttributeKey.posixPermissions: 0o644]
  try! FileManager.default.setAttributes(permissions, ofItemAtPath: file)
  #expect(execute(file, drops.joined() + sql) == nil)
}

/// Runs SQL on a file; the error message, or nil.
func execute(_ file: String, _ sql: String) -> String? {
  var database: OpaquePointer?
  unsafe sqlite3_open(file, &database)
  defer { unsafe sqlite3_close(database) }
  var message: UnsafeMutablePointer<CChar>?
  unsafe sqlite3_exec(database, sql, nil, nil, &message)
  defer { unsafe sqlite3_free(message) }
  return unsafe message.map { unsafe String(cString: $0) }
}

/// Puts back a segment as it was.
private func restore(_ bytes: Data, to file: String) throws {
  for suffix in ["-wal", "-shm"] {
    try? FileManager.default.removeItem(atPath: file + suffix)
  }
  try FileManager.default.removeItem(atPath: file)
  try bytes.write(to: URL(filePath: file))
}
