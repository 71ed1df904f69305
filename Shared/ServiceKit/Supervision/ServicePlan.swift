import Glibc

/// A service as a supervisor starts it.
public struct ServicePlan: Sendable, Hashable {
  /// The name: of its pid file, its log file, its mark of readiness.
  public var name: String
  /// The path of the executable.
  public var executable: String
  /// What stands on its command line after the program's name.
  public var arguments: [String]
  /// Variables on top of the supervisor's own environment.
  public var environment: [String: String]
  /// Whether the services after it wait until it is ready.
  public var announcesReadiness: Bool
  /// How long it may take to become ready before it is killed and started again, in nanoseconds.
  public var startTimeout: Int64
  /// How long it may take to stop in order before it is killed, in nanoseconds.
  public var stopTimeout: Int64

  public init(
    _ name: String, executable: String, arguments: [String] = [],
    environment: [String: String] = [:], announcesReadiness: Bool = true,
    startTimeout: Int64 = 300_000_000_000, stopTimeout: Int64 = 10_000_000_000
  ) {
    self.name = name
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.announcesReadiness = announcesReadiness
    self.startTimeout = startTimeout
    self.stopTimeout = stopTimeout
  }
}

/// How a child process ended.
public enum ChildExit: Sendable, Hashable, CustomStringConvertible {
  /// It ended with this code.
  case code(Int32)
  /// This signal ended it.
  case signal(Int32)

  /// Reads what `waitpid` gives.
  init(status: Int32) {
    self = status & 0x7F == 0 ? .code(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }

  /// Whether it ended as asked.
  public var isSuccess: Bool { self == .code(0) }

  /// Whether the process brought its end about, and nobody outside did.
  ///
  /// Signals that a crash raises are its own; those that people and the system send are not.
  public var isOwnFault: Bool {
    switch self {
    case .code: true
    case .signal(SIGKILL), .signal(SIGTERM), .signal(SIGINT), .signal(SIGHUP), .signal(SIGQUIT):
      false
    case .signal: true
    }
  }

  public var description: String {
    switch self {
    case .code(let code):
      ExitCode(rawValue: code).map { "exit \(code): \($0.sentence)" } ?? "exit \(code)"
    case .signal(let number): "killed by signal \(number)"
    }
  }

  /// The code that a supervisor exits with when it gives up on this child.
  public var exitCode: ExitCode {
    if case .code(let code) = self {
      ExitCode(rawValue: code) ?? .internalFailure
    } else {
      .internalFailure
    }
  }
}
