import Bus
import EventLog
import ServiceKit

/// Why the journal stops: the log, or the bus.
enum JournalFailure: ServiceFailure {
  case log(LogError)
  case bus(BusError)
  /// The thread that serves reads met something else.
  case reads(String)

  init(readsFailed error: any Error) {
    switch error {
    case let error as LogError: self = .log(error)
    case let error as BusError: self = .bus(error)
    default: self = .reads("\(error)")
    }
  }

  var sentence: String {
    switch self {
    case .log(let error): error.sentence
    case .bus(let error): error.sentence
    case .reads(let reason): "reads of the log cannot be served any more: \(reason)"
    }
  }

  var exitCode: ExitCode {
    switch self {
    case .log(let error): error.exitCode
    case .bus(let error): error.exitCode
    case .reads: .internalFailure
    }
  }
}
