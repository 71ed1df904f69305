public import Bus
public import EventLog
public import Events

extension BusError: ServiceFailure {
  public var sentence: String { description }
  public var exitCode: ExitCode { ExitCode(rawValue: exitStatus) ?? .internalFailure }
}

extension LogError: ServiceFailure {
  public var sentence: String { description }
  public var exitCode: ExitCode {
    switch self {
    case .locked: .lockHeld
    case .system, .storage, .poisoned, .diskFull: .inputOutput
    case .missing, .broken, .foreign, .unknownProducer, .unknownType, .unreadable, .staleEpoch:
      .configuration
    }
  }
}

/// Why a service cannot go on, other than what its parts throw.
public enum ServiceStop: ServiceFailure, Hashable {
  /// A newer incarnation speaks for the producer.
  case fenced(Producer)
  /// The journal will never take what was proposed.
  case refused(Producer, String)
  /// An event of the log cannot be read by this program.
  case unreadable(SequenceNumber, EventDecodingError)

  public var sentence: String {
    switch self {
    case .fenced(let producer):
      "Another process speaks for \(producer.rawValue) now; this one leaves."
    case .refused(let producer, let detail):
      "The journal refused what \(producer.rawValue) proposed: \(detail)."
    case .unreadable(let seq, let error):
      "Event \(seq) cannot be read: \(error). Was the log written by a newer version?"
    }
  }

  public var exitCode: ExitCode {
    switch self {
    case .fenced: .lockHeld
    case .refused, .unreadable: .configuration
    }
  }
}

extension Event {
  /// Reads a stored event, or says which one cannot be read.
  public init(reading stored: StoredEvent) throws(ServiceStop) {
    do throws(EventDecodingError) { self = try Event(stored) } catch {
      throw .unreadable(stored.seq, error)
    }
  }
}
