public import Events

/// Why the log cannot be opened, written, read or believed.
public enum LogError: Error, Hashable, Sendable {
  /// Another writer has the log open; its process, where it could be read.
  case locked(directory: String, holder: Int32?)
  /// There is no log in the directory.
  case missing(directory: String)
  /// A system call failed.
  case system(call: String, path: String, code: Int32)
  /// SQLite failed, with its extended result code.
  case storage(path: String, code: Int32, message: String)
  /// An earlier write failed in a way that must not be tried again; nothing is appended any more.
  case poisoned(reason: String)
  /// Too little space for this append; it works again when space returns. In bytes.
  case diskFull(available: Int64, needed: Int64)
  /// What is stored contradicts itself at this sequence number.
  case broken(seq: SequenceNumber, reason: String)
  /// A file that is no segment of this version's format.
  case foreign(path: String, reason: String)
  /// A stored event names a producer that this build does not know.
  case unknownProducer(seq: SequenceNumber, name: String)
  /// A stored event has a type that this build does not know.
  case unknownType(seq: SequenceNumber, name: String)
  /// A stored event has a column that cannot be read.
  case unreadable(seq: SequenceNumber, column: String)
  /// A producer's epoch can only be raised.
  case staleEpoch(producer: Producer, current: Int64, wanted: Int64)
}

extension LogError {
  /// Whether what is stored is wrong or of another kind: no later attempt will find it otherwise.
  public var isDamage: Bool {
    switch self {
    case .broken, .foreign, .unknownProducer, .unknownType, .unreadable: true
    // SQLITE_CORRUPT and SQLITE_NOTADB
    case .storage(_, let code, _): code & 0xff == 11 || code & 0xff == 26
    case .locked, .missing, .system, .poisoned, .diskFull, .staleEpoch: false
    }
  }
}

extension LogError: CustomStringConvertible {
  /// One sentence: what happened, where, and what to do.
  public var description: String {
    switch self {
    case .locked(let directory, let holder):
      "the log in \(directory) is open in another process\(holder.map { " (\($0))" } ?? ""); "
        + "stop it first, a log has one writer"
    case .missing(let directory):
      "there is no log in \(directory); name the data directory of a session that was started"
    case .system(let call, let path, let code):
      "\(call) of \(path) failed: \(systemMessage(code)); see to the file or the disk"
    case .storage(let path, let code, let message):
      "SQLite failed on \(path) with code \(code): \(message); see to the file or the disk"
    case .poisoned(let reason):
      "the log takes no more events since a write failed (\(reason)); "
        + "check the disk, then start the journal again"
    case .diskFull(let available, let needed):
      "the disk of the log has \(available) bytes free and \(needed) are needed; free some space"
    case .broken(let seq, let reason):
      "the log is broken at event \(seq): \(reason); restore it from a copy, do not edit it"
    case .foreign(let path, let reason):
      "\(path) is not a segment that this build can read: \(reason)"
    case .unknownProducer(let seq, let name):
      "event \(seq) is by the producer '\(name)', which this build does not know; use a newer one"
    case .unknownType(let seq, let name):
      "event \(seq) has the type '\(name)', which this build does not know; use a newer one"
    case .unreadable(let seq, let column):
      "event \(seq) has a column '\(column)' that cannot be read; verify the log"
    case .staleEpoch(let producer, let current, let wanted):
      "\(producer.rawValue) is at epoch \(current) and cannot go to \(wanted)"
    }
  }
}
