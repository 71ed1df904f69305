/// How a Martlet process ends; the numbers follow sysexits(3), and supervisors read them.
public enum ExitCode: Int32, Sendable, Hashable, CaseIterable {
  /// All was done, or a stop was asked for and done in order.
  case ok = 0
  /// The command line was not understood.
  case usage = 64
  /// A broken promise inside the program.
  case internalFailure = 70
  /// Another process holds the lock of the same data.
  case lockHeld = 73
  /// A disk or a socket failed in a way that repeating would make worse.
  case inputOutput = 74
  /// Something is missing that may come back; starting again later may work.
  case temporary = 75
  /// The configuration or the stored data are wrong, and a person has to look.
  case configuration = 78

  /// What the code means, for people.
  public var sentence: String {
    switch self {
    case .ok: "All was done."
    case .usage: "The command line was not understood."
    case .internalFailure: "The program broke one of its own promises."
    case .lockHeld: "Another process holds the lock of the same data."
    case .inputOutput: "Reading or writing failed, and is not tried again."
    case .temporary: "Something is missing for now; starting again may help."
    case .configuration: "The configuration or the stored data are wrong."
    }
  }

  /// Whether a supervisor may start the process again: not where the same would happen again, or
  /// where a second try could do harm.
  public var allowsRestart: Bool {
    switch self {
    case .internalFailure, .temporary: true
    case .ok, .usage, .lockHeld, .inputOutput, .configuration: false
    }
  }
}
