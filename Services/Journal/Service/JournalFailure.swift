import Bus
import EventLog
import ServiceKit

/// Why the journal stops, with the code to exit with.
struct JournalFailure: ServiceFailure {
  let sentence: String
  let exitCode: ExitCode

  init(_ error: LogError) {
    sentence = "\(error)"
    exitCode =
      switch error {
      case .locked: .lockHeld
      case .system, .storage, .poisoned, .diskFull: .inputOutput
      case .missing, .broken, .foreign, .unknownProducer, .unknownType, .unreadable:
        .configuration
      case .staleEpoch: .internalFailure
      }
  }

  init(_ error: BusError) {
    sentence = "\(error)"
    exitCode = ExitCode(rawValue: error.exitCode) ?? .internalFailure
  }

  init(readsFailed error: any Error) {
    switch error {
    case let error as LogError: self.init(error)
    case let error as BusError: self.init(error)
    default: self.init(sentence: "reads of the log cannot be served any more: \(error)")
    }
  }

  private init(sentence: String) {
    self.sentence = sentence
    exitCode = .internalFailure
  }
}
