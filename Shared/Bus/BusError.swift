public import Events

/// What can go wrong on the bus; every case has one clear sentence and an exit code.
public enum BusError: Error, Sendable, Hashable {
  /// A call of ZeroMQ or of the system failed; `code` is the errno.
  case system(operation: String, code: Int32)
  /// Another process listens there.
  case addressInUse(String)
  /// A key file cannot be used as it is.
  case keyFile(path: String, problem: String)
  /// A directory for sockets cannot be used as it is.
  case directory(path: String, problem: String)
  /// The journal does not know our key.
  case keyRefused(ServiceName)
  /// No journal has written where it listens.
  case endpointsMissing(path: String)
  /// Bytes from the bus are not what they should be.
  case wire(WireError)
  /// A message is longer than the journal takes.
  case tooLarge(bytes: Int, limit: Int)
  /// More proposals wait than the link keeps.
  case outboxFull(limit: Int)
  /// Nothing came within the time.
  case timedOut(String)
  /// What we have seen and what the log holds differ at this event.
  case branched(SequenceNumber)
  /// The journal serves another log than before.
  case anotherLog(expected: Identifier, found: Identifier)
  /// The log ends before an event that we have seen.
  case truncated(head: SequenceNumber, seen: SequenceNumber)
  /// A socket let a stranger in, or kept a friend out.
  case selfTestFailed(String)
}

extension BusError {
  /// The exit code of a process that stops for this: 70 internal, 73 taken, 75 try again, 78
  /// configuration or integrity.
  public var exitStatus: Int32 {
    switch self {
    case .system, .tooLarge, .outboxFull: 70
    case .addressInUse: 73
    case .endpointsMissing, .timedOut: 75
    case .keyFile, .directory, .keyRefused, .wire, .branched, .anotherLog, .truncated,
      .selfTestFailed:
      78
    }
  }
}

extension BusError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .system(let operation, let code):
      "\(operation) failed: \(systemMessage(code))"
    case .addressInUse(let endpoint):
      "\(endpoint) is in use by another process; choose another port or stop that process"
    case .keyFile(let path, let problem): "the key file \(path) \(problem)"
    case .directory(let path, let problem): "the directory \(path) \(problem)"
    case .keyRefused(let service):
      "the journal refused the key of \(service.rawValue): it is not in its list"
    case .endpointsMissing(let path):
      "\(path) is missing: no journal has run on this data directory yet"
    case .wire(let error): "a message on the bus is malformed: \(error)"
    case .tooLarge(let bytes, let limit):
      "a message of \(bytes) bytes is over the limit of \(limit)"
    case .outboxFull(let limit): "more than \(limit) messages wait for the journal"
    case .timedOut(let what): "\(what) took too long"
    case .branched(let seq):
      "event \(seq) of the log is not the event \(seq) that was seen before: the log has branched"
    case .anotherLog(let expected, let found):
      "the journal serves log \(found), not log \(expected)"
    case .truncated(let head, let seen):
      "the log ends at event \(head), but event \(seen) was already seen: the log lost its end"
    case .selfTestFailed(let problem): "the self-test of the sockets failed: \(problem)"
    }
  }
}
