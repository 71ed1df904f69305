/// The tables of a segment, which hold history and can only be added to.
enum SegmentSchema {
  /// "MARL", so that `file` and SQLite tools can tell a segment from another database.
  static let applicationId: Int64 = 0x4d41_524c
  /// The version of the format; a build reads its own.
  static let version: Int64 = 1

  static let tables = ["meta", "events", "epochs", "seals"]

  /// What makes an empty file a segment.
  static var creation: String {
    """
    PRAGMA application_id = \(applicationId);
    PRAGMA user_version = \(version);
    CREATE TABLE meta (
      row INTEGER PRIMARY KEY CHECK (row = 1),
      log BLOB NOT NULL,
      format INTEGER NOT NULL,
      first INTEGER NOT NULL,
      created INTEGER NOT NULL,
      previous_time INTEGER NOT NULL,
      previous_chain BLOB NOT NULL,
      previous_seal BLOB NOT NULL,
      digest BLOB NOT NULL
    ) STRICT;
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      id BLOB NOT NULL,
      producer TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      cause INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      correlation BLOB,
      topic TEXT NOT NULL,
      type TEXT NOT NULL,
      version INTEGER NOT NULL,
      subject TEXT NOT NULL,
      payload TEXT NOT NULL,
      chain BLOB NOT NULL
    ) STRICT;
    CREATE TABLE epochs (
      number INTEGER PRIMARY KEY,
      producer TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      time INTEGER NOT NULL,
      chain BLOB NOT NULL
    ) STRICT;
    CREATE TABLE seals (
      last INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      chain BLOB NOT NULL,
      sealed INTEGER NOT NULL,
      filter BLOB NOT NULL,
      digest BLOB NOT NULL
    ) STRICT;
    \(tables.map(triggers).joined(separator: "\n"))
    """
  }

  /// What a segment gets when it is sealed. In the open one these indexes would make each append
  /// dearer, since their values come in no order; there `RecentIdentifiers` keeps ids apart, and
  /// lookups read the whole of it.
  static let sealing = """
    CREATE UNIQUE INDEX IF NOT EXISTS events_by_id ON events (id);
    CREATE INDEX IF NOT EXISTS events_by_cause ON events (cause, producer) WHERE cause > 0;
    CREATE INDEX IF NOT EXISTS events_by_subject ON events (subject);
    CREATE INDEX IF NOT EXISTS events_by_correlation ON events (correlation)
      WHERE correlation IS NOT NULL;
    """

  private static func triggers(_ table: String) -> String {
    """
    CREATE TRIGGER \(table)_update BEFORE UPDATE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
    CREATE TRIGGER \(table)_delete BEFORE DELETE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
    """
  }
}
